"""One record shown to the person it is about. The receipt is the only key; the scope opens no wider than their home."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tongzhou.access import looks
from tongzhou.access.actors import Actor, without_duty
from tongzhou.access.models import Look
from tongzhou.figures.queries import Told, told
from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import RuleBroken
from tongzhou.ledger import actions as ledger
from tongzhou.ledger import kinds
from tongzhou.ledger import queries as entries
from tongzhou.ledger.actions import Entry
from tongzhou.ledger.kinds import Kind
from tongzhou.matters import actions as matters
from tongzhou.matters.actions import NewMatter
from tongzhou.matters.casetypes import CORRECTION_REQUEST
from tongzhou.people import queries as people
from tongzhou.people import receipts, retention
from tongzhou.people.identities import Identity
from tongzhou.people.models import Person, Status
from tongzhou.units.queries import seat_id
from tongzhou.web.records import standing

ASKED = kinds.register(Kind("person.asked_correction", _lazy("Asked for a correction"), frozenset(), 180))


class WordsNeeded(RuleBroken):
    code = "words_needed"


@dataclass(frozen=True)
class Own:
    """What is stored of somebody, as they see it themselves."""

    identity: Identity | None
    statuses: list[tuple[Status, str]]
    story: list[Told]
    looks: QuerySet[Look]
    kept_until: date


def opened(code: str) -> Own:
    """The record that the receipt opens. Raises ReceiptUnknown."""
    person = _person(code)
    members = people.group([person.id])[person.id]
    return Own(
        person.identity(person.key) if person.wrapped_key else None,
        standing(members),
        told(entries.story(members)),
        looks.at(person.id),
        retention.kept_until(person),
    )


def _person(code: str) -> Person:
    person_id, place_id = receipts.open(code)
    database.set_scope([place_id])
    return people.person(person_id)


def ask_correction(code: str, words: str) -> str:
    """Keep what the person says is wrong, sealed, and open a matter for the unit of their home; its number.

    Raises ReceiptUnknown, WordsNeeded.
    """
    person = _person(code)
    if len(words.strip()) < 4:
        raise WordsNeeded(_("Say what is wrong, in a few words."), field="words")
    by = _themselves(person)
    entry = Entry(
        ASKED.code,
        person.place_id,
        clock.now(),
        subject_id=person.id,
        subject_place_id=person.place_id,
        secret={"words": words.strip()},
        key=person.key,
        channel="own page",
    )
    for verdict in ledger.append([entry], by=by):
        if verdict.error:
            raise verdict.error
    wanted = NewMatter(
        case_type=CORRECTION_REQUEST.code,
        owner_unit_id=by.unit_id,
        place_id=person.place_id,
        subject_id=person.id,
        entry_id=entry.id,
    )
    return matters.open_matters([wanted], by=by)[0].receipt


def _themselves(person: Person) -> Actor:
    """The person as an actor: at home, for this one request, with the right to open a matter and no other."""
    unit_id = seat_id(person.place_id)
    if unit_id is None:
        raise RuleBroken(_("No unit answers for this place yet. Ask at the desk that gave you the receipt."))
    return without_duty(
        person.place_id,
        unit_id=unit_id,
        name=_("The person concerned"),
        unit_name=_("own page"),
        staff_id=person.id,
    )
