"""One batch on its way in: each entry is drafted, the drafts are stored together, each entry gets its verdict."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.kernel import clock
from tongzhou.ledger import drafts, store
from tongzhou.ledger.corrections import Chains
from tongzhou.ledger.drafts import Draft
from tongzhou.ledger.entries import Entry, Record, Verdict
from tongzhou.ledger.errors import EntryRefused, IdTaken
from tongzhou.ledger.store import Outcome


class Batch:
    """``errors`` are by position; an id counts once, by the first entry that bears it."""

    def __init__(self, entries: Sequence[Entry], by: Actor, now: datetime):
        self.entries, self.by, self.now = entries, by, now
        self.drafts: dict[object, Draft] = {}
        self.records: dict[object, Record] = {}
        self.errors: dict[int, EntryRefused] = {}
        self.already: set[int] = set()
        self.chains = Chains(entries)

    def draft(self) -> None:
        """Check and seal each entry by itself."""
        places = self.by.scope.places
        for position, entry in enumerate(self.entries):
            try:
                draft = drafts.make(entry, by=self.by, now=self.now, places=places)
                if entry.id in self.drafts:
                    self._twin(position, draft)
                else:
                    self.chains.take(draft, self.by.staff_id)
                    self.drafts[entry.id] = draft
            except EntryRefused as error:
                self.errors[position] = error

    def _twin(self, position: int, draft: Draft) -> None:
        if draft.content != self.drafts[draft.entry.id].content:
            raise _taken()
        self.already.add(position)

    def store(self) -> None:
        """Write the drafts; where the day of receipt is sealed, once more with the day after it."""
        if not self.drafts:
            return
        outcome = self._try(self.now)
        if outcome.sealed_until is not None:
            outcome = self._try(clock.start_of(outcome.sealed_until + timedelta(days=1)))
        if outcome.sealed_until is not None:
            raise EntryRefused(_("The day is being sealed. Send again in a moment."), code="day_sealed")
        self._judge(outcome)

    def _try(self, received_at: datetime) -> Outcome:
        receipt, rows = drafts.Receipt(received_at, self.by.unit_id, self.by.device), []
        for draft in self.drafts.values():
            record, row = drafts.stamp(draft, receipt)
            self.records[record.id] = record
            rows.append(row)
        towns = {record.town_id for record in self.records.values()}
        return store.append(rows, towns, receipt.day)

    def _judge(self, outcome: Outcome) -> None:
        if not outcome.missed:
            return
        for position, entry in enumerate(self.entries):
            if entry.id in outcome.missed and position not in self.errors:
                self._miss(position, entry, is_same=outcome.missed[entry.id])

    def _miss(self, position: int, entry: Entry, *, is_same: bool) -> None:
        self.records.pop(entry.id, None)
        if is_same:
            self.already.add(position)
        elif entry.id in self.chains.begun:
            raise _taken()  # its corrections were judged by what this batch says of it: nothing of it may stand
        else:
            self.errors[position] = _taken()

    def recall(self) -> None:
        """A refused entry that was stored before, when it was in order, is a resend like any other."""
        contents = {position: content for position in self.errors if (content := self._content(position))}
        if contents:
            held = store.judge([self.entries[position].id for position in contents], list(contents.values()))
            for position in contents:
                if held.get(self.entries[position].id):
                    self.already.add(position)

    def _content(self, position: int) -> bytes | None:
        try:
            return Draft(self.entries[position], self.by.staff_id).content
        except (EntryRefused, TypeError, ValueError):
            return None

    def verdict(self, position: int) -> Verdict:
        entry = self.entries[position]
        if position in self.already:
            return Verdict(entry.id, "already")
        if error := self.errors.get(position):
            return Verdict(entry.id, "refused", error)
        return Verdict(entry.id, "stored")


def _taken() -> IdTaken:
    return IdTaken(_("This id was used for another entry. Enter it anew."), field="id")
