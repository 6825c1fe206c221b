"""Recording encounters, correcting and withdrawing them. One transaction each: the entry, what follows, the figures.

Never let one pass without what follows it, and never save somebody before asking whether they are known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access import policies
from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.encounters.encounters import Encounter, Ready, Recorded
from tongzhou.encounters.errors import KnownAlready, NotRecognised
from tongzhou.encounters.programme import Programme
from tongzhou.kernel import clock, database
from tongzhou.ledger import actions as ledger
from tongzhou.ledger import queries as entries
from tongzhou.ledger.actions import Entry
from tongzhou.ledger.models import Stored
from tongzhou.people import queries as people
from tongzhou.people import statuses
from tongzhou.people.adding import add
from tongzhou.people.identities import NewPerson
from tongzhou.people.matching import find_similar
from tongzhou.questionnaires import actions as facts
from tongzhou.questionnaires import queries as questionnaires
from tongzhou.questionnaires.checking import check
from tongzhou.questionnaires.known import Fact, Known
from tongzhou.questionnaires.queries import Form


def record(programme: Programme, handed: Sequence[Encounter], *, by: Actor, form: Form | None = None) -> list[Recorded]:
    """Record each and open what follows. A resend stores nothing again. ``form``: the one they were asked by, when the
    caller has read it; else the one in force at the post.

    Raises KnownAlready, Several (answers, by field), errors of identity, NotAllowed; then nothing is stored.
    """
    policies.require(by, Permission.ARRIVAL_REGISTER)
    stored = entries.stored([one.entry_id for one in handed])
    fresh = [one for one in handed if one.entry_id not in stored]
    if fresh:
        form = form or questionnaires.current(programme.questionnaire, by.post_id, clock.today())
        ready = _ready(programme, fresh, form, by)
        _store([_entry(programme, one, by) for one in ready], by)
        facts.remember([fact for one in ready for fact in _learned(one)], by=by)
        programme.follow(ready, by)
    return [Recorded(one.entry_id, one.entry_id not in stored) for one in handed]


def _ready(programme: Programme, handed: Sequence[Encounter], form: Form, by: Actor) -> list[Ready]:
    handed = [_recognised(one, by) if one.same_as else one for one in handed]
    undecided = [one.who for one in handed if isinstance(one.who, NewPerson) and not one.is_decided]
    _refuse_known(undecided, by)
    new = [one.who for one in handed if isinstance(one.who, NewPerson)]
    keys = {added.id: added.key for added in add(new, by=by)} if new else {}
    older = [one.who for one in handed if isinstance(one.who, UUID)]
    keys |= people.keys(older) if older else {}
    known = known_of(programme, older, form, keys) if older else {}
    return [_checked(programme, one, form, keys, known.get(one.person_id, {})) for one in handed]


def _recognised(one: Encounter, by: Actor) -> Encounter:
    """The same registration about the person who is known already; in another village only on the same document."""
    assert isinstance(one.who, NewPerson)
    (similar,) = find_similar([one.who], by=by)
    match = next((found for found in similar if found.person_id == one.same_as), None)
    if match is None or not (match.is_certain or match.identity):
        raise NotRecognised(
            _("Only the same document shows that it is this person. Register as another; the town office merges them.")
        )
    if match.identity is None and not by.is_wide:
        database.set_scope({*by.scope.places, match.place_id})
    return replace(one, who=match.person_id, place_id=match.place_id, same_as=None)


def _refuse_known(undecided: Sequence[NewPerson], by: Actor) -> None:
    for similar in find_similar(undecided, by=by) if undecided else ():
        if similar:
            raise KnownAlready(_("Somebody like this is known. Is it the same person?"), similar)


def known_of(
    programme: Programme, person_ids: Sequence[UUID], form: Form, keys: Mapping[UUID, bytes]
) -> dict[UUID, dict[str, Known]]:
    """What is known and fresh; what the programme asks anew is left out when the answer lies in another village."""
    anew = programme.asked_anew
    found = questionnaires.recall(person_ids, form.elements, keys=keys)
    return {
        person: {element: fact for element, fact in known.items() if fact.is_visible or element not in anew}
        for person, known in found.items()
    }


def _checked(
    programme: Programme, one: Encounter, form: Form, keys: Mapping[UUID, bytes], known: Mapping[str, Known]
) -> Ready:
    language = questionnaires.language()
    checked = check(form.definition, one.answers, today=clock.today(), known=known, language=language)
    body = {**programme.body(checked, known), "version": str(form.id)}
    return Ready(one, keys[one.person_id], checked, body, one.at or clock.now())


def _entry(programme: Programme, ready: Ready, by: Actor) -> Entry:
    given = ready.given
    return Entry(
        programme.kind.code,
        by.post_id,
        ready.at,
        id=given.entry_id,
        subject_id=given.person_id,
        subject_place_id=given.place_id,
        visit_id=given.visit_id,
        body=ready.body,
        secret={"answers": ready.checked.answers},
        key=ready.key,
        authors=(by.staff_id, *given.with_staff),
        channel=given.channel,
    )


def _store(handed: Sequence[Entry], by: Actor) -> None:
    for verdict in ledger.append(handed, by=by):
        if verdict.error:
            raise verdict.error


def _learned(ready: Ready) -> list[Fact]:
    return [
        Fact(ready.person_id, element, value, ready.place_id, ready.entry_id, ready.at, ready.key)
        for element, value in ready.checked.values.items()
    ]


def correct(programme: Programme, *, entry_id: UUID, answers: Mapping[str, Any], by: Actor) -> UUID:
    """Another set of answers for an encounter, by one of its authors; the first stays on record. The new entry's id.

    Raises NotAuthor, AlreadyWithdrawn, Several.
    """
    policies.require(by, Permission.ARRIVAL_REGISTER)
    first = entries.entry(entry_id)
    person, place = subject(first)
    form = questionnaires.form(UUID(first.body["version"]))
    given = Encounter(person, place, answers, first.occurred_at, first.id, first.visit_id, channel=first.channel)
    with clock.at(first.occurred_at):
        ready = _checked(programme, given, form, {person: people.key(person)}, {})
    corrected = Entry(
        programme.kind.code,
        first.place_id,
        first.occurred_at,
        subject_id=person,
        subject_place_id=place,
        visit_id=first.visit_id,
        corrects=first.id,
        body=ready.body,
        secret={"answers": ready.checked.answers},
        key=ready.key,
    )
    _store([corrected], by)
    facts.remember(_learned(ready), by=by, instead_of=[first.id])
    programme.mend(ready, by)
    return corrected.id


def subject(first: Stored) -> tuple[UUID, UUID]:
    """Whom an encounter is about and where they live."""
    if first.subject_id is None or first.subject_place_id is None:
        raise ValueError("an encounter has a subject")
    return first.subject_id, first.subject_place_id


def withdraw(programme: Programme, *, entry_id: UUID, reason: str, by: Actor, words: str = "") -> None:
    """Take an encounter back: what followed it closes, its status ends, what it taught is unlearned.

    ``reason`` is one of ledger.records.Reason. Raises NotAuthor, AlreadyWithdrawn.
    """
    policies.require(by, Permission.ARRIVAL_REGISTER)
    person, _place = subject(entries.entry(entry_id))
    ledger.withdraw(entry_id=entry_id, reason=reason, by=by, words=words, key=people.key(person) if words else None)
    facts.remember([], by=by, instead_of=[entry_id])
    programme.drop(entry_id, by)
    statuses.end_statuses(reason="withdrawn", by=by, entry_ids=[entry_id])
