"""What is known of the people of a place on a day, by field, in words. Every identity is a look with its reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from tongzhou.access import policies
from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock
from tongzhou.ledger.chains import in_force
from tongzhou.ledger.models import Stored
from tongzhou.ledger.reading import secret_of
from tongzhou.ledger.records import WITHDRAWN
from tongzhou.people import queries as people
from tongzhou.people.idcheck import IdKind
from tongzhou.people.identities import Identity, masked
from tongzhou.places.queries import current_tree
from tongzhou.places.tree import Tree
from tongzhou.questionnaires import queries as questionnaires
from tongzhou.questionnaires.expressions.values import answer_text
from tongzhou.questionnaires.parsing import DECLINED
from tongzhou.questionnaires.state import State, walk_items
from tongzhou.units.models import Unit


@dataclass(frozen=True)
class Person:
    """``values``: field to text. ``village``: whom to ask for what is lacking."""

    id: UUID
    values: Mapping[str, str]
    village: str


def people_of(
    place_id: UUID, day: date, fields: Sequence[str], *, by: Actor, reason: str, is_masked: bool = True
) -> list[Person]:
    """Everybody who was asked on that day and lives at the place or below, by village and name.

    Raises NotAllowed, ReasonNeeded. Four statements and one look for each, whatever their number.
    """
    policies.require(by, Permission.TABLE_FILL)
    tree = current_tree()
    entries = _entries(place_id, day, by, tree)
    persons = [entry.subject_id for entry in entries if entry.subject_id]
    who = people.identities(persons, by=by, reason=reason) if persons else {}
    keys = people.keys(persons) if persons else {}
    units = dict(Unit.objects.filter(id__in={entry.unit_id for entry in entries}).values_list("id", "name"))
    states: dict[str, State] = {}
    found = [
        _person(entry, who[entry.subject_id], keys.get(entry.subject_id), fields, tree, units, is_masked, states)
        for entry in entries
        if entry.subject_id in who
    ]
    return sorted(found, key=lambda one: (one.village, one.values.get("name", ""), one.id))


def _entries(place_id: UUID, day: date, by: Actor, tree: Tree) -> list[Stored]:
    """The last entry in force of each person on that day that asked a questionnaire."""
    places = tree.scope([place_id]).places & by.scope.places
    said = Stored.objects.occurred_on(day).filter(subject_place_id__in=places, subject_id__isnull=False)
    withdrawn = Stored.objects.of_kind(WITHDRAWN.code).filter(corrects__in=said.values("id"))
    standing = [entry for entry in in_force([*said, *withdrawn]) if "version" in entry.body]
    last = {entry.subject_id: entry for entry in sorted(standing, key=lambda one: (one.occurred_at, one.id))}
    return list(last.values())


def _person(
    entry: Stored,
    identity: Identity,
    key: bytes | None,
    fields: Iterable[str],
    tree: Tree,
    units: Mapping[UUID, str],
    is_masked: bool,
    states: dict[str, State],
) -> Person:
    assert entry.subject_id is not None
    assert entry.subject_place_id is not None
    wanted = set(fields)
    village, town = tree.nodes.get(entry.subject_place_id), tree.town_of(entry.subject_place_id)
    values = _identity(identity, entry.occurred_at.date(), is_masked)
    values |= {"village": village.name if village else "", "town": town.name if town else ""}
    values |= {
        "registered_on": clock.day_of(entry.occurred_at).isoformat(),
        "registered_by": units.get(entry.unit_id, ""),
    }
    if key is not None and any("." in field for field in wanted):
        values |= _answers(entry, key, states)
    return Person(
        entry.subject_id,
        {field: values[field] for field in wanted if values.get(field)},
        village.name if village else "—",
    )


def _identity(one: Identity, on: date, is_masked: bool) -> dict[str, str]:
    born = one.born_on
    number, phone, name, address = one.id_number, one.phone, one.name, one.address
    if is_masked:
        name, address = masked(name), "＊＊＊" if address else ""
        number = f"{number[:4]}{'＊' * 8}{number[-2:]}" if len(number) > 8 else "＊" * len(number)
        phone = f"{phone[:3]}＊＊＊＊{phone[-4:]}" if len(phone) > 8 else "＊" * len(phone)
    resident = one.id_kind == IdKind.RESIDENT and len(one.id_number) == 18
    return {
        **{"name": name, "id_number": number, "phone": phone, "address": address},
        "id_kind": str(IdKind(one.id_kind).label) if one.id_number else "",
        "born_on": (f"{born.year}" if is_masked else born.isoformat()) if born else "",
        "age": str(on.year - born.year - ((on.month, on.day) < (born.month, born.day))) if born else "",
        "sex": ("男" if int(one.id_number[16]) % 2 else "女") if resident else "",
    }


def _answers(entry: Stored, key: bytes, states: dict[str, State]) -> dict[str, str]:
    """What was answered, by data element, in the words of the form."""
    version = entry.body["version"]
    if version not in states:
        form = questionnaires.form(UUID(version))
        states[version] = State(form.definition, {}, today=clock.day_of(entry.occurred_at), language="zh")
    return said(states[version], secret_of(entry, key).get("answers", {}))


def said(state: State, answers: Mapping[str, Any]) -> dict[str, str]:
    """Data element to words: labels of choices, texts as they are."""
    found: dict[str, str] = {}
    for item in walk_items(state.compiled["items"]):
        answer = answers.get(item["key"])
        if "element" not in item or answer in (None, "", []):
            continue
        names = answer if isinstance(answer, list) else [answer_text(answer)]
        words = (state.choice_label(item.get("list", ""), name) for name in names)
        found[item["element"]] = "不肯说" if answer == DECLINED else "、".join(words)
    return found
