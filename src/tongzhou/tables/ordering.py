"""Tables by the clock: asked for once, filled every day at an hour, the file kept for whoever asked.

Nothing is filled that the asker could not fill at that moment: it is done under the very duty on which it was asked
for, masked, as an errand, and it ends with that duty, on its last day, or when it is taken back.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongzhou.access import acting
from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.errands import actions as errands
from tongzhou.errands.kinds import Kind
from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import NotAllowed
from tongzhou.tables import queries
from tongzhou.tables.errors import OrderRefused
from tongzhou.tables.models import Order

MOST_DAYS = 31


def order(table_id: UUID, place_id: UUID, *, hour: str, until: str, reason: str, by: Actor) -> Order:
    """Fill it every day at ``hour``; one of the same table, place and asker is replaced.

    Raises TableUnknown, NotAllowed, OrderRefused by field.
    """
    table = queries.table(table_id, by=by)
    require(by, Permission.TABLE_FILL, place_id=place_id)
    if not (hour.isascii() and hour.isdigit() and int(hour) < 24):
        raise OrderRefused(_("An hour between 0 and 23."), field="hour")
    if len(reason.strip()) < 4:
        raise OrderRefused(_("Who needs it every day, and what for?"), field="why")
    until_on = _last_day(until)
    Order.objects.filter(table=table, place_id=place_id, account_id=by.account_id, ended_at=None).update(
        ended_at=clock.now()
    )
    now = clock.now()
    return Order.objects.create(
        table=table,
        place_id=place_id,
        account_id=by.account_id,
        duty_id=by.duty_id,
        language=get_language() or "zh-hans",
        by_name=f"{by.name} · {by.unit_name}"[:220],
        reason=reason.strip()[:200],
        hour=int(hour),
        until_on=until_on,
        filled_on=now.date() if now.hour >= int(hour) else None,
    )


def _last_day(text: str) -> date:
    today = clock.today()
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise OrderRefused(_("Until which day?"), field="until") from error
    if not today <= day <= today + timedelta(days=MOST_DAYS):
        raise OrderRefused(_("From today, and at most %(days)d days.") % {"days": MOST_DAYS}, field="until")
    return day


def take_back(order_id: UUID, *, by: Actor) -> None:
    """Fill it no more by the clock; one's own, or any at the places of the duty."""
    require(by, Permission.TABLE_FILL)
    own = Order.objects.filter(id=order_id, ended_at=None)
    own = own if by.is_wide else own.filter(place_id__in=by.scope.places)
    own.update(ended_at=clock.now())


def run(kind: Kind, tick: datetime) -> int:
    """Begin what is due and end what is over; how many were begun. Does no harm when it runs twice."""
    today, hour = clock.day_of(tick), tick.astimezone(clock.ZONE).hour
    with database.acting((), is_wide=True):
        standing = Order.objects.filter(ended_at=None)
        standing.filter(until_on__lt=today).update(ended_at=clock.now())
        due = list(standing.filter(until_on__gte=today, hour__lte=hour).exclude(filled_on=today).order_by("id"))
    return sum(_begin(kind, one, today) for one in due)


def _begin(kind: Kind, due: Order, today: date) -> bool:
    try:
        with acting.become(due.account_id, due.duty_id) as by, translation.override(due.language):
            held = Order.objects.select_for_update().filter(id=due.id, ended_at=None).exclude(filled_on=today).first()
            if held is None:
                return False
            table = queries.table(held.table_id, by=by)
            asked = {"table_id": str(table.id), "place_id": str(held.place_id), "day": today.isoformat()}
            name = f"{table.name} · {held.place.name}"
            errands.ask(kind, name=name, asked={**asked, "reason": held.reason}, by=by)
            held.filled_on = today
            held.save(update_fields=["filled_on"])
            return True
    except NotAllowed as error:
        with database.acting((), is_wide=True):
            Order.objects.filter(id=due.id).update(ended_at=clock.now(), end_words=str(error)[:200])
        return False
