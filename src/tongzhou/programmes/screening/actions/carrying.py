"""Targets in one hand: taking some, handing over. A voice is spared: so many in one hand, so many calls a day."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.models import Duty
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.access.queries import on_duty_with
from tongzhou.kernel import clock, database
from tongzhou.places.queries import current_tree
from tongzhou.programmes.screening.actions.finding import IN_HAND
from tongzhou.programmes.screening.errors import ContactRefused, NotFound
from tongzhou.programmes.screening.models import Contact, Target, Way

#: So many calls a day.
CALLS_A_DAY = 80


def take(number: int, *, area: str = "", by: Actor) -> int:
    """Take that many open targets in hand, those to be called again first; how many.

    Raises ContactRefused at a ceiling.
    """
    require(by, Permission.SCREEN_WORK)
    with database.atomic():
        free = Target.objects.unfinished().filter(place_id__in=by.scope.places, caller_id=None)
        free = free.filter(area=area) if area else free
        chosen = list(
            free.select_for_update(skip_locked=True).order_by("call_at", "last_at", "area", "name", "id")[
                : min(number, _room(by))
            ]
        )
        return _give([one.id for one in chosen], by.account_id, f"{by.unit_name} {by.name}")


def take_one(target_id: UUID, *, by: Actor) -> bool:
    """Take this one in hand; False if it is there already. Raises NotFound, ContactRefused at a ceiling, for one that
    is finished or in another hand."""
    require(by, Permission.SCREEN_WORK)
    with database.atomic():
        rows = Target.objects.select_for_update().filter(id=target_id, place_id__in=by.scope.places)
        target = rows.first()
        if target is None:
            raise NotFound(_("There is no such target here."))
        if target.is_finished:
            raise ContactRefused(_("This one is finished: %(who)s was there.") % {"who": target.last_by_name})
        if target.caller_id not in (None, by.account_id):
            raise ContactRefused(_("%(who)s has this one in hand.") % {"who": target.caller_name})
        if target.caller_id is None:
            _room(by)
            return bool(_give([target_id], by.account_id, f"{by.unit_name} {by.name}"))
        return False


def _room(by: Actor) -> int:
    """How many more may be taken. Raises ContactRefused at a ceiling."""
    room = IN_HAND - Target.objects.unfinished().filter(caller_id=by.account_id).count()
    if room <= 0:
        raise ContactRefused(_("You have %(most)s in hand. Finish or hand over some first.") % {"most": IN_HAND})
    if calls_today(by) >= CALLS_A_DAY:
        raise ContactRefused(
            _("That was %(most)s calls today. Spare your voice, hand over the rest.") % {"most": CALLS_A_DAY}
        )
    return room


def _give(target_ids: Sequence[UUID], account_id: UUID | None, name: str) -> int:
    return Target.objects.filter(id__in=target_ids).update(caller_id=account_id, caller_name=name[:220])


def calls_today(by: Actor) -> int:
    start = clock.start_of(clock.today())
    return Contact.objects.filter(by_id=by.account_id, at__gte=start, way=Way.PHONE).count()


def give(number: int, *, to: UUID, place_id: UUID | None, area: str, by: Actor) -> int:
    """Give that many free targets of the place (of all own ones without it) and area to somebody who is on duty there;
    how many it became. Raises ContactRefused."""
    require(by, Permission.SCREEN_PLAN)
    duty = colleagues(by).filter(account_id=to).first()
    if duty is None:
        raise ContactRefused(_("Choose somebody who is on duty here now."), field="to")
    room = IN_HAND - Target.objects.unfinished().filter(caller_id=to).count()
    if room <= 0:
        raise ContactRefused(_("The colleague would have more than %(most)s in hand.") % {"most": IN_HAND}, field="to")
    tree = current_tree()
    here = by.scope.places & tree.scope([duty.place_id]).places
    here = here & tree.scope([place_id]).places if place_id else here
    with database.atomic():
        free = Target.objects.unfinished().filter(place_id__in=here, caller_id=None, drawn_at=None)
        free = free.filter(area=area) if area else free
        chosen = free.select_for_update(skip_locked=True).order_by("call_at", "last_at", "area", "name", "id")
        return _give([one.id for one in chosen[: max(0, min(number, room))]], to, name_of(duty))


def colleagues(by: Actor) -> QuerySet[Duty]:
    """Who may screen here and is on duty now, the own duty left out."""
    return on_duty_with(Permission.SCREEN_WORK, by.scope.places).exclude(account_id=by.account_id)


def name_of(duty: Duty) -> str:
    return f"{duty.unit.name} {duty.account.staff.name}"


def hand_over(target_ids: Sequence[UUID], *, to: UUID | None, by: Actor) -> int:
    """Give the own open targets to a colleague who is on duty or has some here, or back to all; how many.

    Raises ContactRefused.
    """
    require(by, Permission.SCREEN_WORK)
    name = ""
    if to is not None:
        rows = Target.objects.unfinished().filter(place_id__in=by.scope.places, caller_id=to)
        duty = colleagues(by).filter(account_id=to).first()
        name = name_of(duty) if duty else rows.values_list("caller_name", flat=True).first() or ""
        if not name:
            raise ContactRefused(_("This colleague is not on duty here. Hand them back instead."))
        if rows.count() + len(target_ids) > IN_HAND:
            raise ContactRefused(_("The colleague would have more than %(most)s in hand.") % {"most": IN_HAND})
    own = Target.objects.unfinished().filter(id__in=target_ids, caller_id=by.account_id)
    return _give(list(own.values_list("id", flat=True)), to, name)
