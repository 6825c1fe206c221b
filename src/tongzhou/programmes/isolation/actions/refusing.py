"""The ladder: persuaded, proposed, decided, confirmed, handed over, taken to the site, each by somebody with a name.

The order of the steps stands in the table of the matter (records.REFUSAL); here is what each step keeps besides.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.matters import actions as matters
from tongzhou.matters import evidence, moving
from tongzhou.matters.casetypes import Act as Deed
from tongzhou.matters.casetypes import Proof
from tongzhou.matters.models import Event
from tongzhou.people.errors import SecondOfficerNeeded
from tongzhou.programmes.isolation import bases
from tongzhou.programmes.isolation.actions import ordering, writing
from tongzhou.programmes.isolation.errors import IsolationRefused
from tongzhou.programmes.isolation.models import Act, Isolation, Order, Site, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """``words``: what was done, by whom, with what answer. ``record``: the signed sheet, for a proposal. ``basis``:
    codes, for a decision. ``site_id`` and ``police``, for a transfer."""

    move: str
    words: str
    record: bytes | None = None
    basis: Collection[str] = ()
    site_id: UUID | None = None
    police: str = ""


def take(isolation_id: UUID, step: Step, *, by: Actor) -> None:
    """One step. Raises IsolationRefused, IsolationUnknown, errors of matters.moving."""
    isolation = _refusing(isolation_id)
    assert isolation.refusal_id is not None
    if step.move == "propose" and step.record:
        require(by, Permission.ISOLATION_CARE)
        evidence.prove(isolation.refusal_id, kind=Proof.SIGNATURE, content=step.record, name="record.jpg", by=by)
    basis = _basis(step) if step.move == "decide" else ""
    site = _site(step) if step.move == "transfer" else None
    moving.advance([isolation.refusal_id], move=step.move, words=step.words, by=by)
    if step.move == "decide":
        Isolation.objects.filter(id=isolation.id).update(basis=basis)
    elif step.move == "confirm":
        decided = _made(isolation, "decide")
        who = f"{decided.staff_name} · {decided.unit_name}"
        writing.order(
            isolation, Act.CENTRAL, isolation.basis, by_name=who, confirmed=writing.signed(by), words=decided.note
        )
    elif step.move == "serve":
        writing.order(
            isolation, Act.NOTICE, writing.resting_on(Act.NOTICE), by_name=writing.signed(by), words=step.words
        )
    elif site is not None:
        _transfer(isolation, site, step, by)


def _refusing(isolation_id: UUID) -> Isolation:
    isolation = writing.found(isolation_id)
    if isolation.state != State.REFUSED or isolation.refusal_id is None:
        raise IsolationRefused(_("This person does not refuse: there is no such step."))
    return isolation


def _basis(step: Step) -> str:
    """The chosen ones, all in force today. Raises IsolationRefused."""
    valid = {one.code for one in bases.in_force(Act.CENTRAL, clock.today())}
    chosen = [code for code in step.basis if code in valid]
    if not chosen or len(chosen) < len(step.basis):
        raise IsolationRefused(_("Choose what the decision rests on, among what is in force today."), field="basis")
    return " ".join(chosen)


def _site(step: Step) -> Site:
    site = Site.objects.filter(id=step.site_id).first() if step.site_id else None
    if site is None:
        raise IsolationRefused(_("Choose the central site."), field="site")
    if len(step.police.strip()) < 2:
        raise IsolationRefused(_("Name the police officer who assists, and the station."), field="police")
    return site


def _made(isolation: Isolation, move: str) -> Event:
    made = Event.objects.filter(matter=isolation.refusal_id or isolation.id, act=Deed.STEP, object_name=move)
    return made.order_by("-number")[0]


def _transfer(isolation: Isolation, site: Site, step: Step, by: Actor) -> None:
    """The person is taken there; from now on the site sees them, and the status holds."""
    assert isolation.refusal_id is not None
    words = _("%(words)s Police: %(police)s") % {"words": step.words, "police": step.police.strip()}
    isolation.state, isolation.site_place_id = State.CENTRAL, site.place_id
    isolation.save(update_fields=["state", "site_place"])
    Order.objects.filter(isolation=isolation).update(site_place_id=site.place_id)
    writing.order(
        isolation, Act.TRANSFER, writing.resting_on(Act.TRANSFER), by_name=writing.signed(by), words=str(words)
    )
    others = (_made(isolation, "confirm").staff_id, _made(isolation, "decide").staff_id)
    second = next(one for one in others if one != by.staff_id)
    ordering.hold(isolation, by=by, second_id=second, evidence=str(words))
    matters.close([isolation.refusal_id], outcome="moved", by=by)


def agree(isolation_id: UUID, *, has_promised: bool, words: str, second_id: UUID | None, by: Actor) -> None:
    """The person agrees after all, before the transfer: to stay at home, with a promise. Raises IsolationRefused."""
    require(by, Permission.ISOLATION_CARE)
    isolation = _refusing(isolation_id)
    assert isolation.refusal_id is not None
    if not has_promised:
        raise IsolationRefused(
            _("At home only with a signed promise. Let the person sign, then tick it."), field="promise"
        )
    if second_id is None:
        raise SecondOfficerNeeded(_("Name the second officer."), field="second")
    isolation.state = State.HOME
    isolation.save(update_fields=["state"])
    ordering.hold(isolation, by=by, second_id=second_id, evidence=f"经劝导后同意,签署承诺书。{words}"[:300])
    matters.close([isolation.refusal_id], outcome="agreed", note=words, by=by)
