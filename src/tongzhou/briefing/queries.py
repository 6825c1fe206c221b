"""Briefs as they stand, rebuilt from the ledger, and opened by the code on them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.briefing import building, telling, word
from tongzhou.briefing.errors import BriefUnknown
from tongzhou.briefing.models import Brief, Template
from tongzhou.figures import asof
from tongzhou.figures import queries as figures
from tongzhou.places.queries import current_tree


def briefs(*, by: Actor) -> QuerySet[Brief]:
    """Those of the actor's places, the last first."""
    require(by, Permission.BRIEF_VIEW)
    seen = Brief.objects.select_related("place").defer("content")
    seen = seen if by.is_wide else seen.filter(place_id__in=by.scope.places)
    return seen.order_by("-day", "-made_at")


def places(*, by: Actor) -> list[tuple[UUID, str]]:
    """For which places the actor may make one: the own, and those right below it."""
    tree = current_tree()
    own = tree.get(by.post_id)
    return [(own.id, own.name), *((place.id, place.name) for place in tree.children(own.id) if place.id in by.scope)]


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


@dataclass(frozen=True)
class Since:
    """What has become of a signed brief's numbers: (label, signed, now), and the lines of what came in after it."""

    figures: list[tuple[str, int, int]]
    lines: list[list[str]]


def since(brief: Brief, language: str, *, by: Actor) -> Since:
    """Which of its numbers have changed after it was signed, with who changed them and why."""
    assert brief.signed_at is not None
    now = {row.indicator.code: row.value for row in figures.figures(brief.place_id, brief.day, by=by)}
    rows = ((one["label"][language], one["value"], now.get(one["code"], 0)) for one in brief.content["figures"])
    came = building.late(brief.place_id, brief.day, brief.signed_at)
    return Since([row for row in rows if row[1] != row[2]], [telling.late_line(row, language) for row in came])


def signed(code: str) -> Brief | None:
    """The signed brief that bears the code, for anybody who holds it."""
    return next(iter(Brief.objects.raw("SELECT * FROM briefing_signed(%s)", [code])), None)


def template(language: str) -> bytes:
    """The Word file in use: the last one uploaded, else the one that is shipped."""
    found = Template.objects.filter(language=language).order_by("-uploaded_at").first()
    return bytes(found.content) if found else word.shipped(language)


def templates() -> QuerySet[Template]:
    return Template.objects.defer("content").order_by("-uploaded_at")
