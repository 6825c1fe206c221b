"""Handing in a table, confirming what its headings mean, filling it. Every filling is kept with who, when and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.questionnaires import queries as questionnaires
from tongzhou.tables import filling, knowing, layouts, matching
from tongzhou.tables.errors import ReasonNeeded, TableUnknown
from tongzhou.tables.filling import Filled
from tongzhou.tables.layouts import Layout
from tongzhou.tables.matching import Field, Match
from tongzhou.tables.models import Filling, Heading, Table


@dataclass(frozen=True)
class Read:
    """A workbook as it was understood."""

    layout: Layout
    matches: list[Match]

    @property
    def sure(self) -> dict[str, str]:
        return {one.column.letter: one.field for one in self.matches if one.field}

    @property
    def is_open(self) -> bool:
        """Whether a heading waits for a person's word."""
        return any(one.is_open for one in self.matches)


def known_fields() -> Mapping[str, Field]:
    labels = questionnaires.elements().values_list("code", "label_zh", "label_en")
    return matching.with_elements(labels)


def read(content: bytes) -> Read:
    """Where its headings stand and what they mean. Raises SheetRefused."""
    known = known_fields()
    layout = layouts.read(layouts.opened(content), lambda text: matching.is_known(text, known))
    remembered = dict(Heading.objects.values_list("text", "field"))
    return Read(layout, matching.match(layout.columns, known, remembered))


def hand_in(*, name: str, wanted_by: str, content: bytes, by: Actor) -> Table:
    """Keep an office's table; its sure matches stand, the others wait to be confirmed. Raises SheetRefused."""
    require(by, Permission.TABLE_FILL)
    found = read(content)
    return Table.objects.create(
        place_id=by.post_id,
        name=name.strip()[:120] or _("Table"),
        wanted_by=wanted_by.strip()[:120],
        content=content,
        matches=found.sure,
        handed_in_at=clock.now(),
        handed_in_by=f"{by.name} · {by.unit_name}"[:220],
    )


def confirm(table_id: UUID, chosen: Mapping[str, str], *, by: Actor) -> Table:
    """What each column means (letter to field, empty: nothing of ours); remembered for every table that comes later."""
    table = _table(table_id, by)
    table.matches = remember(read(bytes(table.content)), chosen, by=by)
    table.save(update_fields=["matches"])
    return table


def remember(found: Read, chosen: Mapping[str, str], *, by: Actor) -> dict[str, str]:
    """Keep what a person says of headings that were not sure, for every table and list to come; the matches."""
    known = known_fields()
    matches = {letter: field for letter, field in chosen.items() if field in known}
    for one in found.matches:
        letter = one.column.letter
        if letter in chosen and (chosen[letter] != one.field or one.is_open):
            Heading.objects.update_or_create(
                text=matching.plain("".join((*one.column.above, one.column.heading)))[:120],
                defaults={
                    "field": matches.get(letter, ""),
                    "confirmed_by": f"{by.name} · {by.unit_name}"[:220],
                    "confirmed_at": clock.now(),
                },
            )
    return matches


def _table(table_id: UUID, by: Actor) -> Table:
    require(by, Permission.TABLE_FILL)
    table = Table.objects.filter(id=table_id, ended_at=None).first()
    if table is None or not (by.is_wide or table.place_id in by.scope):
        raise TableUnknown(_("There is no such table at the places of your duty."))
    return table


def fill(table_id: UUID, place_id: UUID, day: date, *, by: Actor, reason: str = "", unmasked: bool = False) -> Filled:
    """The table filled for the place and the day; masked unless asked otherwise with a reason of the asker.

    Raises TableUnknown, ReasonNeeded, NotAllowed.
    """
    table = _table(table_id, by)
    require(by, Permission.TABLE_FILL, place_id=place_id)
    if unmasked and len(reason.strip()) < 4:
        raise ReasonNeeded(_("Names in full need a reason; the person and the audit see it."), field="reason")
    found = read(bytes(table.content))
    words = reason.strip() or _("Filled the table “%(name)s”") % {"name": table.name}
    fields = sorted(set(table.matches.values()))
    people = knowing.people_of(place_id, day, fields, by=by, reason=words[:200], is_masked=not unmasked)
    labels = {code: field.zh for code, field in known_fields().items()}
    done = filling.fill(
        layouts.opened(bytes(table.content)),
        found.layout,
        table.matches,
        people[: filling.MOST],
        labels,
        _foot(by, words),
    )
    _note(table, place_id, day, done, by=by, reason=reason, is_masked=not unmasked)
    return done


def _foot(by: Actor, reason: str) -> str:
    when = f"{clock.now().astimezone(clock.ZONE):%Y-%m-%d %H:%M}"
    words = {"who": by.name, "unit": by.unit_name, "when": when, "why": reason}
    return _("Filled for %(who)s, %(unit)s, %(when)s: %(why)s") % words


def _note(table: Table, place_id: UUID, day: date, done: Filled, *, by: Actor, reason: str, is_masked: bool) -> None:
    Filling.objects.create(
        table=table,
        place_id=place_id,
        day=day,
        at=clock.now(),
        by_name=f"{by.name} · {by.unit_name}"[:220],
        reason=reason.strip()[:200],
        is_masked=is_masked,
        persons=done.persons,
        reused=done.reused,
        lacking=done.lacking,
        to_ask=done.to_ask,
    )


def end(table_id: UUID, *, by: Actor) -> None:
    """Fill it no more; what was filled stays on record."""
    table = _table(table_id, by)
    table.ended_at = clock.now()
    table.save(update_fields=["ended_at"])
