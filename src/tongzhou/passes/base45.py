"""Base 45 (RFC 9285): bytes as the characters that a QR code packs best. Pure."""

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)}


def encode(content: bytes) -> str:
    out = []
    for start in range(0, len(content), 2):
        pair = content[start : start + 2]
        value = int.from_bytes(pair)
        for _place in range(len(pair) + 1):
            value, digit = divmod(value, 45)
            out.append(_DIGITS[digit])
    return "".join(out)


def decode(text: str) -> bytes:
    """Raises ValueError for a character outside the forty-five, a length or a value that no bytes have."""
    out = bytearray()
    for start in range(0, len(text), 3):
        group = text[start : start + 3]
        if len(group) == 1 or any(character not in _VALUES for character in group):
            raise ValueError("no base 45")
        value = sum(_VALUES[character] * 45**place for place, character in enumerate(group))
        if value >= 256 ** (len(group) - 1):
            raise ValueError("no base 45")
        out += value.to_bytes(len(group) - 1)
    return bytes(out)
