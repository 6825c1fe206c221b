"""The person's own isolation, by the receipt: my days, my team, my rights; report, order, appeal. Without a script."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor, without_duty
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock, database
from tongzhou.people import queries as people
from tongzhou.people import receipts
from tongzhou.programmes.isolation import queries
from tongzhou.programmes.isolation.actions import ending, reporting
from tongzhou.programmes.isolation.errors import IsolationUnknown
from tongzhou.programmes.isolation.models import Isolation, Order, State
from tongzhou.units.queries import seat_id


@dataclass(frozen=True)
class Own:
    isolation: Isolation
    number: int
    days: list[queries.Day]
    orders: list[tuple[Order, list[str]]]
    may_report: bool
    may_appeal: bool


def opened(code: str) -> Own:
    """The latest isolation of whoever holds the receipt. Raises ReceiptUnknown, IsolationUnknown."""
    return _own(_isolation(code))


def report(code: str, *, temperature: float, symptoms: Collection[str]) -> Own:
    isolation = _isolation(code)
    by = _themselves(isolation)
    reporting.report(isolation.id, temperature=temperature, symptoms=symptoms, channel="own", by=by)
    return _own(isolation)


def need(code: str, *, what: str, words: str) -> str:
    """The receipt of the order."""
    isolation = _isolation(code)
    return reporting.need(isolation.id, what=what, words=words, by=_themselves(isolation))


def appeal(code: str, *, words: str) -> str:
    """The receipt of the appeal."""
    isolation = _isolation(code)
    return ending.appeal(isolation.id, words=words, by=_themselves(isolation))


def _isolation(code: str) -> Isolation:
    person_id, place_id = receipts.open(code)
    database.set_scope([place_id])
    group = people.group([person_id])[person_id]
    found = Isolation.objects.filter(person_id__in=group).select_related("place", "site_place", "room")
    latest = found.order_by("-opened_at").first()
    if latest is None:
        raise IsolationUnknown(_("No isolation is recorded for this receipt."), field="code")
    return latest


def _own(isolation: Isolation) -> Own:
    orders = queries.orders(isolation)
    is_decided = any(order.act == "central" for order, _basis in orders)
    going = isolation.state in (State.HOME, State.CENTRAL)
    number = isolation.day_number(clock.today())
    return Own(isolation, number, queries.days(isolation), orders, going, is_decided and isolation.appeal_id is None)


def _themselves(isolation: Isolation) -> Actor:
    """The person as an actor: at home, for this one request, with the right to report on themselves and no other."""
    return without_duty(
        isolation.place_id,
        unit_id=seat_id(isolation.place_id),
        name=_("The person concerned"),
        unit_name=_("own page"),
        staff_id=isolation.person_id,
        permissions=(Permission.MATTER_WORK, Permission.ISOLATION_CARE),
    )
