"""A desk's pages as they are shown: what is known, where people live, the questions of an entry."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from tongzhou.access.actors import Actor
from tongzhou.encounters import recording
from tongzhou.encounters.programme import Programme
from tongzhou.encounters.reading import Sheet
from tongzhou.kernel import clock
from tongzhou.kernel.errors import RuleBroken, Several
from tongzhou.ledger import queries as entries
from tongzhou.ledger.chains import in_force
from tongzhou.ledger.models import Stored
from tongzhou.people import queries as people
from tongzhou.places.models import PlaceKind
from tongzhou.places.queries import current_tree
from tongzhou.questionnaires import queries as questionnaires
from tongzhou.questionnaires.known import Known
from tongzhou.questionnaires.queries import Form
from tongzhou.questionnaires.showing import Shown, errors_by_field, questions

HOMES = (PlaceKind.COMMITTEE, PlaceKind.VILLAGE, PlaceKind.PREPARATORY, PlaceKind.COMPOUND)


def questions_of(
    form: Form,
    answers: Mapping[str, Any] | None,
    *,
    known: Mapping[str, Known],
    errors: Mapping[str, str],
    on: datetime | None = None,
    is_new: bool = False,
) -> list[Shown]:
    """The questions that are relevant to these answers; on a new form carried answers lie over the defaults."""
    return questions(
        form.definition,
        answers,
        today=clock.day_of(on) if on else clock.today(),
        language=questionnaires.language(),
        known=known,
        errors=errors,
        is_new=is_new,
    )


def by_field(error: RuleBroken) -> dict[str, str]:
    return errors_by_field(error) if isinstance(error, Several) else {str(error.field): str(error)}


def answered(shown: Iterable[Shown]) -> set[str]:
    """The groups in which nothing that must be answered is left open."""
    return {one.key for one in shown if one.kind == "group" and all(_has_answer(child) for child in one.children)}


def _has_answer(one: Shown) -> bool:
    return not one.is_required or one.is_declined or bool(one.value) or any(option.is_chosen for option in one.options)


def known(programme: Programme, sheet: Sheet, form: Form, *, by: Actor) -> tuple[Mapping[str, Known], str]:
    """What is known of somebody who was found, and the name; nothing of a new person."""
    if sheet.known_id is None:
        return {}, ""
    keys = people.keys([sheet.known_id])
    found = recording.known_of(programme, [sheet.known_id], form, keys).get(sheet.known_id, {})
    return found, people.names([sheet.known_id], by=by).get(sheet.known_id, "")


def homes(by: Actor) -> list[tuple[UUID, str]]:
    """Where somebody may live: the own village first, then those of the same town, then the others."""
    tree = current_tree()
    own = tree.nodes.get(by.post_id)
    town = tree.town_of(by.post_id) if own else None

    def rank(place_id: UUID) -> int:
        nearest = tree.town_of(place_id)
        return 0 if place_id == by.post_id else 1 if nearest and town and nearest.id == town.id else 2

    found = [node for node in tree.nodes.values() if node.kind in HOMES]
    found.sort(key=lambda node: (rank(node.id), node.code or "~", node.name))
    names = [(node.id, " · ".join(step.name for step in tree.path(node.id)[1:])) for node in found]
    return names


def last_of(entry_id: UUID) -> Stored:
    """The encounter as it stands; the first when it was withdrawn. Raises NotThere outside the scope."""
    first = entries.entry(entry_id)
    standing = in_force(Stored.objects.chain_of(first.id))
    return standing[0] if standing else first


def day(text: str) -> date:
    """The day of the address, today when there is none or it is still to come."""
    try:
        return min(date.fromisoformat(text), clock.today())
    except ValueError:
        return clock.today()


def own_page() -> str:
    return reverse("web:own")
