"""The only place where passes change. Each act is an entry of the ledger in the same transaction.

Never give a revoked pass back its colour: issue another. Never give two passes one number.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, database, ids
from tongzhou.ledger import actions as ledger
from tongzhou.ledger.actions import Entry
from tongzhou.passes import keys
from tongzhou.passes.codes import Kind
from tongzhou.passes.errors import NotItsTurn, PassRefused, PassUnknown
from tongzhou.passes.models import Key, Pass, Revocation, State
from tongzhou.passes.records import CHANGED, ISSUED, KEEP_DAYS, WHY
from tongzhou.people.models import Membership

LONGEST = timedelta(days=90)
_LIST = 0x7265766F6B65  # one line of the revocations at a time: their numbers leave no gap behind


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A pass to be issued. Of a household, of a person, of a car by its plate, or of nobody (temporary)."""

    kind: str
    place_id: UUID
    days: int = 14
    person_id: UUID | None = None
    household_id: UUID | None = None
    plate: str = ""
    plate_token: bytes | None = None
    is_paper: bool = True
    slot_at: datetime | None = None
    replaces_id: UUID | None = None


def issue(wanted: Sequence[Wanted], *, by: Actor) -> list[Pass]:
    """Issue any number in a few statements. Raises PassRefused, NotAllowed."""
    for one in wanted:
        require(by, Permission.PASS_ISSUE, place_id=one.place_id)
        _refuse_wrong(one)
    key, now = current_key(), clock.now()
    made = [_made(one, key, now, by) for one in wanted]
    Pass.objects.bulk_create(made)
    _record(
        [
            _entry(one, ISSUED.code, {"pass": f"{one.number:015x}", "kind": one.kind, "paper": one.is_paper}, by, now)
            for one in made
        ],
        by,
    )
    return made


def _refuse_wrong(one: Wanted) -> None:
    if one.kind not in Kind.values:
        raise PassRefused(_("Choose the kind of pass."), field="kind")
    if not timedelta(days=1) <= timedelta(days=one.days) <= LONGEST:
        raise PassRefused(_("A pass holds from 1 to %(most)d days.") % {"most": LONGEST.days}, field="days")
    if one.kind == Kind.VEHICLE and not (plain_plate(one.plate) or one.plate_token):
        raise PassRefused(_("Type the plate of the vehicle."), field="plate")
    if one.kind == Kind.RESIDENT and one.person_id is None:
        raise PassRefused(_("Choose the person whose pass it is."), field="person")
    if one.kind == Kind.HOUSEHOLD and one.household_id is None:
        raise PassRefused(_("Choose the household whose pass it is."), field="household")


def _made(one: Wanted, key: int, now: datetime, by: Actor) -> Pass:
    starts_at = now.replace(microsecond=0)
    plate = keys.plate_token(plain_plate(one.plate)) if one.plate else one.plate_token
    return Pass(
        **{"number": secrets.randbits(60), "kind": one.kind, "place_id": one.place_id, "recorded_at_id": by.post_id},
        **{"person_id": one.person_id, "household_id": one.household_id, "plate": plate, "key_number": key},
        **{"is_paper": one.is_paper, "starts_at": starts_at, "hours": one.days * 24, "slot_at": one.slot_at},
        ends_at=starts_at + timedelta(days=one.days),
        changed_at=now,
        replaces_id=one.replaces_id,
        entry_id=ids.new(),
        keep_until=clock.day_of(now) + timedelta(days=one.days + KEEP_DAYS),
    )


def plain_plate(plate: str) -> str:
    """The plate in its one spelling, however it is typed."""
    return "".join(character for character in plate.upper() if character.isalnum())[:12]


def _entry(one: Pass, kind: str, body: dict[str, object], by: Actor, at: datetime) -> Entry:
    is_first = kind == ISSUED.code
    return Entry(
        kind,
        by.post_id,
        at,
        id=one.entry_id if is_first else ids.new(),
        subject_id=one.person_id,
        subject_place_id=one.place_id if one.person_id else None,
        visit_id=None if is_first else one.entry_id,
        body=body,
    )


def _record(entries: list[Entry], by: Actor) -> None:
    for verdict in ledger.append(entries, by=by):
        if verdict.error:
            raise verdict.error


def issue_for_households(
    place_id: UUID, *, days: int, is_paper: bool, by: Actor, first_slot: datetime | None = None, an_hour: int = 40
) -> list[Pass]:
    """One pass for each household of the place that has none in force, fetched in slots so that nobody queues."""
    require(by, Permission.PASS_ISSUE, place_id=place_id)
    living = Membership.objects.filter(place_id=place_id, until_on=None).order_by("household_id")
    homes = list(living.values_list("household_id", flat=True).distinct())
    held = set(in_force().filter(place_id=place_id).values_list("household_id", flat=True))
    without = [home for home in homes if home not in held]
    step = timedelta(minutes=15)
    each = max(1, an_hour // 4)
    slots = [first_slot + step * (turn // each) if first_slot else None for turn in range(len(without))]
    wanted = [
        Wanted(kind=Kind.HOUSEHOLD, place_id=place_id, days=days, household_id=home, is_paper=is_paper, slot_at=slot)
        for home, slot in zip(without, slots, strict=True)
    ]
    return issue(wanted, by=by) if wanted else []


def in_force() -> QuerySet[Pass]:
    """Those that open a gate now, unless a zone rule says otherwise."""
    return Pass.objects.filter(state__in=(State.ISSUED, State.COLLECTED), ends_at__gt=clock.now())


def collect(pass_ids: Sequence[UUID], *, by: Actor) -> int:
    """They were handed out and signed for on the list. All or none: raises NotItsTurn, PassUnknown."""
    held = _held(pass_ids, by, Permission.PASS_ISSUE)
    _move(held, State.COLLECTED, (State.ISSUED,), by)
    return len(held)


def lose(pass_id: UUID, *, by: Actor) -> Pass:
    """The holder lost it: it no longer opens a gate, and another is issued in its place, for the days that were left.

    Raises NotItsTurn, PassUnknown.
    """
    (old,) = _held([pass_id], by, Permission.PASS_ISSUE)
    _move([old], State.LOST, (State.ISSUED, State.COLLECTED), by, why="stolen")
    revoke_numbers([old.number])
    left = max(1, -(-(old.ends_at - clock.now()) // timedelta(days=1)))
    wanted = Wanted(
        kind=old.kind,
        place_id=old.place_id,
        days=int(left),
        person_id=old.person_id,
        household_id=old.household_id,
        plate_token=bytes(old.plate) if old.plate else None,
        is_paper=old.is_paper,
        replaces_id=old.id,
    )
    return issue([wanted], by=by)[0]


def revoke(pass_id: UUID, *, why: str, by: Actor) -> None:
    """It opens no gate from the next time each device hears of it. Raises PassRefused, NotItsTurn, PassUnknown."""
    if why not in WHY:
        raise PassRefused(_("Choose why the pass is revoked."), field="why")
    (one,) = _held([pass_id], by, Permission.PASS_REVOKE)
    _move([one], State.REVOKED, (State.ISSUED, State.COLLECTED), by, why=why)
    revoke_numbers([one.number])


def revoke_older(place_id: UUID, *, by: Actor) -> Revocation:
    """Every pass of the place that was issued before now, with one line: when its paper was copied, say."""
    require(by, Permission.PASS_REVOKE, place_id=place_id)
    before = clock.now().replace(microsecond=0)
    older = list(in_force().filter(place_id=place_id))
    if older:
        _move(older, State.REVOKED, (State.ISSUED, State.COLLECTED), by, why="zone")
    revoke_numbers([one.number for one in older if one.starts_at >= before])  # of this very second
    return _line(zone=keys.zone_of(place_id), before=before)


def _held(pass_ids: Sequence[UUID], by: Actor, permission: Permission) -> list[Pass]:
    held = list(Pass.objects.select_for_update().filter(id__in=list(pass_ids)))
    if len(held) != len(set(pass_ids)):
        raise PassUnknown(_("There is no such pass, or it is not part of your duty."))
    for one in held:
        require(by, permission, place_id=one.place_id)
    return held


def _move(held: Sequence[Pass], to: State, only: tuple[State, ...], by: Actor, why: str = "") -> None:
    if wrong := next((one for one in held if one.state not in only), None):
        raise NotItsTurn(_("The pass is already: %(state)s.") % {"state": wrong.get_state_display()})
    now = clock.now()
    Pass.objects.filter(id__in=[one.id for one in held]).update(state=to, changed_at=now)
    more = {"why": why} if why else {}
    _record(
        [
            _entry(one, CHANGED.code, {"pass": f"{one.number:015x}", "kind": one.kind, "state": to, **more}, by, now)
            for one in held
        ],
        by,
    )


def revoke_numbers(numbers: Sequence[int]) -> None:
    for number in numbers:
        _line(pass_number=number)


def _line(*, pass_number: int | None = None, zone: int | None = None, before: datetime | None = None) -> Revocation:
    """The next line of the list, under a lock until the transaction ends, so that no device passes over one."""
    with database.cursor() as statement:
        statement.execute("SELECT pg_advisory_xact_lock(%s)", [_LIST])
    last = Revocation.objects.aggregate(last=Max("number"))["last"] or 0
    return Revocation.objects.create(number=last + 1, pass_number=pass_number, zone=zone, before=before, at=clock.now())


def current_key() -> int:
    """The number of the key that signs now; the first is made when it is first asked for."""
    newest = Key.objects.order_by("-number").first()
    if newest is None:
        newest = Key.objects.get_or_create(number=1, defaults={"from_at": clock.now()})[0]
    return newest.number


def rotate_key(*, by: Actor) -> int:
    """Sign with the next key from now on; passes of the last one stay good until they end."""
    require(by, Permission.PASS_REVOKE)
    return Key.objects.create(number=current_key() + 1, from_at=clock.now()).number
