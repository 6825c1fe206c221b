"""Squares that a camera reads (ISO/IEC 18004), as SVG without any style of its own."""

import segno

#: Of the eight masks. Comparing all of them takes ten times as long as drawing one, and is for regular contents: ours
#: are random codes, which no mask makes harder to read.
_MASK = 3


def svg(content: str) -> str:
    """Error correction M; the page's style sheet gives the size."""
    return str(segno.make(content, error="m", micro=False, mask=_MASK).svg_inline(border=2, omitsize=True))
