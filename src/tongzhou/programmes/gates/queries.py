"""What a gate's page shows: the checks of the day at this post."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.ledger.models import Stored
from tongzhou.programmes.gates.records import CHECKED, TALKED


@dataclass(frozen=True)
class Tally:
    """Of the day at this post, what was taken back left out."""

    went_in: int = 0
    went_out: int = 0
    hot: int = 0
    turned_back: int = 0
    refused: int = 0
    reminders: int = 0


def tally(*, by: Actor) -> Tally:
    require(by, Permission.GATE_CHECK)
    today = Stored.objects.of_kind(CHECKED.code).recorded_at([by.post_id]).occurred_on(clock.today())
    withdrawn = set(Stored.objects.filter(corrects__in=today.values("id")).values_list("corrects", flat=True))
    bodies: list[dict[str, Any]] = [entry.body for entry in today if entry.id not in withdrawn]
    outcomes = [str(body["outcome"]) for body in bodies]
    through = [body["way"] for body in bodies if body["outcome"] == "passed"]
    talks = Stored.objects.of_kind(TALKED.code).recorded_at([by.post_id]).occurred_on(clock.today())
    return Tally(
        through.count("in"),
        through.count("out"),
        sum(bool(body["hot"]) for body in bodies),
        outcomes.count("turned_back"),
        sum(outcome.startswith("refused") for outcome in outcomes),
        talks.count(),
    )


def may_undo(entry_id: UUID | None, *, by: Actor) -> bool:
    """Whether this check was recorded by ``by`` a moment ago and still stands."""
    entry = Stored.objects.filter(id=entry_id, kind=CHECKED.code).first() if entry_id else None
    return bool(entry and by.staff_id in entry.authors and not Stored.objects.filter(corrects=entry.id).exists())
