"""Handing in a table, confirming what its headings mean, filling it. Every filling is kept with who, when and why."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import orjson
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.kernel.keys import keyring
from tongzhou.questionnaires import queries as questionnaires
from tongzhou.tables import filling, knowing, layouts, matching, queries
from tongzhou.tables.errors import AlreadyAnswered, ReasonNeeded, TableUnknown
from tongzhou.tables.filling import Filled
from tongzhou.tables.knowing import Person
from tongzhou.tables.layouts import Layout
from tongzhou.tables.matching import Field, Match
from tongzhou.tables.models import Asking, Filling, Heading, Outcome, Table


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
    """Keep an office's table; its sure matches stand, the others wait to be confirmed. One of the same headings that is
    here already is given instead. Raises SheetRefused."""
    require(by, Permission.TABLE_FILL)
    found = read(content)
    form = _form(found.layout)
    table = queries.tables(by=by).filter(form=form).first()
    if table is None:
        table = Table.objects.create(
            place_id=by.post_id,
            name=name.strip()[:120] or _("Table"),
            wanted_by=wanted_by.strip()[:120],
            content=content,
            form=form,
            matches=found.sure,
            handed_in_at=clock.now(),
            handed_in_by=_signed(by),
        )
        _asked(table, Outcome.NEW, by)
    else:
        _asked(table, Outcome.SAME, by)
    return table


def _form(layout: Layout) -> str:
    """The same for the same headings in the same columns."""
    told = "\n".join("\t".join((one.letter, *one.above, one.heading)) for one in layout.columns)
    return hashlib.sha256(told.encode()).hexdigest()


def _signed(by: Actor) -> str:
    return f"{by.name} · {by.unit_name}"[:220]


def _asked(table: Table, outcome: Outcome, by: Actor) -> None:
    Asking.objects.create(
        table_id=table.id, place_id=table.place_id, at=clock.now(), by_name=_signed(by), outcome=outcome
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
                    "confirmed_by": _signed(by),
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


def fill(
    table_id: UUID,
    place_id: UUID,
    day: date,
    *,
    by: Actor,
    reason: str = "",
    unmasked: bool = False,
    again: bool = False,
) -> Filled:
    """The table filled for the place and the day; masked unless asked otherwise with a reason of the asker.

    Raises TableUnknown, ReasonNeeded, NotAllowed; AlreadyAnswered when it was filled so before and nothing has changed
    since, unless it is wanted ``again``.
    """
    table = _table(table_id, by)
    require(by, Permission.TABLE_FILL, place_id=place_id)
    if unmasked and len(reason.strip()) < 4:
        raise ReasonNeeded(_("Names in full need a reason; the person and the audit see it."), field="reason")
    words = reason.strip() or _("Filled the table “%(name)s”") % {"name": table.name}
    fields = sorted(set(table.matches.values()))
    people = knowing.people_of(place_id, day, fields, by=by, reason=words[:200], is_masked=not unmasked)
    answer = _answer(table, people, is_masked=not unmasked)
    if not again:
        _refuse_answered(table, place_id, day, answer, by)
    labels = {code: field.zh for code, field in known_fields().items()}
    done = filling.fill(
        layouts.opened(bytes(table.content)),
        read(bytes(table.content)).layout,
        table.matches,
        people[: filling.MOST],
        labels,
        _foot(by, words),
    )
    _note(table, place_id, day, done, by=by, reason=reason, is_masked=not unmasked, answer=answer)
    return done


def _answer(table: Table, people: Sequence[Person], *, is_masked: bool) -> bytes:
    """A keyed hash over everything that is filled in; nobody without the district's keys can guess from it."""
    told = [is_masked, sorted(table.matches.items()), [[str(one.id), sorted(one.values.items())] for one in people]]
    return hmac.digest(keyring().tokens, b"table\x1f" + orjson.dumps(told), "sha256")


def _refuse_answered(table: Table, place_id: UUID, day: date, answer: bytes, by: Actor) -> None:
    before = table.fillings.filter(place_id=place_id, day=day, answer=answer).order_by("-at").first()
    if before is None:
        return
    _asked(table, Outcome.ANSWERED, by)
    words = {"when": f"{before.at.astimezone(clock.ZONE):%Y-%m-%d %H:%M}", "who": before.by_name}
    raise AlreadyAnswered(_("Answered already: filled %(when)s for %(who)s, and nothing has changed since.") % words)


def _foot(by: Actor, reason: str) -> str:
    when = f"{clock.now().astimezone(clock.ZONE):%Y-%m-%d %H:%M}"
    words = {"who": by.name, "unit": by.unit_name, "when": when, "why": reason}
    return _("Filled for %(who)s, %(unit)s, %(when)s: %(why)s") % words


def _note(
    table: Table,
    place_id: UUID,
    day: date,
    done: Filled,
    *,
    by: Actor,
    reason: str,
    is_masked: bool,
    answer: bytes,
) -> None:
    Filling.objects.create(
        table=table,
        place_id=place_id,
        day=day,
        at=clock.now(),
        by_name=_signed(by),
        reason=reason.strip()[:200],
        is_masked=is_masked,
        answer=answer,
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
    table.orders.filter(ended_at=None).update(ended_at=table.ended_at)
