"""Is this brief or receipt one of ours, and does the paper say what we signed? For anybody, without an account."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from tongzhou.briefing import queries, signing, telling, word
from tongzhou.briefing.errors import CodeUnknown
from tongzhou.briefing.telling import Telling
from tongzhou.certificates import queries as certificates
from tongzhou.certificates import signing as certifying
from tongzhou.certificates.models import Certificate
from tongzhou.kernel import codes
from tongzhou.people import receipts
from tongzhou.people.errors import ReceiptUnknown
from tongzhou.places.queries import current_tree


@dataclass(frozen=True)
class Verified:
    """``brief`` or ``certificate``; neither for a receipt. ``differences``: what a file that was handed in
    says otherwise, in words."""

    is_true: bool
    brief: Telling | None = None
    place: str = ""
    certificate: Certificate | None = None
    was_compared: bool = False
    differences: list[str] = field(default_factory=list)


def verify(code: str, content: bytes | None = None, *, language: str) -> Verified:
    """Raises CodeUnknown; TemplateRefused when what was handed in is no Word file."""
    plain = codes.plain(code.rstrip("/").rpartition("/")[2])
    found = queries.signed(plain) if plain else None
    if found is None:
        return _certificate(code) or _receipt(code)
    told = telling.told(found, language)
    if content is None:
        return Verified(signing.is_true(found), told)
    both = [word.differences(content, telling.told(found, one)) for one in ("zh", "en")]
    return Verified(signing.is_true(found), told, was_compared=True, differences=min(both, key=len))


def _certificate(code: str) -> Verified | None:
    """It holds when it was signed so and not withdrawn since."""
    one = certificates.by_code(code.rstrip("/").rpartition("/")[2])
    if one is None:
        return None
    is_true = certifying.is_true(one) and one.withdrawn_at is None
    return Verified(is_true, place=one.place.name, certificate=one)


def _receipt(code: str) -> Verified:
    try:
        _person, place_id = receipts.open(code)
    except ReceiptUnknown as error:
        raise CodeUnknown(
            _("No brief, certificate or receipt of ours bears this code. Compare it sign by sign.")
        ) from error
    node = current_tree().nodes.get(place_id)
    return Verified(True, place=node.name if node else "")
