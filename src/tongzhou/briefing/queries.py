"""Briefs as they stand, rebuilt from the ledger, and opened by the code on them."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.briefing import word
from tongzhou.briefing.errors import BriefUnknown
from tongzhou.briefing.models import Brief, Template
from tongzhou.figures import asof


def briefs(*, by: Actor) -> QuerySet[Brief]:
    """Those of the actor's places, the last first."""
    require(by, Permission.BRIEF_VIEW)
    seen = Brief.objects.select_related("place").defer("content")
    seen = seen if by.is_wide else seen.filter(place_id__in=by.scope.places)
    return seen.order_by("-day", "-made_at")


def brief(brief_id: UUID, *, by: Actor) -> Brief:
    """Raises BriefUnknown outside the scope."""
    require(by, Permission.BRIEF_VIEW)
    found = Brief.objects.select_related("place").filter(id=brief_id).first()
    if found is None or not (by.is_wide or found.place_id in by.scope):
        raise BriefUnknown(_("There is no such brief at the places of your duty."))
    return found


def differences(brief: Brief, *, by: Actor) -> list[tuple[str, int, int]]:
    """(indicator, in the brief, counted anew from the ledger as it was known then); none when all is well."""
    known_at = datetime.fromisoformat(brief.content["known_at"])
    counted = asof.values(brief.place_id, brief.day, known_at, by=by)
    rows = ((one["code"], one["value"], counted.get(one["code"], 0)) for one in brief.content["figures"])
    return [row for row in rows if row[1] != row[2]]


def signed(code: str) -> Brief | None:
    """The signed brief that bears the code, for anybody who holds it."""
    return next(iter(Brief.objects.raw("SELECT * FROM briefing_signed(%s)", [code])), None)


def template(language: str) -> bytes:
    """The Word file in use: the last one uploaded, else the one that is shipped."""
    found = Template.objects.filter(language=language).order_by("-uploaded_at").first()
    return bytes(found.content) if found else word.shipped(language)


def templates() -> QuerySet[Template]:
    return Template.objects.defer("content").order_by("-uploaded_at")
