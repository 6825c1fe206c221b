"""Encounters from a device: handed up like the desk's form, with what is asked today going down."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.encounters import recording
from tongzhou.encounters.encounters import Encounter
from tongzhou.encounters.programme import Programme
from tongzhou.kernel import clock
from tongzhou.people.idcheck import IdKind
from tongzhou.people.identities import NewPerson
from tongzhou.questionnaires import queries as questionnaires
from tongzhou.questionnaires.errors import NoQuestionnaire
from tongzhou.sync import kinds, parts
from tongzhou.sync.kinds import Handed, PayloadRefused, SyncKind
from tongzhou.sync.parts import Part


def _encounter(entry: Handed, by: Actor) -> Encounter:
    place, known = entry.uuid("place") or by.post_id, entry.uuid("known")
    if place not in by.scope:
        raise PayloadRefused(_("This place is not part of your duty."), field="place")
    return Encounter(
        who=known or _person(entry, place),
        place_id=place,
        answers=entry.mapping("answers"),
        at=entry.occurred_at,
        entry_id=entry.id,
        visit_id=entry.uuid("visit"),
        is_decided=entry.flag("is_another"),
        same_as=None if known else entry.uuid("same_as"),
        channel="field",
    )


def _person(entry: Handed, place: Any) -> NewPerson:
    number, person = entry.text("id_number", most=40), entry.uuid("person")
    if person is None:
        raise PayloadRefused(_("A new person needs an id made by the device."), field="person")
    kind = entry.text("id_kind", IdKind.RESIDENT) if number.strip() else IdKind.NONE
    if kind not in IdKind.values:
        raise PayloadRefused(_("There is no such kind of paper."), field="id_kind")
    name, phone, address = entry.text("name", most=60), entry.text("phone", most=40), entry.text("address")
    return NewPerson(name, kind, number, phone, address, place, person, entry.uuid("guardian"))


#: What a programme does with an encounter that came up as this entry; whether it was new.
Record = Callable[[Handed, Encounter, Actor], bool]


def declare(programme: Programme, record: Record | None = None) -> None:
    """Let devices record encounters of this programme: by ``record`` where it does more than record it."""

    def plainly(entry: Handed, encounter: Encounter, by: Actor) -> bool:
        return recording.record(programme, [encounter], by=by)[0].is_new

    def take(entry: Handed, by: Actor) -> bool:
        return (record or plainly)(entry, _encounter(entry, by), by)

    def asked(by: Actor) -> dict[str, Any] | None:
        """None while nothing is in force here."""
        try:
            form = questionnaires.current(programme.questionnaire, by.post_id, clock.today())
        except NoQuestionnaire:
            return None
        carried = {"carried": list(programme.carried), "kind": programme.kind.code}
        return {"version": str(form.id), "number": form.number, "definition": form.definition, **carried}

    sample = {"name": "王试", "answers": {}}
    kinds.register(SyncKind(programme.kind.code, Permission.ARRIVAL_REGISTER, kinds.each(take), sample))
    parts.register(Part(f"questionnaire.{programme.questionnaire}", Permission.ARRIVAL_REGISTER, parts.whole(asked)))
