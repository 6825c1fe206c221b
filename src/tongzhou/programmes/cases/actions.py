"""Notices, contacts, judging anew. Only the health authority acts here; what follows is work of others."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.ledger.actions import Entry
from tongzhou.ledger.kinds import Kind
from tongzhou.matters import actions as matters
from tongzhou.matters import queries as worklists
from tongzhou.matters.actions import NewMatter
from tongzhou.matters.casetypes import CaseType
from tongzhou.people import entries, hearing
from tongzhou.people import queries as people
from tongzhou.people.models import Person
from tongzhou.programmes.cases import rules
from tongzhou.programmes.cases.errors import CaseRefused, CaseUnknown
from tongzhou.programmes.cases.models import Case, Contact, Notice, State
from tongzhou.programmes.cases.records import FOLLOWS, HOME, JUDGED, KEEP_DAYS, NOTICED, TRACE
from tongzhou.response import queries as response
from tongzhou.units.queries import seat_id

#: Which notice may follow which; "" is none so far.
NEXT: Mapping[str, frozenset[str]] = {
    "": frozenset({State.SUSPECTED, State.CONFIRMED}),
    State.SUSPECTED: frozenset({State.CONFIRMED, State.RULED_OUT}),
    State.CONFIRMED: frozenset({State.RECOVERED}),
}
GOING_ON = (State.SUSPECTED, State.CONFIRMED)


def notify(*, person_id: UUID, state: str, onset_on: date, document: str, by: Actor) -> Case:
    """A notice about the person: the first opens a case and work around the door; each later one follows another.

    Raises CaseRefused, PersonNotThere, NotAllowed.
    """
    require(by, Permission.CASE_NOTIFY)
    person = people.person(person_id)
    members = people.group([person.id])[person.id]
    case = Case.objects.select_for_update().filter(person_id__in=members, state__in=GOING_ON).first()
    if len(document.strip()) < 2:
        raise CaseRefused(_("Name the document of the notice."), field="document")
    if state not in NEXT[case.state if case else ""]:
        before = State(case.state).label if case else _("no case")
        raise CaseRefused(_("This notice does not follow “%(before)s”.") % {"before": before}, field="state")
    if case is None:
        case = _opened(person, state, onset_on, by)
    Case.objects.filter(id=case.id).update(state=state)
    case.state = state
    Notice.objects.create(
        case=case,
        place_id=case.place_id,
        state=state,
        document=document.strip()[:100],
        at=clock.now(),
        by_name=f"{by.name} · {by.unit_name}"[:220],
    )
    _append(NOTICED, person.id, case.place_id, {"state": state}, by)
    if state == State.CONFIRMED:
        hearing.tell_of_case(members, by=by)
    if state == State.RULED_OUT:
        _tell(case, by)
    return case


def _opened(person: Person, state: str, onset_on: date, by: Actor) -> Case:
    if not clock.today() - timedelta(days=60) <= onset_on <= clock.today():
        raise CaseRefused(_("The first complaint lies within the last sixty days."), field="onset_on")
    return Case.objects.create(
        person_id=person.id,
        place_id=person.place_id,
        state=state,
        onset_on=onset_on,
        noticed_at=clock.now(),
        home_id=_work(HOME, person.id, person.place_id, by),
        keep_until=clock.today() + timedelta(days=KEEP_DAYS),
    )


def add_contact(case_id: UUID, *, person_id: UUID, kind: str, last_on: date, by: Actor) -> Contact:
    """Judge somebody by the rule of today; a close contact is work of four hours where they live, and an isolation
    that waits to be ordered when the rule of the level says so.

    Raises CaseRefused, CaseUnknown, PersonNotThere, NotAllowed.
    """
    require(by, Permission.CASE_NOTIFY)
    case, person, rule = _case(case_id), people.person(person_id), rules.in_force(clock.today())
    if kind not in rules.KINDS or rule is None:
        raise CaseRefused(_("Choose how they met."), field="kind")
    if last_on > clock.today():
        raise CaseRefused(_("The last meeting lies in the future. Check the day."), field="last_on")
    if person.id == case.person_id or Contact.objects.filter(case=case, person_id=person.id).exists():
        raise CaseRefused(_("This person is part of the case already."), field="person")
    contact = Contact(case=case, person_id=person.id, place_id=person.place_id, kind=kind, last_on=last_on)
    _judge(contact, rule, by)
    contact.save(force_insert=True)
    return contact


def _judge(contact: Contact, rule: rules.Rule, by: Actor) -> None:
    contact.rule, contact.judged_at = rule.code, clock.now()
    contact.is_close = rule.is_close(contact.kind, last_on=contact.last_on, onset_on=contact.case.onset_on)
    if contact.is_close and contact.matter_id is None:
        contact.matter_id = _work(TRACE, contact.person_id, contact.place_id, by)
        if response.value(FOLLOWS) == "isolation":
            hearing.tell_of_contact(contact.person_id, last_on=contact.last_on, by=by)
    body = {"kind": contact.kind, "rule": rule.code, "is_close": contact.is_close}
    _append(JUDGED, contact.person_id, contact.place_id, body, by)


def judge_anew(case_id: UUID, *, by: Actor) -> int:
    """Judge the case's contacts by the rule of today; how many are close now that were not. None is let go by this."""
    require(by, Permission.CASE_NOTIFY)
    case, rule = _case(case_id), rules.in_force(clock.today())
    if rule is None:
        return 0
    found = 0
    for contact in Contact.objects.select_related("case").filter(case=case, is_close=False).exclude(rule=rule.code):
        _judge(contact, rule, by)
        contact.save()
        found += contact.is_close
    return found


def _case(case_id: UUID) -> Case:
    case = Case.objects.filter(id=case_id, state__in=GOING_ON).first()
    if case is None:
        raise CaseUnknown(_("There is no such case that goes on."))
    return case


def _tell(case: Case, by: Actor) -> None:
    """Whoever works on what followed hears that it is no longer needed; they decide and close it themselves."""
    ids = [case.home_id, *Contact.objects.filter(case=case).values_list("matter_id", flat=True)]
    wanted = [id for id in ids if id]
    going = list(worklists.seen(by).unfinished().filter(id__in=wanted).values_list("id", flat=True))
    if going:
        matters.note(going, text=str(_("The health authority says: no longer needed.")), by=by)


def _work(kind: CaseType, person_id: UUID, place_id: UUID, by: Actor) -> UUID:
    owner = seat_id(place_id) or by.unit_id
    wanted = NewMatter(case_type=kind.code, owner_unit_id=owner, place_id=place_id, subject_id=person_id)
    return matters.open_matters([wanted], by=by)[0].id


def _append(kind: Kind, person_id: UUID, place_id: UUID, body: Mapping[str, object], by: Actor) -> None:
    entry = Entry(
        kind.code, by.post_id, clock.now(), subject_id=person_id, subject_place_id=place_id, body=body, channel="notice"
    )
    entries.append([entry], by=by)


def destroy(day: date) -> list[UUID]:
    """Cases that were to be kept until a day before ``day``, with notices and contacts. For people.retention."""
    gone = sorted(Case.objects.filter(keep_until__lt=day).values_list("id", flat=True))
    Contact.objects.filter(case_id__in=gone).delete()
    Notice.objects.filter(case_id__in=gone).delete()
    Case.objects.filter(id__in=gone).delete()
    return gone
