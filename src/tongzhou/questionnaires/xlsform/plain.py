"""Words that carry styling for other tools → plain words: ours are styled by the page, never by a form."""

import re

TAG = re.compile(r"</?(?:br|span|b|i|u|strong|em|font|p|div|h[1-6]|a|center|small|big|sub|sup)\b[^<>]*>", re.IGNORECASE)
LINE = re.compile(r"<br\s*/?>", re.IGNORECASE)
LINK = re.compile(r"\[([^\[\]]+)\]\((https?://[^()\s]+)\)")
STRONG = re.compile(r"\*\*|(?<!\w)__(?=\S)|(?<=\S)__(?!\w)")
EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=\S)([^*_\n]+)(?<=\S)\1(?![\w*])")
HEADING = re.compile(r"^#{1,6}\s+", re.MULTILINE)
ESCAPE = re.compile(r"\\([\\#*_<`])")


def plain(text: str) -> str:
    """Without Markdown and HTML; a link keeps its address. What is not styling (2 * 3, a_b) stays as it is."""
    text = TAG.sub("", LINE.sub("\n", text))
    text = LINK.sub(r"\1 (\2)", HEADING.sub("", text))
    return ESCAPE.sub(r"\1", EMPHASIS.sub(r"\2", STRONG.sub("", text)))
