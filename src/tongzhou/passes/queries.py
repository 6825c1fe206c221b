"""Reads of passes: for the office, for a device, for the holder's own page."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, codes, database
from tongzhou.passes import keys
from tongzhou.passes.codes import Claims, Kind, moving, pass_key, spell, zone_key
from tongzhou.passes.errors import PassUnknown
from tongzhou.passes.judging import Household
from tongzhou.passes.models import Key, Pass, Profile, Revocation, State
from tongzhou.people.models import Membership

PAGE = 50


def passes(*, by: Actor, place_id: UUID | None = None, state: str = "", text: str = "") -> QuerySet[Pass]:
    """Those in scope, the next slot first; ``text`` is the number under the square."""
    require(by, Permission.PASS_ISSUE)
    found = Pass.objects.select_related("place").order_by("slot_at", "-starts_at", "id")
    if place_id:
        found = found.filter(place_id=place_id)
    if state in State.values:
        found = found.filter(state=state)
    number = number_of(text) if text else None
    return found.filter(number=number if number is not None else -1) if text else found


def one(pass_id: UUID, *, by: Actor) -> Pass:
    """Raises PassUnknown."""
    require(by, Permission.PASS_ISSUE)
    found = Pass.objects.select_related("place", "replaces").filter(id=pass_id).first()
    if found is None:
        raise PassUnknown(_("There is no such pass, or it is not part of your duty."))
    return found


def counts(*, by: Actor) -> dict[str, int]:
    require(by, Permission.PASS_ISSUE)
    return dict(Pass.objects.values_list("state").annotate(number=Count("id")))


def claims_of(one: Pass) -> Claims:
    return Claims(
        one.key_number,
        one.number,
        keys.household_tag(one.household_id),
        keys.zone_of(one.place_id),
        one.starts_at,
        one.hours,
        Kind(one.kind),
        one.is_paper,
    )


def square(one: Pass, *, at: datetime | None = None) -> str:
    """The text of its square; with ``at``, as it moves on a telephone in that half minute."""
    claims = claims_of(one)
    signed = claims.packed()
    part = b""
    if at and not one.is_paper:
        of_zone = zone_key(keys.moving_secret(), claims.zone, clock.day_of(at))
        part = moving(pass_key(of_zone, one.number), at)
    return spell(signed, keys.sign(one.key_number, signed), part)


def short(number: int) -> str:
    """The number as it stands under the square: typed when a camera cannot read it."""
    return codes.grouped(codes.of(number))


def number_of(text: str) -> int | None:
    """The number that somebody typed; None when it cannot be one."""
    plain = codes.plain(text)
    if plain is None:
        return None
    value = 0
    for digit in plain:
        value = value << 5 | codes.DIGITS.index(digit)
    return value


def page_code(one: Pass) -> str:
    """What opens the pass's own page: its number and the proof that it was handed out by us."""
    return codes.of(one.number) + codes.of(keys.page_proof(one.number))


@dataclass(frozen=True, slots=True)
class Own:
    """What the holder's page shows; ``text`` of the square is that of this half minute. No name."""

    number: int
    kind: str
    place_id: UUID
    place: str
    starts_at: datetime
    ends_at: datetime
    state: str
    is_paper: bool
    text: str

    @property
    def kind_words(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def state_words(self) -> str:
        return str(State(self.state).label)

    @property
    def is_open(self) -> bool:
        return self.state in (State.ISSUED, State.COLLECTED) and clock.now() < self.ends_at


def own(code: str) -> Own:
    """The pass that the code opens. Raises PassUnknown for any other."""
    number, proof = number_of(code[:12]), number_of(code[12:])
    if len(code) != 24 or number is None or proof != keys.page_proof(number):
        raise PassUnknown(_("This address opens no pass. Ask at the desk for yours."))
    with database.cursor() as statement:
        statement.execute("SELECT * FROM passes_own(%s)", [number])
        row: tuple[Any, ...] | None = statement.fetchone()
    if row is None:
        raise PassUnknown(_("This address opens no pass. Ask at the desk for yours."))
    return _own(number, *row)


def _own(number: int, kind: str, place_id: UUID, place: str, household: UUID | None, *rest: Any) -> Own:
    key_number, is_paper, starts_at, hours, ends_at, state = rest
    held = Pass(
        **{"number": number, "kind": kind, "place_id": place_id, "household_id": household, "key_number": key_number},
        **{"is_paper": is_paper, "starts_at": starts_at, "hours": hours},
    )
    return Own(number, kind, place_id, place, starts_at, ends_at, state, is_paper, square(held, at=clock.now()))


def profile(place_id: UUID) -> Profile | None:
    return Profile.objects.filter(place_id=place_id).first()


def households_at(place_id: UUID) -> int:
    """How many households live there."""
    living = Membership.objects.filter(place_id=place_id, until_on=None)
    return living.values("household_id").distinct().count()


def household_rule(place_id: UUID) -> Household | None:
    known = profile(place_id)
    return Household(known.outings, known.days) if known and known.outings and known.days else None


def public_keys() -> dict[int, bytes]:
    """Every key that ever signed, by number."""
    return {number: keys.public(number) for number in Key.objects.order_by("number").values_list("number", flat=True)}


def revocations(after: int, limit: int = 20_000) -> list[Revocation]:
    """The lines of the list that follow number ``after``, in order."""
    return list(Revocation.objects.filter(number__gt=after).order_by("number")[:limit])


def day_keys(place_ids: Collection[UUID], days: Sequence[date]) -> dict[int, dict[date, bytes]]:
    """What the gates of these places hold against screenshots, by zone and day."""
    secret = keys.moving_secret()
    held: dict[int, dict[date, bytes]] = defaultdict(dict)
    for zone in map(keys.zone_of, place_ids):
        held[zone] |= {day: zone_key(secret, zone, day) for day in days}
    return dict(held)


def listed(place_id: UUID) -> list[tuple[int, bytes, str, datetime, datetime]]:
    """Number, household tag, kind and times of the passes of a compound that may still open its gate."""
    held = Pass.objects.filter(place_id=place_id, ends_at__gt=clock.now()).exclude(state=State.REPLACED)
    rows = held.values_list("number", "household_id", "kind", "starts_at", "ends_at")
    return [(number, keys.household_tag(home), kind, start, end) for number, home, kind, start, end in rows]


def one_of(numbers: Collection[int]) -> RawSQL:
    """Many numbers as one parameter: a list of hundreds of places takes longer to read than to answer."""
    return RawSQL("SELECT unnest(%s::bigint[])", [list(numbers)])


def revoked_at(numbers: Collection[int], place_id: UUID) -> dict[int, datetime]:
    """Of these passes those that are on the list, by their number or by a rule of the place's zone, and since when."""
    lines = Revocation.objects.filter(pass_number__in=one_of(numbers))
    since = {line.pass_number: line.at for line in lines if line.pass_number is not None}
    rules = list(Revocation.objects.filter(zone=keys.zone_of(place_id)).order_by("number"))
    if rules:
        issued = Pass.objects.filter(place_id=place_id, number__in=one_of(numbers)).values_list("number", "starts_at")
        for number, starts_at in issued:
            ruled = [line.at for line in rules if line.before and starts_at < line.before]
            if ruled:
                since[number] = min(ruled + [since[number]] if number in since else ruled)
    return since
