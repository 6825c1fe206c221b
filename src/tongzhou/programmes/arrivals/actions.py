"""Registering who comes back, correcting and withdrawing. See encounters.recording for what each raises."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tongzhou.access.actors import Actor
from tongzhou.encounters import recording
from tongzhou.encounters.encounters import Encounter, Recorded
from tongzhou.encounters.programme import Programme
from tongzhou.programmes.arrivals import coding, following
from tongzhou.programmes.arrivals.followups import FOLLOW_UP
from tongzhou.programmes.arrivals.forms import CODE
from tongzhou.programmes.arrivals.records import REGISTERED

ARRIVAL = Programme(
    namespace="arrivals",
    title=_("Register"),
    questionnaire=CODE,
    kind=REGISTERED,
    body=coding.body,
    follow=following.open_for,
    drop=following.drop_for,
    follow_up=FOLLOW_UP.code,
    carried=(
        *("origin_province", "origin_city", "wuhan", "wuhan_left_on"),
        *("transport", "transport_number", "returned_on"),
    ),
    asked_anew=frozenset({"travel.origin_province"}),
)


def register(registrations: Sequence[Encounter], *, by: Actor) -> list[Recorded]:
    """Register each and open its follow-up. A resend stores nothing again."""
    return recording.record(ARRIVAL, registrations, by=by)


def correct(*, entry_id: UUID, answers: Mapping[str, Any], by: Actor) -> UUID:
    """Another set of answers for a registration, by one of its authors; the new entry's id."""
    return recording.correct(ARRIVAL, entry_id=entry_id, answers=answers, by=by)


def withdraw(*, entry_id: UUID, reason: str, by: Actor, words: str = "") -> None:
    """Take a registration back: its follow-up closes, its status ends, what it taught is unlearned."""
    recording.withdraw(ARRIVAL, entry_id=entry_id, reason=reason, by=by, words=words)
