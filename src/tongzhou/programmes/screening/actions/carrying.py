"""Visits and calls: taking some in hand, what came of each, handing over.

A voice is spared: so many in one hand, so many calls a day, and no more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.encounters import firms
from tongzhou.encounters.firms import Answer
from tongzhou.kernel import clock, database
from tongzhou.ledger import actions as ledger
from tongzhou.ledger.actions import Entry
from tongzhou.programmes.screening.errors import ContactRefused, NotFound
from tongzhou.programmes.screening.models import Contact, Outcome, Script, Sort, Target, Way
from tongzhou.programmes.screening.records import CONTACTED

#: So many open targets in one hand, and so many calls a day.
IN_HAND, CALLS_A_DAY = 30, 80
_FURTHEST = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContact:
    """``planned_on``: the firm's day of resumption, asked once. ``call_at``: for ``later``."""

    target_id: UUID
    way: str
    outcome: str
    planned_on: date | None = None
    call_at: datetime | None = None
    note: str = ""


def take(number: int, *, area: str = "", by: Actor) -> int:
    """Take that many open targets in hand, those to be called again first; how many.

    Raises ContactRefused at a ceiling.
    """
    require(by, Permission.SCREEN_WORK)
    room = IN_HAND - Target.objects.unfinished().filter(caller_id=by.account_id).count()
    if room <= 0:
        raise ContactRefused(_("You have %(most)s in hand. Finish or hand over some first.") % {"most": IN_HAND})
    if calls_today(by) >= CALLS_A_DAY:
        raise ContactRefused(
            _("That was %(most)s calls today. Spare your voice, hand over the rest.") % {"most": CALLS_A_DAY}
        )
    with database.atomic():
        free = Target.objects.unfinished().filter(place_id__in=by.scope.places, caller_id=None)
        free = free.filter(area=area) if area else free
        chosen = list(
            free.select_for_update(skip_locked=True).order_by("call_at", "last_at", "area", "name", "id")[
                : min(number, room)
            ]
        )
        return _give([one.id for one in chosen], by.account_id, f"{by.unit_name} {by.name}")


def _give(target_ids: Sequence[UUID], account_id: UUID | None, name: str) -> int:
    return Target.objects.filter(id__in=target_ids).update(caller_id=account_id, caller_name=name[:220])


def calls_today(by: Actor) -> int:
    start = clock.start_of(clock.today())
    return Contact.objects.filter(by_id=by.account_id, at__gte=start, way=Way.PHONE).count()


def hand_over(target_ids: Sequence[UUID], *, to: UUID | None, by: Actor) -> int:
    """Give the own open targets to a colleague who works here, or back to all; how many. Raises ContactRefused."""
    require(by, Permission.SCREEN_WORK)
    name = ""
    if to is not None:
        rows = Target.objects.unfinished().filter(place_id__in=by.scope.places, caller_id=to)
        name = rows.values_list("caller_name", flat=True).first() or ""
        if not name:
            raise ContactRefused(_("This colleague works on no target here. Hand them back instead."))
        if rows.count() + len(target_ids) > IN_HAND:
            raise ContactRefused(_("The colleague would have more than %(most)s in hand.") % {"most": IN_HAND})
    own = Target.objects.unfinished().filter(id__in=target_ids, caller_id=by.account_id)
    return _give(list(own.values_list("id", flat=True)), to, name)


def record(contacts: Sequence[NewContact], *, by: Actor) -> list[Contact]:
    """What came of visits and calls, in order. Raises NotFound, ContactRefused; then nothing is kept."""
    require(by, Permission.SCREEN_WORK)
    with database.atomic():
        rows = Target.objects.select_for_update().filter(id__in=[one.target_id for one in contacts])
        targets = {one.id: one for one in rows.filter(place_id__in=by.scope.places)}
        versions: dict[str, int] = dict(Script.objects.values_list("sort").annotate(Max("version")))
        done = _done_today([one.target_id for one in contacts])
        made, entries = [], []
        for one in contacts:
            if one.target_id not in targets:
                raise NotFound(_("There is no such target here."))
            target = targets[one.target_id]
            _check(one, target, by)
            contact, entry = _kept(one, target, versions.get(target.sort), (one.target_id, one.way) not in done, by)
            done.add((one.target_id, one.way))
            made.append(contact)
            entries.append(entry)
        for contact, verdict in zip(made, ledger.append(entries, by=by), strict=True):
            if verdict.error:
                raise verdict.error
            assert contact.entry_id
        Target.objects.bulk_update(targets.values(), _MOVED, batch_size=500)
        firms.told(_answers(contacts, targets), by=by)
        return Contact.objects.bulk_create(made)


def _answers(contacts: Sequence[NewContact], targets: Mapping[UUID, Target]) -> list[Answer]:
    """When firms mean to resume and which version they were told, for whoever wants to know."""
    reached = [targets[one.target_id] for one in contacts if one.outcome == Outcome.REACHED]
    return [
        Answer(name=target.name, place_id=target.place_id, planned_on=target.planned_on, version=target.told_version)
        for target in reached
        if target.sort in (Sort.FIRM, Sort.SHOP)
    ]


_MOVED = (
    *("outcome", "attempts", "last_at", "last_by_name", "call_at", "caller_id", "caller_name", "planned_on"),
    *("told_version", "drawn_at"),
)


def _done_today(target_ids: Sequence[UUID]) -> set[tuple[UUID, str]]:
    start = clock.start_of(clock.today())
    rows = Contact.objects.filter(target_id__in=target_ids, at__gte=start, is_recheck=False)
    return set(rows.values_list("target_id", "way"))


def _check(one: NewContact, target: Target, by: Actor) -> None:
    if one.way not in Way.values:
        raise ContactRefused(_("A visit or a call?"), field="way")
    if one.outcome not in Outcome.values:
        raise ContactRefused(_("Choose what came of it."), field="outcome")
    now = clock.now()
    if one.outcome == Outcome.LATER and not (one.call_at and now < one.call_at <= now + _FURTHEST):
        raise ContactRefused(_("When may they be called again? Within two weeks."), field="call_at")
    if one.planned_on and target.sort not in (Sort.FIRM, Sort.SHOP):
        raise ContactRefused(_("Only a firm or a shop resumes work."), field="planned_on")
    if target.drawn_at and target.contacts.filter(by_id=by.account_id).exists():
        raise ContactRefused(_("A re-check is done by somebody who was not there before."))


def _kept(one: NewContact, target: Target, version: int | None, is_first: bool, by: Actor) -> tuple[Contact, Entry]:
    now, is_recheck = clock.now(), target.drawn_at is not None
    is_told = one.outcome == Outcome.REACHED
    target.outcome, target.attempts, target.drawn_at = one.outcome, target.attempts + 1, None
    target.last_at, target.last_by_name = now, f"{by.unit_name} {by.name}"[:220]
    target.call_at = one.call_at if one.outcome == Outcome.LATER else None
    target.planned_on = one.planned_on or target.planned_on
    target.told_version = version if is_told and version else target.told_version
    entry = Entry(
        CONTACTED.code,
        target.place_id,
        now,
        body={
            **{"sort": target.sort, "way": one.way, "outcome": one.outcome, "first": is_first, "recheck": is_recheck},
            **({"planned": one.planned_on.isoformat()} if one.planned_on else {}),
            **({"version": version} if is_told and version else {}),
        },
    )
    contact = Contact(
        target=target,
        place_id=target.place_id,
        way=one.way,
        outcome=one.outcome,
        at=now,
        by_id=by.account_id,
        by_name=target.last_by_name,
        note=" ".join(one.note.split())[:200],
        is_recheck=is_recheck,
        entry_id=entry.id,
    )
    return contact, entry
