"""What the pages of oversight show. Each read begins with the places of whoever asks."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.matters import presenting
from tongzhou.matters import queries as worklists
from tongzhou.matters.casetypes import State
from tongzhou.matters.models import Matter
from tongzhou.matters.presenting import Line, Told
from tongzhou.programmes.oversight.errors import NotFound
from tongzhou.programmes.oversight.models import Check, Draw, Finding, Suggestion

PAGE = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """A suggestion or finding with the line of its matter; None for one that another office works on out of sight."""

    one: Suggestion | Finding
    line: Line | None
    is_checking: bool = False


def _lines(matter_ids: list[UUID], by: Actor) -> dict[UUID, tuple[Line, Matter]]:
    rows = worklists.rows(worklists.seen(by).filter(id__in=matter_ids), by=by)
    return {row.matter.id: (presenting.line(row), row.matter) for row in rows}


def _shown(found: list[Suggestion] | list[Finding], by: Actor) -> list[Shown]:
    lines = _lines([one.matter_id for one in found], by)
    made = []
    for one in found:
        line, matter = lines.get(one.matter_id, (None, None))
        made.append(Shown(one, line, matter is not None and matter.state == State.CHECKING))
    return made


def suggestions(*, by: Actor) -> list[Shown]:
    """Those about the places of the duty, newest first."""
    require(by, Permission.MATTER_VIEW)
    found = Suggestion.objects.filter(place_id__in=by.scope.places).select_related("place")
    return _shown(list(found.order_by("-made_at", "-id")[:PAGE]), by)


def findings(*, by: Actor) -> list[Shown]:
    """Those at the places of the duty: for an inspector what waits for the second look first; then newest first."""
    shown = _shown(list(_findings(by).order_by("-found_at", "-id")[:PAGE]), by)
    return sorted(shown, key=lambda one: not one.is_checking)


def _findings(by: Actor) -> QuerySet[Finding]:
    require(by, Permission.MATTER_VIEW)
    return Finding.objects.filter(place_id__in=by.scope.places).select_related("place").defer("photo")


def finding(finding_id: UUID, *, by: Actor) -> tuple[Shown, list[Told]]:
    """One with the story of its matter. Raises NotFound."""
    found = _findings(by).filter(id=finding_id).first()
    if found is None:
        raise NotFound(_("There is no such finding at the places of your duty."))
    (shown,) = _shown([found], by)
    return shown, presenting.told(worklists.story(found.matter_id, by=by)) if shown.line else []


def photo(finding_id: UUID, *, by: Actor) -> bytes:
    """Raises NotFound."""
    kept = _findings(by).filter(id=finding_id, photo__isnull=False).values_list("photo", flat=True).first()
    if kept is None:
        raise NotFound(_("There is no such finding at the places of your duty."))
    return bytes(kept)


def draws(*, by: Actor) -> list[Draw]:
    """Newest first, each with ``checks_made`` of ``size`` and how many did not hold."""
    require(by, Permission.OVERSIGHT_INSPECT)
    done, wrong = ~Q(checks__result=""), ~Q(checks__result__in=["", "holds"])
    found = Draw.objects.filter(place_id__in=by.scope.places).select_related("place")
    counted = found.annotate(
        size=Count("checks"), done=Count("checks", filter=done), wrong=Count("checks", filter=wrong)
    )
    return list(counted.order_by("-drawn_at", "-id")[:PAGE])


def draw(draw_id: UUID, *, by: Actor) -> tuple[Draw, list[Check]]:
    """One with its checks, what is to be done first. Raises NotFound."""
    require(by, Permission.OVERSIGHT_INSPECT)
    found = Draw.objects.filter(id=draw_id, place_id__in=by.scope.places).select_related("place").first()
    if found is None:
        raise NotFound(_("There is no such draw at the places of your duty."))
    return found, list(found.checks.select_related("place").order_by("result", "recorded_at", "id"))


def check(check_id: UUID, *, by: Actor) -> Check:
    """Raises NotFound."""
    require(by, Permission.OVERSIGHT_INSPECT)
    found = Check.objects.filter(id=check_id).select_related("draw", "place", "finding").first()
    if found is None:
        raise NotFound(_("There is no such check at the places of your duty."))
    return found


def has_photo(finding_id: UUID, *, by: Actor) -> bool:
    return _findings(by).filter(id=finding_id, photo__isnull=False).exists()
