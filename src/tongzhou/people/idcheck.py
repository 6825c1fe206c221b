"""Whether a number, telephone, name or address can be one; and its one spelling. Pure.

Never refuse a real person: what a standard does not forbid is let through. Each error names its field and what to do.
"""

import re
import unicodedata
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tongzhou.kernel import clock
from tongzhou.kernel.errors import RuleBroken

MOST_NAME, MOST_ADDRESS = 100, 200


class IdKind(TextChoices):
    RESIDENT = "resident", _lazy("Resident identity card")
    PASSPORT = "passport", _lazy("Passport")
    HK_MACAU = "hk_macau", _lazy("Travel permit of a resident of Hong Kong or Macau")
    TAIWAN = "taiwan", _lazy("Travel permit of a resident of Taiwan")
    FOREIGN_PERMANENT = "foreign_permanent", _lazy("Foreigner's permanent residence card")
    OTHER = "other", _lazy("Another paper")
    NONE = "none", _lazy("No paper shown")


class IdRefused(RuleBroken):
    code = "id_refused"


class PhoneRefused(RuleBroken):
    code = "phone_refused"


class NameRefused(RuleBroken):
    code = "name_refused"


class AddressRefused(RuleBroken):
    code = "address_refused"


_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_SHAPES = {
    IdKind.PASSPORT: re.compile(r"[A-Z0-9]{5,17}"),
    IdKind.HK_MACAU: re.compile(r"[HM]\d{8}(\d{2})?"),
    IdKind.TAIWAN: re.compile(r"\d{8}|\d{10}([A-Z]|\([A-Z0-9]\))?"),
    IdKind.OTHER: re.compile(r"[^\s]{1,40}"),
}
_OLD_PERMANENT = re.compile(r"[A-Z]{3}\d{12}")


def number(kind: str, text: str) -> str:
    """The number of a paper in its one spelling: half width, capital letters, no spaces. Raises IdRefused."""
    if kind not in IdKind.values:
        raise IdRefused(_("Choose what kind of paper was shown."), field="id_kind")
    cleaned = _compact(text, 60, IdRefused(_("The number is too long. Copy it from the paper."), field="id_number"))
    cleaned = cleaned.upper()
    if kind == IdKind.NONE:
        return _nothing(cleaned)
    if not cleaned:
        raise IdRefused(_("Enter the number, or choose “No paper shown”."), field="id_number")
    if kind == IdKind.RESIDENT or (kind == IdKind.FOREIGN_PERMANENT and not _OLD_PERMANENT.fullmatch(cleaned)):
        return _resident(cleaned)
    if kind in _SHAPES and not _SHAPES[IdKind(kind)].fullmatch(cleaned):
        raise IdRefused(
            _("This is not the number of a “%(paper)s”. Copy it again, or choose another kind.")
            % {"paper": IdKind(kind).label},
            field="id_number",
        )
    return cleaned


def _nothing(cleaned: str) -> str:
    if cleaned:
        raise IdRefused(_("A number was entered: choose what kind of paper it is from."), field="id_kind")
    return ""


def _resident(cleaned: str) -> str:
    """GB 11643-1999: 17 digits and a check character by ISO 7064 MOD 11-2."""
    if not re.fullmatch(r"\d{17}[\dX]", cleaned, re.ASCII):
        raise IdRefused(
            _("A resident number has 18 characters: 17 digits, then a digit or X. %(count)d were entered.")
            % {"count": len(cleaned)},
            field="id_number",
        )
    if _date(cleaned) is None:
        raise IdRefused(_("Digits 7 to 14 must be a date of birth that has been. Check them."), field="id_number")
    if check_character(cleaned[:17]) != cleaned[17]:
        raise IdRefused(
            _("One of the digits is wrong or two are swapped. Compare it with the card."), field="id_number"
        )
    return cleaned


def check_character(seventeen: str) -> str:
    """ISO 7064 MOD 11-2 over 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, _WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def _date(resident: str) -> date | None:
    try:
        born = date(int(resident[6:10]), int(resident[10:12]), int(resident[12:14]))
    except ValueError:
        return None
    return born if date(1850, 1, 1) <= born <= clock.today() else None


def born_on(resident: str) -> date | None:
    """The date of birth in a resident number."""
    return _date(resident) if len(resident) == 18 else None


def phone(text: str) -> str:
    """A telephone number in its one spelling: digits, ``+`` before a foreign one, ``x`` before an extension.

    Empty stays empty. Raises PhoneRefused.
    """
    cleaned = _compact(text, 60, _no_phone())
    cleaned = re.sub(r"(转|分机|ext\.?)", "x", re.sub(r"[-‐-―−.()/]", "", cleaned.lower()))
    cleaned = re.sub(r"^(\+|00)?86(?=1\d{10}(x|$)|0?[2-9]\d{8,10}(x|$))", "", cleaned)
    cleaned = re.sub(r"^00(?=[1-9]\d{6})", "+", cleaned)
    if cleaned and not re.fullmatch(r"\+?\d{3,16}(x\d{1,6})?", cleaned, re.ASCII):
        raise _no_phone()
    if re.fullmatch(r"1(\d{6,9}|\d{11,})", cleaned):
        raise PhoneRefused(
            _("A mobile number has 11 digits; %(count)d were entered.") % {"count": len(cleaned)}, field="phone"
        )
    return cleaned


def _no_phone() -> PhoneRefused:
    return PhoneRefused(_("A telephone number has digits only. Write + before a foreign one."), field="phone")


def name(text: str) -> str:
    """A name in its one spelling: half width, single spaces, none between Chinese characters. Raises NameRefused."""
    if len(text) > 4 * MOST_NAME:
        raise _long_name()
    cleaned = " ".join(unicodedata.normalize("NFKC", _dotted(text)).split())
    cleaned = re.sub(r"(?<=[^\x00-\u2fff]) (?=[^\x00-\u2fff])", "", cleaned)
    if not cleaned:
        raise NameRefused(_("Enter the name. If nobody knows it, write 不详."), field="name")
    if len(cleaned) > MOST_NAME:
        raise _long_name()
    if strange := next((character for character in cleaned if not _is_of_a_name(character)), None):
        raise NameRefused(
            _("“%(character)s” cannot be part of a name. Write the name without it.") % {"character": _shown(strange)},
            field="name",
        )
    return cleaned


def _dotted(text: str) -> str:
    """One dot for names such as 买买提·艾力, whichever key wrote it."""
    return re.sub(r"\s*[·•‧∙⋅・･．]\s*", "·", text)


def _long_name() -> NameRefused:
    return NameRefused(_("A name has at most %(most)d characters. Shorten it.") % {"most": MOST_NAME}, field="name")


def _is_of_a_name(character: str) -> bool:
    """Letters of any script; a Chinese character newer than this machine's tables is one too."""
    if 0x20000 <= ord(character) <= 0x3FFFF:
        return True
    category = unicodedata.category(character)
    if category in ("Mn", "Mc"):
        return not 0xFE00 <= ord(character) <= 0xFE0F
    return category[0] == "L" or category in ("Nd", "Nl") or character in " ·.'’-,()/"


def _shown(character: str) -> str:
    return character if character.isprintable() else f"U+{ord(character):04X}"


def address(text: str) -> str:
    """The detail of an address (road, number, room), half width. Empty stays empty. Raises AddressRefused."""
    if len(text) > 4 * MOST_ADDRESS:
        raise _long_address()
    cleaned = " ".join(unicodedata.normalize("NFKC", text).split())
    if len(cleaned) > MOST_ADDRESS:
        raise _long_address()
    if any(unicodedata.category(character) in ("Cc", "Cs", "Cf", "Co") for character in cleaned):
        raise AddressRefused(_("The address holds a character that cannot be stored. Type it anew."), field="address")
    return cleaned


def _long_address() -> AddressRefused:
    return AddressRefused(
        _("An address has at most %(most)d characters. Shorten it.") % {"most": MOST_ADDRESS}, field="address"
    )


def _compact(text: str, most: int, error: RuleBroken) -> str:
    """Half width and without spaces. Raises ``error`` when there is too much of it to look at."""
    if len(text) > most:
        raise error
    return "".join(unicodedata.normalize("NFKC", text).split())
