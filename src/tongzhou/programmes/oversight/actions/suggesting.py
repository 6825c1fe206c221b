"""A suggestion by anybody, answered to whoever made it: the code of the receipt opens the answer and nothing else."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.kernel import clock, codes, database, ids
from tongzhou.ledger import actions as ledger
from tongzhou.ledger.actions import Entry
from tongzhou.matters import actions as matters
from tongzhou.matters.actions import NewMatter
from tongzhou.people import tokens
from tongzhou.places.queries import current_tree
from tongzhou.programmes.oversight import policies
from tongzhou.programmes.oversight.errors import SuggestionRefused, SuggestionUnknown
from tongzhou.programmes.oversight.models import LENGTH, Suggestion
from tongzhou.programmes.oversight.records import KEEP_DAYS, SUGGESTED, SUGGESTION

#: More than this in an hour for one place is a flood; whoever is on duty may go on.
PER_PLACE_AND_HOUR = 60


def suggest(*, place_id: UUID | None, words: str, by: Actor | None) -> str:
    """Open it for the office of the place; the code that follows it. Raises SuggestionRefused."""
    told = " ".join(words.split())
    if place_id is None or place_id not in current_tree().nodes:
        raise SuggestionRefused(_("Choose the place that it is about."), field="place")
    if not 4 <= len(told) <= LENGTH:
        raise SuggestionRefused(
            _("Say in 4 to %(most)d characters what could go better.") % {"most": LENGTH}, field="words"
        )
    maker = policies.anybody(place_id, by=by)
    database.set_scope([place_id])
    now = clock.now()
    recent = Suggestion.objects.filter(place_id=place_id, made_at__gt=now - timedelta(hours=1))
    if by is None and recent[:PER_PLACE_AND_HOUR].count() >= PER_PLACE_AND_HOUR:
        raise SuggestionRefused(_("Very many suggestions for this place come in just now. Try again in an hour."))
    code, matter_id = codes.of(secrets.randbits(60)), ids.new()
    Suggestion.objects.create(
        place_id=place_id,
        words=told,
        token=tokens.of_receipt(code),
        made_at=now,
        made_by=by.staff_id if by else None,
        made_by_name=f"{by.name} · {by.unit_name}"[:220] if by else "",
        matter_id=matter_id,
        keep_until=clock.day_of(now) + timedelta(days=KEEP_DAYS),
    )
    _open(told, matter_id, place_id, maker, "staff" if by else "public")
    return codes.grouped(code)


def _open(words: str, matter_id: UUID, place_id: UUID, maker: Actor, made_by: str) -> None:
    wanted = NewMatter(
        case_type=SUGGESTION.code, owner_unit_id=maker.unit_id, place_id=place_id, note=words, id=matter_id
    )
    matters.open_matters([wanted], by=maker)
    for verdict in ledger.append([Entry(SUGGESTED.code, place_id, clock.now(), body={"by": made_by})], by=maker):
        if verdict.error:
            raise verdict.error


@dataclass(frozen=True, slots=True)
class Followed:
    """What whoever made it may know: no name of anybody."""

    words: str
    made_at: datetime
    place: str
    state: str
    outcome: str
    owner: str
    due_at: datetime
    trial_until: datetime | None
    answer: str

    @property
    def is_answered(self) -> bool:
        return bool(self.outcome)


def follow(code: str) -> Followed:
    """The suggestion of a code, however it is spelled. Raises SuggestionUnknown. The caller notes who tries codes."""
    plain = codes.plain(code)
    row = None
    if plain is not None:
        with database.cursor() as statement:
            statement.execute("SELECT * FROM oversight_followed(%s)", [tokens.of_receipt(plain)])
            row = statement.fetchone()
    if row is None:
        raise SuggestionUnknown(_("No suggestion opens with this code. Compare it with the receipt."), field="code")
    return Followed(*row)
