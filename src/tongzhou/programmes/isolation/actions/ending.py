"""The end: by rule with its paper, or for another reason in words; and the appeal.

Never let the clock end an isolation: somebody does, and the rule says whether it may be.
"""

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.certificates import actions as certificates
from tongzhou.certificates.models import Certificate, Kind
from tongzhou.kernel import clock
from tongzhou.matters import actions as matters
from tongzhou.matters import queries as worklists
from tongzhou.matters.actions import NewMatter
from tongzhou.people import statuses
from tongzhou.programmes.isolation.actions import writing
from tongzhou.programmes.isolation.errors import IsolationRefused, NotOver
from tongzhou.programmes.isolation.models import Act, Isolation, Order, Report, State
from tongzhou.programmes.isolation.records import ALARM, APPEAL, ENDED, VISIT, WAYS_OUT
from tongzhou.units.queries import review_office, seat_id


def end(isolation_id: UUID, *, ending: str, words: str = "", by: Actor) -> Certificate | None:
    """End it; ``over`` by the rule, and with the paper that it returns. Raises NotOver, IsolationRefused."""
    require(by, Permission.ISOLATION_CARE)
    isolation = writing.found(isolation_id)
    if ending not in WAYS_OUT:
        raise IsolationRefused(_("Choose how it ended."), field="ending")
    if isolation.state == State.REFUSED:
        raise IsolationRefused(_("The person refuses: the procedure has to end first."))
    if isolation.state == State.WAITING and ending == "over":
        raise IsolationRefused(_("It was never ordered: choose another end, with a reason."), field="ending")
    if ending == "over":
        refuse_early(isolation, by=by)
    elif not words.strip():
        raise IsolationRefused(_("Say in a few words why it ends."), field="words")
    way = isolation.state
    entry_id = writing.append(ENDED, isolation, {"way": way, "ending": ending}, by=by)
    if isolation.status_id:
        statuses.end_statuses(reason=ending, by=by, status_ids=[isolation.status_id], entry_id=entry_id)
    isolation.state, isolation.ending = State.ENDED, ending
    isolation.ended_at, isolation.ended_by_name = clock.now(), writing.signed(by)
    writing.keep(isolation)
    paper = _paper(isolation, by) if ending == "over" else None
    isolation.certificate_id = paper.id if paper else None
    isolation.save()
    writing.order(isolation, Act.RELEASE, writing.resting_on(Act.RELEASE), by_name=writing.signed(by), words=words)
    return paper


def refuse_early(isolation: Isolation, *, by: Actor) -> None:
    """The rule: the days over, the last two reports there and without alarm, nothing open at the door."""
    if clock.today() <= isolation.until_on:
        words = {"days": isolation.length, "day": isolation.until_on}
        raise NotOver(_("The %(days)s days last until the evening of %(day)s.") % words, field="ending")
    last = list(Report.objects.filter(isolation=isolation, day=isolation.until_on))
    if len([one for one in last if one.at]) < 2:
        raise NotOver(_("A report of the last day is missing. Measure, then end it."), field="ending")
    if any(one.is_alarm for one in last):
        raise NotOver(_("The last day has fever or a complaint: the health centre decides."), field="ending")
    waiting = worklists.seen(by).unfinished().filter(subject_id=isolation.person_id)
    if waiting.filter(case_type__in=(VISIT.code, ALARM.code)).exists():
        raise NotOver(_("A visit or an alarm is still open. Close it first."), field="ending")


def _paper(isolation: Isolation, by: Actor) -> Certificate:
    clinic = next((one["name"] for one in isolation.team if one["part"] == "clinic"), "")
    return certificates.issue(
        Kind.RELEASE,
        person_id=isolation.person_id,
        by=by,
        from_on=isolation.from_on,
        until_on=isolation.until_on,
        issuer=clinic,
    )


def appeal(isolation_id: UUID, *, words: str, by: Actor) -> str:
    """Of the person, against the decision: to the review office, which had no part in it; the receipt."""
    isolation = writing.found(isolation_id)
    if not Order.objects.filter(isolation=isolation, act=Act.CENTRAL).exists():
        raise IsolationRefused(_("There is no decision to appeal against."))
    told = " ".join(words.split())
    if len(told) < 4:
        raise IsolationRefused(_("Say in a few words what is wrong with the decision."), field="words")
    if isolation.appeal_id:
        raise IsolationRefused(_("Your appeal is with the review office already."), field="words")
    office = review_office()
    desk = seat_id(isolation.place_id) or by.unit_id
    wanted = NewMatter(
        case_type=APPEAL.code,
        owner_unit_id=office.id if office else desk,
        place_id=office.place_id if office else isolation.place_id,
        subject_id=isolation.person_id,
        note=told[:200],
    )
    opened = matters.open_matters([wanted], by=by)[0]
    isolation.appeal_id, isolation.review_place_id = opened.id, office.place_id if office else None
    isolation.save(update_fields=["appeal_id", "review_place"])
    Order.objects.filter(isolation=isolation).update(review_place_id=isolation.review_place_id)
    return str(opened)


def destroy(day: date) -> list[UUID]:
    """Isolations that were to be kept until a day before ``day``, with their reports and acts. For people.retention."""
    over = Q(ended_at__isnull=False) | Q(state=State.WAITING)  # what nobody ordered never began
    gone = sorted(Isolation.objects.filter(over, keep_until__lt=day).values_list("id", flat=True))
    Report.objects.filter(isolation_id__in=gone).delete()
    Order.objects.filter(isolation_id__in=gone).delete()
    Isolation.objects.filter(id__in=gone).delete()
    return gone
