"""Other days for an isolation that runs: ordered by a person, with a reason and a second officer.

Never let a ruling move the days of an isolation that runs by itself; never fewer than up to today: that is its end.
"""

from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.people import statuses
from tongzhou.people.statuses import NewStatus
from tongzhou.programmes.isolation import dated
from tongzhou.programmes.isolation.actions import writing
from tongzhou.programmes.isolation.errors import IsolationRefused
from tongzhou.programmes.isolation.models import Act, Isolation, State
from tongzhou.programmes.isolation.records import AT_HOME, AT_SITE, REDATED


def by_rule(isolation: Isolation) -> date:
    """Its last day, were it ordered today."""
    return isolation.from_on + timedelta(days=dated.days() - 1)


def order(isolation_id: UUID, *, until_on: date | None, words: str, second_id: UUID | None, by: Actor) -> Isolation:
    """From now on it lasts until that day; the status follows, and the act is kept.

    Raises IsolationRefused, IsolationUnknown, SecondOfficerNeeded, NotAllowed.
    """
    require(by, Permission.ISOLATION_CARE)
    isolation = writing.found(isolation_id)
    if isolation.state not in (State.HOME, State.CENTRAL) or isolation.status_id is None:
        raise IsolationRefused(_("Other days are ordered for an isolation that runs."))
    last = isolation.from_on + timedelta(days=int(dated.DAYS.bounds[1]) - 1)
    if until_on is None or until_on == isolation.until_on or not clock.today() <= until_on <= last:
        told = {"first": clock.today(), "last": last}
        raise IsolationRefused(_("Choose another last day, between %(first)s and %(last)s.") % told, field="until_on")
    if len(words.strip()) < 4:
        raise IsolationRefused(_("Say on what it rests and why."), field="words")
    evidence = f"{isolation.until_on:%Y-%m-%d} → {until_on:%Y-%m-%d}。{words.strip()}"[:300]
    isolation.until_on = until_on
    act = Act.HOME if isolation.state == State.HOME else Act.CENTRAL
    body = {"way": isolation.state, "until": until_on}
    entry_id = writing.append(REDATED, isolation, body, by=by)
    statuses.end_statuses(reason="redated", by=by, status_ids=[isolation.status_id], entry_id=entry_id)
    status = NewStatus(
        AT_HOME.code if act == Act.HOME else AT_SITE.code,
        isolation.person_id,
        isolation.place_id,
        isolation.reason,
        from_on=isolation.from_on,
        until_on=until_on,
        evidence=evidence,
        entry_id=entry_id,
    )
    statuses.set_statuses([status], by=by, confirmed_by=second_id)
    isolation.status_id = status.id
    writing.keep(isolation)
    isolation.save(update_fields=["until_on", "status_id", "keep_until"])
    writing.order(isolation, Act.DAYS, writing.resting_on(act), by_name=writing.signed(by), words=evidence)
    return isolation
