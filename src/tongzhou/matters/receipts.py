"""The short number of a matter, to be said on the telephone: the last 50 bits of its id in Crockford's base 32.

They are random bits: two of a million matters share a number once in about two thousand districts, so whoever looks
one up must be ready for two. Never let a receipt open anything by itself.
"""

from uuid import UUID

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 10
_MISHEARD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})


def of(matter_id: UUID) -> str:
    """Ten characters, none of which is taken for another."""
    return "".join(_DIGITS[matter_id.int >> 5 * place & 31] for place in reversed(range(_LENGTH)))


def shown(receipt: str) -> str:
    """In two groups of five."""
    return f"{receipt[:5]}-{receipt[5:]}"


def read(text: str) -> str | None:
    """The receipt that somebody typed, however they grouped it; None when it cannot be one."""
    wanted = text.upper().translate(_MISHEARD)
    return wanted if len(wanted) == _LENGTH and set(wanted) <= set(_DIGITS) else None
