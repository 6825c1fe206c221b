"""The dwelling board: what a flat is, by one touch, by a visit, by a list. A flat to visit is a target."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, database
from tongzhou.ledger import actions as ledger
from tongzhou.ledger.actions import Entry
from tongzhou.places.queries import current_tree
from tongzhou.programmes.screening.actions.finding import NewTarget, drawn_up
from tongzhou.programmes.screening.errors import DwellingRefused, NotFound
from tongzhou.programmes.screening.models import Contact, Dwelling, Living, Outcome, Sighting, Sort, Target
from tongzhou.programmes.screening.records import SEEN

#: A flat is forgotten so many days after it was last seen or listed.
KEEP_DAYS = 120
#: What a visit says of a flat; another outcome says nothing new.
_OF_VISIT = {Outcome.REACHED: Living.OCCUPIED, Outcome.REFUSED: Living.REFUSED}
_MOVED = ("state", "seen_at", "seen_by_name", "target", "keep_until")


def mark(dwelling_ids: Collection[UUID], state: str, *, by: Actor) -> list[Dwelling]:
    """Somebody stands before these flats and says what they are. Raises NotFound, DwellingRefused."""
    require(by, Permission.SCREEN_WORK)
    if state not in Living.values:
        raise DwellingRefused(_("Choose what the flat is."), field="state")
    with database.atomic():
        rows = Dwelling.objects.select_for_update(of=("self",)).filter(id__in=dwelling_ids)
        flats = list(rows.filter(place_id__in=by.scope.places).select_related("target").order_by("id"))
        if len(flats) < len(set(dwelling_ids)):
            raise NotFound(_("There is no such flat here."))
        _see([(flat, state, clock.now()) for flat in flats], by)
        to_visit(flats, by=by)
        _settle([flat for flat in flats if state not in (Living.VISIT, Living.REFUSED)])
        return flats


def heard(contacts: Sequence[Contact], *, by: Actor) -> None:
    """Visits and calls say what the flats behind their targets are; who is rented to is rented to still."""
    said = {one.target_id: one for one in contacts if one.outcome in _OF_VISIT}
    rows = Dwelling.objects.filter(target_id__in=list(said)) if said else Dwelling.objects.none()
    flats = list(rows.select_for_update(of=("self",)).order_by("id"))
    _see([(flat, _after(flat, said), said[flat.target_id].at) for flat in flats if flat.target_id], by)
    Dwelling.objects.bulk_update(flats, _MOVED, batch_size=500)


def _after(flat: Dwelling, said: Mapping[UUID, Contact]) -> str:
    assert flat.target_id is not None
    told = _OF_VISIT[Outcome(said[flat.target_id].outcome)]
    return flat.state if (flat.state, told) == (Living.RENTED, Living.OCCUPIED) else told


def _see(seen: Sequence[tuple[Dwelling, str, datetime]], by: Actor) -> None:
    """The flats as they are from then on, not stored yet; one entry and one sighting each."""
    name, made, entries = f"{by.unit_name} {by.name}"[:220], [], []
    for flat, state, at in seen:
        is_seen = state != Living.VISIT  # that somebody should go there is nothing seen
        is_first = is_seen and (flat.seen_at is None or clock.day_of(flat.seen_at) < clock.day_of(at))
        entry = Entry(SEEN.code, flat.place_id, at, body={"state": state, "before": flat.state, "first": is_first})
        entries.append(entry)
        made.append(
            Sighting(dwelling=flat, place_id=flat.place_id, state=state, at=at, by_name=name, entry_id=entry.id)
        )
        flat.state, flat.keep_until = state, _until()
        if is_seen:
            flat.seen_at, flat.seen_by_name = at, name
    for verdict in ledger.append(entries, by=by):
        if verdict.error:
            raise verdict.error
    Sighting.objects.bulk_create(made, batch_size=500)


def to_visit(flats: Sequence[Dwelling], *, by: Actor) -> None:
    """Each of them that is to be visited is a target, its old one opened again; stores the flats."""
    wanted = [flat for flat in flats if flat.state == Living.VISIT]
    fresh: dict[UUID, Target] = {flat.id: _drawn(flat, by) for flat in wanted if flat.target_id is None}
    Target.objects.bulk_create(fresh.values(), batch_size=500)
    for flat in wanted:
        flat.target = fresh.get(flat.id, flat.target)
    again = [flat.target_id for flat in wanted if flat.id not in fresh]
    Target.objects.filter(id__in=again).update(outcome="", call_at=None, caller_id=None, caller_name="")
    Dwelling.objects.bulk_update(flats, _MOVED, batch_size=500)


def _drawn(flat: Dwelling, by: Actor) -> Target:
    place = current_tree().get(flat.place_id).name
    new = NewTarget(
        place_id=flat.place_id,
        sort=Sort.HOUSEHOLD,
        name=str(flat),
        address=f"{place} {flat}",
        area=flat.building,
    )
    return drawn_up(new, list_name=_("Dwelling board"), by=by)


def _settle(flats: Sequence[Dwelling]) -> None:
    """What was to be visited need not be any more: nobody goes there, and no visit is claimed."""
    open_ones = Target.objects.unfinished().filter(id__in=[flat.target_id for flat in flats if flat.target_id])
    open_ones.update(outcome=Outcome.SETTLED, call_at=None, caller_id=None, caller_name="")


def _until() -> date:
    return clock.today() + timedelta(days=KEEP_DAYS)


def listed(place_id: UUID, building: str, flat: str, state: str) -> Dwelling:
    """A flat of a list, not stored yet: nobody has seen it. Raises DwellingRefused."""
    if not 0 < len(building) <= 20:
        raise DwellingRefused(_("Which building? At most 20 characters."), field="building")
    if not 0 < len(flat) <= 10:
        raise DwellingRefused(_("Which flat? At most 10 characters."), field="flat")
    return Dwelling(place_id=place_id, building=building, flat=flat, state=state, keep_until=_until())


def destroy(day: date) -> list[UUID]:
    """Flats that were to be kept until a day before ``day``, with their sightings. For people.retention."""
    gone = sorted(Dwelling.objects.filter(keep_until__lt=day).values_list("id", flat=True))
    for start in range(0, len(gone), 1000):
        some = gone[start : start + 1000]
        Sighting.objects.filter(dwelling_id__in=some).delete()
        Dwelling.objects.filter(id__in=some).delete()
    return gone
