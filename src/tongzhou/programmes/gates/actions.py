"""Recording what happened at a gate: one transaction for any number of checks, the late checks included.

Never refuse a check because a rule was broken: it happened. What was wrong opens a matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, ids
from tongzhou.ledger import actions as ledger
from tongzhou.ledger.actions import Entry, Verdict
from tongzhou.ledger.records import Reason
from tongzhou.matters import actions as matters
from tongzhou.matters.actions import NewMatter
from tongzhou.passes.actions import plain_plate
from tongzhou.passes.keys import plate_token
from tongzhou.programmes.gates import late
from tongzhou.programmes.gates.errors import CheckRefused
from tongzhou.programmes.gates.knowing import open_zone
from tongzhou.programmes.gates.models import Passage
from tongzhou.programmes.gates.records import CHECKED, HOT, KEEP_DAYS, LATE, OUTCOMES, OVERRIDES, TALKED, TOPICS, WHO
from tongzhou.units.queries import seat_id

COLDEST, HOTTEST = 34.0, 43.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check as it is handed in. ``temperature`` in degrees Celsius is judged and not kept; none for overrides,
    couriers, and who refused. ``reason`` and ``list_number``: what the device said and how much it had heard."""

    who: str
    is_out: bool
    outcome: str = "passed"
    temperature: float | None = None
    pass_number: int | None = None
    household: bytes = b""
    reason: str = ""
    plate: str = ""
    list_number: int = 0
    visit_id: UUID | None = None
    at: datetime | None = None
    entry_id: UUID = field(default_factory=ids.new)

    @property
    def is_hot(self) -> bool:
        return self.temperature is not None and self.temperature >= settings.FEVER_FROM


def record(checks: Sequence[Check], *, by: Actor) -> list[Verdict]:
    """Record each, in order; a bad one is refused and the rest is stored. Raises NotAllowed."""
    require(by, Permission.GATE_CHECK)
    errors = {check.entry_id: error for check in checks if (error := _wrong(check))}
    sound = [check for check in checks if check.entry_id not in errors]
    told = {verdict.id: verdict for verdict in ledger.append([_entry(check, by) for check in sound], by=by)}
    stored = [check for check in sound if told[check.entry_id].status == "stored"]
    _follow(stored, by)
    told |= {entry_id: Verdict(entry_id, "refused", error) for entry_id, error in errors.items()}
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
    return None


def _entry(check: Check, by: Actor) -> Entry:
    body: dict[str, object] = {
        "who": check.who,
        "way": "out" if check.is_out else "in",
        "outcome": check.outcome,
        "hot": check.is_hot,
    }
    if check.pass_number is not None:
        body |= {"pass": f"{check.pass_number:015x}", "reason": check.reason, "list": check.list_number}
    if check.plate:
        body["car"] = plate_token(plain_plate(check.plate)).hex()
    return Entry(
        CHECKED.code, by.post_id, check.at or clock.now(), id=check.entry_id, visit_id=check.visit_id, body=body
    )


def _follow(stored: Sequence[Check], by: Actor) -> None:
    """The passages, the late checks that they allow, and what is to be done now."""
    zone = open_zone(by)
    passed = [check for check in stored if check.pass_number is not None and check.outcome == "passed"]
    Passage.objects.bulk_create(_passage(check, zone, by) for check in passed)
    wanted = [_matter(HOT.code, check, zone, by) for check in stored if check.is_hot]
    found = late.found(passed, zone=zone, post=by.post_id)
    wanted += [_matter(LATE.code, check, zone, by, note=words) for check, words in found]
    if wanted:
        matters.open_matters(wanted, by=replace(by, permissions=by.permissions | {Permission.MATTER_WORK}))


def _passage(check: Check, zone: UUID, by: Actor) -> Passage:
    assert check.pass_number is not None
    return Passage(
        entry_id=check.entry_id,
        zone_id=zone,
        post_id=by.post_id,
        pass_number=check.pass_number,
        household=check.household or bytes(5),
        at=check.at or clock.now(),
        is_out=check.is_out,
        keep_until=clock.today() + timedelta(days=KEEP_DAYS),
    )


def _matter(case_type: str, check: Check, zone: UUID, by: Actor, note: str = "") -> NewMatter:
    owner = seat_id(zone) or by.unit_id
    return NewMatter(case_type=case_type, owner_unit_id=owner, place_id=zone, entry_id=check.entry_id, note=note)


def undo(entry_id: UUID, *, by: Actor) -> None:
    """Take back what was just recorded by mistake; both stay in the ledger. Raises errors of ledger.withdraw."""
    require(by, Permission.GATE_CHECK)
    ledger.withdraw(entry_id=entry_id, reason=Reason.NOT_HAPPENED, by=by)
    Passage.objects.filter(entry_id=entry_id).delete()


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
