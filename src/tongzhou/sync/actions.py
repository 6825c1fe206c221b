"""Taking in what devices hand up: each entry through the action that the pages use, each with its own answer.

Never let one entry undo another, and never answer before its transaction is committed.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext as _

from tongzhou.access import signed
from tongzhou.access.actors import Actor
from tongzhou.access.models import Duty
from tongzhou.access.policies import require
from tongzhou.kernel.errors import RuleBroken
from tongzhou.ledger.errors import EntryRefused, UnknownKind
from tongzhou.sync.errors import OutsideDuty
from tongzhou.sync.kinds import KINDS, Answer, Handed

#: How far a telephone's clock may be off at the edges of a duty.
SLACK = timedelta(minutes=5)


def take(handed: Sequence[Handed], *, duty: Duty, by: Actor) -> list[Answer]:
    """One answer for each entry, in its order. What was done during the duty is taken in for some days after it."""
    acting = replace(by, ends_at=signed.ends_late(duty))
    answers: dict[object, Answer] = {}
    sound: dict[str, list[Handed]] = defaultdict(list)
    for entry in handed:
        try:
            _refuse_wrong(entry, duty, acting)
            sound[entry.kind].append(entry)
        except RuleBroken as error:
            answers[entry.id] = Answer(entry.id, "refused", error)
    for code, entries in sound.items():
        for answer in KINDS[code].take(sorted(entries, key=lambda entry: entry.occurred_at), acting):
            answers[answer.id] = answer
    return [answers[entry.id] for entry in handed]


def _refuse_wrong(entry: Handed, duty: Duty, by: Actor) -> None:
    kind = KINDS.get(entry.kind)
    if kind is None:
        raise UnknownKind(_("There is no such kind of entry: update the application."), field="kind")
    require(by, kind.permission)
    if entry.id.int >> 76 & 15 != 7:
        raise EntryRefused(_("The id of an entry must be a UUIDv7."), field="id")
    if not duty.starts_at - SLACK <= entry.occurred_at <= duty.ends_at + SLACK:
        raise OutsideDuty(_("This time lies outside your duty. Check the clock of the device."), field="occurred_at")
