"""Squares that a camera reads (ISO/IEC 18004), as SVG without any style of its own."""

import segno


def svg(content: str) -> str:
    """Error correction M; the page's style sheet gives the size."""
    return str(segno.make(content, error="m", micro=False).svg_inline(border=2, omitsize=True))
