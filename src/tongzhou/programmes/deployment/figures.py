"""What deployment says in numbers. Staff and volunteers are counted apart; who left the district is neither."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongzhou.figures.indicators import Body, Indicator, register
from tongzhou.programmes.deployment.records import ARRIVED, SENT, TEAM


def _is_staff(body: Body) -> bool:
    return body["profession"] != "volunteer" and body.get("way") != "outward"


def _indicator(code: str, label: Promise, note: Promise, kind: str, counts: Callable[[Body], bool]) -> Indicator:
    return register(Indicator(code, label, note, frozenset({kind}), counts, per="entry", at="post"))


SENT_DOWN = _indicator(
    "deployment.sent",
    _("Staff sent down"),
    _("Members of staff for whom an order was made on the day, without volunteers and teams that leave the district."),
    SENT.code,
    _is_staff,
)
OUTWARD = _indicator(
    "deployment.outward",
    _("Sent out of the district"),
    _("Members of teams that leave the district, on the day of their order."),
    SENT.code,
    lambda body: body["way"] == "outward",
)
AT_POSTS = _indicator(
    "deployment.at_posts",
    _("People at the posts"),
    _("Staff and volunteers who checked in at a post on the day; whoever has two shifts counts once."),
    ARRIVED.code,
    lambda body: bool(body["first"]),
)
VOLUNTEERS = _indicator(
    "deployment.volunteers",
    _("Volunteers sent to the posts"),
    _("Volunteers for whom an order was made on the day."),
    SENT.code,
    lambda body: body["profession"] == "volunteer",
)
HOURS = _indicator(
    "deployment.shifts",
    _("Shifts begun"),
    _("Check-ins at posts on the day, of staff and volunteers."),
    ARRIVED.code,
    lambda body: True,
)
TEAMS = _indicator(
    "deployment.teams",
    _("Teams formed"),
    _("Groups, mobile groups, temporary branches and medical teams formed on the day."),
    TEAM.code,
    lambda body: True,
)
