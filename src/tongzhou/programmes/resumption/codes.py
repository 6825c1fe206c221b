"""The unified social credit code of a firm (GB 32100-2015): 18 characters, the last one a check. Pure."""

from django.utils.translation import gettext as _

from tongzhou.programmes.resumption.errors import FirmRefused

_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(3**place % 31 for place in range(17))


def check(body: str) -> str:
    """The last character for the first seventeen."""
    total = sum(_DIGITS.index(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return _DIGITS[-total % 31]


def credit_code(text: str) -> str:
    """The code in its one spelling. Raises FirmRefused."""
    code = "".join(text.upper().split())
    if len(code) != 18 or not set(code) <= set(_DIGITS) or check(code[:17]) != code[17]:
        raise FirmRefused(
            _("This is no unified social credit code: compare all 18 characters with the licence."), field="credit_code"
        )
    return code
