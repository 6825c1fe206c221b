"""Recording what happened at a gate: one transaction for any number of checks, one entry of the ledger that vouches for
them, the late checks included.

Never refuse a check because a rule was broken: it happened. What was wrong opens a matter.
"""

from base64 import b64encode
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, ids
from tongzhou.ledger import actions as ledger
from tongzhou.ledger.actions import Entry, Verdict
from tongzhou.ledger.checks import AHEAD
from tongzhou.ledger.records import Reason
from tongzhou.matters import actions as matters
from tongzhou.matters.actions import NewMatter
from tongzhou.passes.actions import plain_plate
from tongzhou.passes.keys import plate_token
from tongzhou.programmes.gates import late, queries, rows
from tongzhou.programmes.gates.checks import Check
from tongzhou.programmes.gates.errors import CheckRefused
from tongzhou.programmes.gates.knowing import open_zone
from tongzhou.programmes.gates.models import Passage
from tongzhou.programmes.gates.records import CHECKED, HOT, KEEP_DAYS, LATE, OUTCOMES, OVERRIDES, TALKED, TOPICS, WHO
from tongzhou.programmes.gates.rows import OUTCOME_CODES, REASON_CODES, WHO_CODES, Row
from tongzhou.units.queries import seat_id

COLDEST, HOTTEST = 34.0, 43.0
WHO_NUMBERS, OUTCOME_NUMBERS, REASON_NUMBERS = (
    {code: number for number, code in enumerate(codes)} for codes in (WHO_CODES, OUTCOME_CODES, REASON_CODES)
)
PASSED = OUTCOME_NUMBERS["passed"]
REFUSALS = frozenset(number for code, number in OUTCOME_NUMBERS.items() if code.startswith("refused"))


def record(checks: Sequence[Check], *, by: Actor) -> list[Verdict]:
    """Record each; a bad one is refused and the rest is stored, a resend stores nothing again. Raises NotAllowed."""
    require(by, Permission.GATE_CHECK)
    told: dict[UUID, Verdict] = {}
    sound: dict[UUID, Check] = {}
    for check in checks:
        error = _wrong(check)
        if error:
            told[check.entry_id] = Verdict(check.entry_id, "refused", error)
        else:
            sound[check.entry_id] = check
    zone = open_zone(by)
    new = _store(list(sound.values()), zone, by) if sound else {}
    told |= {one: Verdict(one, "stored") for one in new}
    missed = [check for check in sound.values() if check.entry_id not in new]
    told |= _judged(missed, by) if missed else {}
    _follow(list(new.values()), zone, by)
    return [told[check.entry_id] for check in checks]


def _wrong(check: Check) -> CheckRefused | None:
    if check.who not in WHO:
        return CheckRefused(_("Say who it is."), field="who")
    if check.outcome not in OUTCOMES:
        return CheckRefused(_("Say what happened."), field="outcome")
    if check.temperature is not None and not COLDEST <= check.temperature <= HOTTEST:
        return CheckRefused(_("Between 34 and 43 degrees: measure again."), field="temperature")
    is_measured = check.who in (*OVERRIDES, "courier") or check.outcome != "passed"
    if check.temperature is None and not is_measured:
        return CheckRefused(_("Measure first, or say that it was refused."), field="temperature")
    if check.at > clock.now() + AHEAD:
        return CheckRefused(_("The time lies in the future. Check the clock of the device."), field="occurred_at")
    return None


def _store(checks: Sequence[Check], zone: UUID, by: Actor) -> dict[UUID, Row]:
    """Write the rows, and one entry for each day that vouches for those that were new; the new ones by their id."""
    batches: dict[date, UUID] = defaultdict(ids.new)
    made = [_row(check, batches[clock.day_of(check.at)]) for check in checks]
    keep_until = clock.today() + timedelta(days=KEEP_DAYS)
    new = rows.insert(made, zone_id=zone, post_id=by.post_id, keep_until=keep_until)
    stored = [row for row in made if row.entry_id in new]
    for batch in batches.values():
        own = [row for row in stored if row.batch_id == batch]
        (told,) = ledger.append([_entry(batch, own, by)], by=by) if own else (None,)
        if told and told.error:
            raise told.error
    return {row.entry_id: row for row in stored}


def _row(check: Check, batch: UUID) -> Row:
    return Row(
        entry_id=check.entry_id,
        batch_id=batch,
        at=check.at,
        pass_number=check.pass_number,
        list_number=check.list_number,
        who=WHO_NUMBERS[check.who],
        outcome=OUTCOME_NUMBERS[check.outcome],
        reason=REASON_NUMBERS[check.reason],
        is_out=check.is_out,
        is_hot=check.is_hot,
        household=check.household if any(check.household) else None,
        car=plate_token(plain_plate(check.plate)) if check.plate else None,
        visit_id=check.visit_id,
    )


def _entry(batch: UUID, stored: Sequence[Row], by: Actor) -> Entry:
    marks = b"".join(rows.mark(row, by.post_id) for row in sorted(stored))
    body = {
        "checks": len(stored),
        "hot": sum(row.is_hot for row in stored),
        "refused": sum(row.outcome in REFUSALS for row in stored),
        "marks": b64encode(marks).decode(),
    }
    return Entry(CHECKED.code, by.post_id, min(row.at for row in stored), id=batch, body=body)


def _judged(missed: Sequence[Check], by: Actor) -> dict[UUID, Verdict]:
    """Of checks whose id was there before: the same came again, or the id stands for another."""
    there = {row.entry_id: rows.mark(row, by.post_id) for row in queries.rows_of([one.entry_id for one in missed])}
    taken = CheckRefused(_("This id was used for another check. Write it down anew."), field="id")
    return {
        one.entry_id: Verdict(one.entry_id, "already")
        if there.get(one.entry_id) == rows.mark(_row(one, one.entry_id), by.post_id)
        else Verdict(one.entry_id, "refused", taken)
        for one in missed
    }


def _follow(new: Sequence[Row], zone: UUID, by: Actor) -> None:
    """What the late checks find, and what is to be done now."""
    passed = [row for row in new if row.outcome == PASSED and (row.pass_number is not None or row.household)]
    wanted = [(HOT.code, row.batch_id, "") for row in new if row.is_hot]
    wanted += [(LATE.code, batch, words) for batch, words in late.found(passed, zone=zone, post=by.post_id)]
    if wanted:
        owner = seat_id(zone) or by.unit_id
        opened = [
            NewMatter(case_type=kind, owner_unit_id=owner, place_id=zone, entry_id=batch, note=words)
            for kind, batch, words in wanted
        ]
        matters.open_matters(opened, by=replace(by, permissions=by.permissions | {Permission.MATTER_WORK}))


def undo(entry_id: UUID, *, by: Actor) -> None:
    """Take back a check that was recorded alone a moment ago; the ledger keeps both. Raises errors of ledger."""
    require(by, Permission.GATE_CHECK)
    row = Passage.objects.get(entry_id=entry_id)
    ledger.withdraw(entry_id=row.batch_id, reason=Reason.NOT_HAPPENED, by=by)
    row.delete()


def remind(topic: str, *, by: Actor, entry_id: UUID | None = None, at: datetime | None = None) -> bool:
    """Somebody was reminded: counted, nobody is named. Whether it is new. Raises CheckRefused."""
    require(by, Permission.GATE_CHECK)
    if topic not in TOPICS:
        raise CheckRefused(_("Choose what it was about."), field="topic")
    entry = Entry(TALKED.code, by.post_id, at or clock.now(), id=entry_id or ids.new(), body={"topic": topic})
    (told,) = ledger.append([entry], by=by)
    if told.error:
        raise told.error
    return told.status == "stored"


def destroy(day: date) -> list[UUID]:
    """Passages that were to be kept until a day before ``day``. For people.retention."""
    gone = sorted(Passage.objects.filter(keep_until__lt=day).values_list("entry_id", flat=True))
    Passage.objects.filter(entry_id__in=gone).delete()
    return gone
