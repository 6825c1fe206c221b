"""Codes that are read aloud, typed and scanned: sixty bits in Crockford's base 32, in three groups of four."""

DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
_MISHEARD = str.maketrans("OILoil", "011011", "- ")


def of(value: int) -> str:
    """The code of the last sixty bits of ``value``, which are to be random."""
    return "".join(DIGITS[value >> 5 * place & 31] for place in reversed(range(LENGTH)))


def grouped(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def plain(text: str) -> str | None:
    """The code that somebody typed or scanned, however it is spelled; None when it cannot be one.

    A square may carry an address with the code behind its #.
    """
    code = text[-100:].rpartition("#")[2].strip().translate(_MISHEARD).upper()
    return code if len(code) == LENGTH and set(code) <= set(DIGITS) else None
