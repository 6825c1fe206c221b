"""On-site verification, an act of its own with its checklist; and spot checks of allowed firms, drawn at random."""

import random
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.programmes.resumption import rules
from tongzhou.programmes.resumption.actions import deciding, stopping
from tongzhou.programmes.resumption.errors import NotFound, SecondPersonNeeded, WrongStage
from tongzhou.programmes.resumption.models import Application, State, Visit

#: The four readinesses (四个到位), the file of each member of staff (一人一档).
CHECKLIST: dict[str, Promise] = {
    "system": _lazy("Who answers for what is fixed and known"),
    "screening": _lazy("Everybody is asked and measured at the door"),
    "supplies": _lazy("Thermometers, disinfectant, soap are there"),
    "inside": _lazy("Canteen, dormitory and workshop keep people apart"),
    "file": _lazy("There is a file of each member of staff"),
}
#: Masks for everybody for three days, one a day; at least one room to keep somebody apart.
MASK_DAYS = 3
VERDICTS = ("allowed", "sent_back", "stopped")
MOST_DRAWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """``ready``: codes of the checklist that hold. ``verdict`` allowed, sent_back or stopped."""

    ready: Collection[str]
    masks: int
    rooms: int
    verdict: str
    words: str = ""


def lacking(seen: Seen, staff_number: int) -> list[str]:
    """What is not ready, by code of the checklist, ``masks`` and ``rooms``. Pure."""
    missing = [code for code in CHECKLIST if code not in seen.ready]
    missing += ["masks"] if seen.masks < staff_number * MASK_DAYS else []
    return missing + (["rooms"] if seen.rooms < 1 else [])


def visit(application_id: UUID, seen: Seen, *, by: Actor) -> Visit:
    """The first visit, after filing, by somebody who did not check the papers: allowed, sent back or stopped.

    Raises NotFound, WrongStage, SecondPersonNeeded, TooEarly, errors of matters.
    """
    require(by, Permission.RESUMPTION_CHECK)
    application = deciding.one(application_id)
    if application.firm.state != State.VISITING:
        raise WrongStage(_("A firm is visited once its application is filed."))
    if application.checked_by == by.staff_id:
        raise SecondPersonNeeded(_("You checked the papers. Somebody else must look on site."))
    if seen.verdict == "allowed":
        rules.refuse_closed(application.exempt)
    made = Visit(firm=application.firm, application=application, place_id=application.place_id)
    _fill(made, seen, by)
    if seen.verdict == "stopped":
        stopping.stop(application.firm, "visit", made.words, by)
    else:
        deciding.end(application, seen.verdict, made.words, by)
    return made


def _fill(made: Visit, seen: Seen, by: Actor) -> None:
    if seen.verdict not in VERDICTS:
        raise WrongStage(_("Choose allowed, sent back or stopped."), field="verdict")
    made.lacking, made.masks, made.rooms = lacking(seen, made.firm.staff_number), seen.masks, seen.rooms
    if seen.verdict == "allowed" and made.lacking:
        raise WrongStage(_("Not everything is ready: %(what)s.") % {"what": told(made.lacking)}, field="verdict")
    made.verdict, made.words = seen.verdict, " ".join(seen.words.split())[:200] or told(made.lacking)[:200]
    if seen.verdict != "allowed" and not made.words:
        raise WrongStage(_("Say what is lacking."), field="words")
    made.done_at, made.done_by = clock.now(), by.staff_id
    made.done_by_name = f"{by.name} · {by.unit_name}"[:220]
    made.save()


def told(missing: Collection[str]) -> str:
    """What is lacking, in words."""
    words = {**CHECKLIST, "masks": _lazy("Masks for three days"), "rooms": _lazy("A room to keep somebody apart")}
    return "; ".join(str(words[code]) for code in missing)


def draw(size: int, *, by: Actor) -> list[Visit]:
    """Allowed firms of the duty's places that have no visit open, drawn at random; the seed is kept."""
    require(by, Permission.RESUMPTION_CHECK)
    if not 1 <= size <= MOST_DRAWN:
        raise WrongStage(_("Draw 1 to %(most)d firms at once.") % {"most": MOST_DRAWN}, field="size")
    waiting = Visit.objects.filter(done_at=None).values("firm_id")
    allowed = Application.objects.filter(firm__state=State.ALLOWED, ended_at=None, place_id__in=by.scope.places)
    found = list(allowed.exclude(firm_id__in=waiting).select_related("firm").order_by("firm_id"))
    if not found:
        raise WrongStage(_("No allowed firm of your places waits to be drawn."), field="size")
    seed, now = secrets.token_hex(16), clock.now()
    chosen = random.Random(seed).sample(found, min(size, len(found)))
    return Visit.objects.bulk_create(
        Visit(firm=one.firm, application=one, place_id=one.place_id, seed=seed, drawn_at=now) for one in chosen
    )


def spot(visit_id: UUID, seen: Seen, *, by: Actor) -> Visit:
    """A drawn visit: allowed goes on; sent back is told what to mend and works on; stopped ends it at once."""
    require(by, Permission.RESUMPTION_CHECK)
    made = (
        Visit.objects.select_for_update(of=("self",)).select_related("firm").filter(id=visit_id, done_at=None).first()
    )
    if made is None:
        raise NotFound(_("There is no such visit at the places of your duty."))
    _fill(made, seen, by)
    if seen.verdict == "stopped":
        stopping.stop(made.firm, "visit", made.words, by)
    return made
