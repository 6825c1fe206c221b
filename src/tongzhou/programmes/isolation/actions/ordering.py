"""Assessing the dwelling and ordering: at home with consent and promise, at a central site by consent, or the ladder.

Never at home without a fit dwelling, consent and a signed promise; never a second time while one goes on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, ids
from tongzhou.matters import actions as matters
from tongzhou.people import queries as people
from tongzhou.people import statuses
from tongzhou.people.models import Person
from tongzhou.people.statuses import NewStatus
from tongzhou.places.queries import current_tree
from tongzhou.programmes.isolation import dated
from tongzhou.programmes.isolation.actions import writing
from tongzhou.programmes.isolation.errors import AlreadyIsolating, IsolationRefused
from tongzhou.programmes.isolation.models import Act, Isolation, State
from tongzhou.programmes.isolation.records import AT_HOME, AT_SITE, ORDERED, REASONS, REFUSAL

#: What makes a dwelling fit: all four. (Shanghai's practice of February 2020: a single room, aired, looked after.)
FIT = ("room", "air", "helper", "nobody_frail")
PARTS = ("committee", "clinic", "police")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """``dwelling``: which of :data:`FIT` hold; ``team``: (part, name, telephone); ``second_id``: the second officer."""

    person_id: UUID
    reason: str
    from_on: date
    dwelling: frozenset[str]
    consents: bool
    has_promised: bool
    team: Sequence[tuple[str, str, str]]
    second_id: UUID | None = None
    site_place_id: UUID | None = None
    words: str = ""

    @property
    def is_fit(self) -> bool:
        return self.dwelling >= set(FIT)


def order(wanted: Wanted, *, by: Actor) -> Isolation:
    """Begin it, or the one that waits.

    Raises AlreadyIsolating, IsolationRefused, SecondOfficerNeeded, PersonNotThere, NotAllowed.
    """
    person = people.person(wanted.person_id)
    require(by, Permission.ISOLATION_CARE, place_id=person.place_id)
    _refuse_second(person)
    _refuse_wrong(wanted)
    isolation, known = _new(wanted, person, by), waiting(person.id)
    isolation.id = known.id if known else isolation.id
    if not wanted.consents:
        isolation.state = State.REFUSED
        isolation.refusal_id = writing.open_work(REFUSAL, isolation, by=by, note=wanted.words)
        matters.accept([isolation.refusal_id], by=by)
        isolation.save(force_insert=known is None, force_update=known is not None)
        return isolation
    if wanted.is_fit and not wanted.has_promised:
        raise IsolationRefused(
            _("At home only with a signed promise. Let the person sign, then tick it."), field="promise"
        )
    if not wanted.is_fit and wanted.site_place_id is None:
        raise IsolationRefused(
            _("The dwelling is not fit: choose the central site that takes the person."), field="site"
        )
    isolation.state = State.HOME if wanted.is_fit else State.CENTRAL
    isolation.site_place_id = None if wanted.is_fit else wanted.site_place_id
    isolation.save(force_insert=known is None, force_update=known is not None)
    hold(isolation, by=by, second_id=wanted.second_id, evidence=_evidence(wanted))
    return isolation


def of_contact(person_id: UUID, last_on: date, by: Actor) -> None:
    """A close contact waits here to be ordered by somebody at the door; nothing begins by itself, and nothing is opened
    while one goes on or once the days since the last meeting are over. For people.hearing."""
    person, days = people.person(person_id), timedelta(days=dated.days() - 1)
    known = waiting(person.id)
    if clock.today() > last_on + days or (known and known.from_on >= last_on):
        return
    try:
        _refuse_second(person)
    except AlreadyIsolating:
        return
    isolation = Isolation(
        person_id=person.id,
        place_id=person.place_id,
        state=State.WAITING,
        reason="contact",
        from_on=last_on,
        until_on=last_on + days,
        opened_at=clock.now(),
        opened_by_name=writing.signed(by),
    )
    isolation.id = known.id if known else isolation.id
    writing.keep(isolation)
    isolation.save(force_insert=known is None, force_update=known is not None)


def waiting(person_id: UUID) -> Isolation | None:
    """The one that waits to be ordered, whichever record of the person bears it."""
    group = people.group([person_id])[person_id]
    return Isolation.objects.filter(person_id__in=group, state=State.WAITING).first()


def hold(isolation: Isolation, *, by: Actor, second_id: UUID | None, evidence: str) -> None:
    """The entry, the status confirmed by a second officer, and the order with its basis."""
    act = Act.HOME if isolation.state == State.HOME else Act.CENTRAL
    basis = writing.resting_on(act)
    body = {"way": isolation.state, "reason": isolation.reason, "basis": basis, "until": isolation.until_on}
    entry_id = writing.append(ORDERED, isolation, body, by=by)
    status = NewStatus(
        AT_HOME.code if act == Act.HOME else AT_SITE.code,
        isolation.person_id,
        isolation.place_id,
        isolation.reason,
        from_on=isolation.from_on,
        until_on=isolation.until_on,
        evidence=evidence,
        entry_id=entry_id,
    )
    statuses.set_statuses([status], by=by, confirmed_by=second_id)
    Isolation.objects.filter(id=isolation.id).update(status_id=status.id)
    isolation.status_id = status.id
    if act == Act.HOME or isolation.refusal_id is None:
        writing.order(isolation, act, basis, by_name=writing.signed(by), words=evidence)


def _refuse_second(person: Person) -> None:
    """Raises AlreadyIsolating, with the days and the place of the one that goes on, whichever record bears it."""
    group = people.group([person.id])[person.id]
    going = Isolation.objects.filter(person_id__in=group, ended_at=None).exclude(state=State.WAITING)
    running = going.select_related("place").first()
    every = statuses.holding([person.id])[person.id]
    held = [one for one in every if one.kind in (AT_HOME.code, AT_SITE.code)]
    if running is None and not held:
        return
    place_id, days = (running.place_id, running) if running else (held[0].place_id, held[0])
    node = current_tree().nodes.get(place_id)
    words = {"place": node.name if node else "—", "from": days.from_on, "until": days.until_on or "…"}
    raise AlreadyIsolating(
        _("This person is in isolation already: %(place)s, %(from)s to %(until)s. Open that one; nothing new begins.")
        % words
    )


def _refuse_wrong(wanted: Wanted) -> None:
    if wanted.reason not in REASONS:
        raise IsolationRefused(_("Choose the reason."), field="reason")
    if not clock.today() - timedelta(days=dated.days()) <= wanted.from_on <= clock.today():
        words = {"days": dated.days()}
        raise IsolationRefused(_("The first day lies within the last %(days)s days.") % words, field="from_on")
    named = {part for part, name, phone in wanted.team if name.strip() and phone.strip()}
    if named != set(PARTS):
        raise IsolationRefused(
            _("Name everybody of the team with a telephone: committee, health centre, police."), field="team"
        )


def _new(wanted: Wanted, person: Person, by: Actor) -> Isolation:
    isolation = Isolation(
        id=ids.new(),
        person_id=person.id,
        place_id=person.place_id,
        reason=wanted.reason,
        from_on=wanted.from_on,
        until_on=wanted.from_on + timedelta(days=dated.days() - 1),
        team=[
            {"part": part, "name": name.strip()[:60], "phone": phone.strip()[:30]} for part, name, phone in wanted.team
        ],
        opened_at=clock.now(),
        opened_by_name=writing.signed(by),
    )
    writing.keep(isolation)
    return isolation


def _evidence(wanted: Wanted) -> str:
    """In the district's language: it is kept, not shown by language."""
    answers: Mapping[str, str] = {
        "room": "单独房间",
        "air": "通风",
        "helper": "有人送物",
        "nobody_frail": "无体弱者同住",
    }
    holds = "、".join(answers[one] for one in FIT if one in wanted.dwelling) or "均不具备"
    promise = "本人同意并签署承诺书" if wanted.has_promised else "本人同意"
    return f"居住条件:{holds};{promise}。{wanted.words}"[:300]
