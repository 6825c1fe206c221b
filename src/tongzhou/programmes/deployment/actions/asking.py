"""What the posts ask for."""

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.programmes.deployment import reasons
from tongzhou.programmes.deployment.actions.sending import signed
from tongzhou.programmes.deployment.errors import NeedRefused
from tongzhou.programmes.deployment.models import Need, PostRole, Profession

MOST, LONGEST_DAYS = 200, 92


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNeed:
    """``count`` people from ``starts`` for ``hours``, daily. ``priority`` 1 (first) to 3. Blank profession: anybody."""

    place_id: UUID
    role: str
    starts: time
    hours: int
    count: int
    from_on: date
    until_on: date
    priority: int = 2
    profession: str = ""


def ask(new: NewNeed, *, by: Actor) -> Need:
    """Ask for people at a post. Raises NeedRefused."""
    require(by, Permission.STAFF_RECEIVE, place_id=new.place_id)
    if new.role not in PostRole.values:
        raise NeedRefused(_("Choose what they will do."), field="role")
    if new.profession and new.profession not in Profession.values:
        raise NeedRefused(_("There is no such profession."), field="profession")
    longest = reasons.longest_shift()
    if not 1 <= new.hours <= longest:
        raise NeedRefused(
            _("A shift lasts 1 to %(most)s hours; ask for two shifts instead.") % {"most": longest}, field="hours"
        )
    if not 1 <= new.count <= MOST:
        raise NeedRefused(_("Ask for 1 to %(most)s people.") % {"most": MOST}, field="count")
    if not 0 <= (new.until_on - new.from_on).days <= LONGEST_DAYS:
        raise NeedRefused(
            _("The last day lies between the first and %(days)s days later.") % {"days": LONGEST_DAYS}, field="until_on"
        )
    if new.priority not in (1, 2, 3):
        raise NeedRefused(_("Urgent, usual, or if possible."), field="priority")
    return Need.objects.create(
        place_id=new.place_id,
        role=new.role,
        profession=new.profession,
        starts=new.starts,
        hours=new.hours,
        count=new.count,
        from_on=new.from_on,
        until_on=new.until_on,
        priority=new.priority,
        asked_by_name=signed(by),
    )


def withdraw(need_id: UUID, *, by: Actor) -> None:
    """Not needed any more; shifts that are published already stay as they are."""
    require(by, Permission.STAFF_RECEIVE)
    Need.objects.filter(id=need_id, withdrawn_at=None, place_id__in=by.scope.places).update(withdrawn_at=clock.now())
