"""Plates as they are typed: the characters of the provinces, and whether one looks like a plate (GA 36-2018). Pure."""

import re

PROVINCES = "沪苏浙皖赣鄂豫鲁湘闽粤川渝京津冀晋蒙辽吉黑桂琼贵云藏陕甘青宁新"
_PATTERN = re.compile(rf"[{PROVINCES}使领][A-Z]([A-HJ-NP-Z0-9]{{5}}|[A-HJ-NP-Z0-9]{{6}}|[A-Z0-9]{{4}}[学警港澳挂领])")


def plain(text: str) -> str:
    return "".join(character for character in text.upper() if character.isalnum())[:12]


def is_usual(text: str) -> bool:
    """A hint for whoever types, never a reason to refuse a car."""
    return _PATTERN.fullmatch(plain(text)) is not None
