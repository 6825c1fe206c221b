"""Places that the health authority would put on the list: each waits for a decision of headquarters.

Never say here whose stay it was: a proposal is a place and days. Never put a place on the draft without somebody's
decision; the draft is published by its own act.
"""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.matters import actions as matters
from tongzhou.matters import queries as worklists
from tongzhou.matters.actions import NewMatter
from tongzhou.matters.casetypes import State
from tongzhou.matters.models import Matter
from tongzhou.places.queries import current_tree
from tongzhou.programmes.riskareas import actions, national
from tongzhou.programmes.riskareas.actions import NewRule
from tongzhou.programmes.riskareas.errors import ProposalUnknown, RuleRefused
from tongzhou.programmes.riskareas.models import Proposal, Rule, Version
from tongzhou.programmes.riskareas.records import PROPOSED
from tongzhou.units.queries import seat_id


@dataclass(frozen=True, slots=True)
class Proposed:
    """``listed``: how the place stands on the draft or, without one, on the list in force."""

    proposal: Proposal
    name: str
    matter: Matter
    listed: Rule | None


def propose(place: str, from_on: date, until_on: date | None, by: Actor) -> UUID:
    """Work for headquarters; the one that waits already when the place does. For people.hearing. Raises RuleRefused."""
    code = actions.code_of(place)
    if from_on > clock.today() or (until_on is not None and until_on < from_on):
        raise RuleRefused(_("The first day is over, and the last one is not before it. Check both."), field="from_on")
    known = Proposal.objects.filter(code=code, decided_at=None).first()
    if known is not None:
        known.from_on = min(known.from_on, from_on)
        known.until_on = None if known.until_on is None or until_on is None else max(known.until_on, until_on)
        known.save(update_fields=["from_on", "until_on"])
        return known.matter_id
    top = current_tree().children(None)[0]
    wanted = NewMatter(case_type=PROPOSED.code, owner_unit_id=seat_id(top.id) or by.unit_id, place_id=top.id)
    acting = replace(by, permissions=by.permissions | {Permission.MATTER_WORK})
    (matter,) = matters.open_matters([wanted], by=acting)
    days = {"from_on": from_on, "until_on": until_on}
    Proposal.objects.create(matter_id=matter.id, place_id=top.id, code=code, proposed_at=clock.now(), **days)
    return matter.id


def waiting(*, by: Actor) -> list[Proposed]:
    """What waits for headquarters, the oldest first."""
    require(by, Permission.RISK_PUBLISH)
    found = list(Proposal.objects.filter(decided_at=None).order_by("proposed_at", "id"))
    known = {row.id: row for row in worklists.seen(by).filter(id__in=[one.matter_id for one in found])}
    return [_told(one, known[one.matter_id]) for one in found if one.matter_id in known]


def one(matter_id: UUID, *, by: Actor) -> Proposed:
    """Raises ProposalUnknown when it is not there, not here, or decided."""
    found = [proposed for proposed in waiting(by=by) if proposed.matter.id == matter_id]
    if not found:
        raise ProposalUnknown(_("This is decided already."))
    return found[0]


def _told(proposal: Proposal, matter: Matter) -> Proposed:
    version = Version.objects.defer("source").order_by("-number").first()
    listed = Rule.objects.filter(version=version, code=proposal.code).first() if version else None
    return Proposed(proposal, national.full_name(proposal.code), matter, listed)


def take(matter_id: UUID, *, by: Actor) -> Rule:
    """Put it on the draft. A place that stands there keeps what follows, and counts on more days, never on fewer.

    Raises ProposalUnknown, NotAllowed.
    """
    proposed = one(matter_id, by=by)
    proposal, listed = proposed.proposal, proposed.listed
    from_on, until_on = proposal.from_on, proposal.until_on
    kept = {}
    if listed is not None:
        from_on = min(from_on, listed.from_on)
        until_on = None if until_on is None or listed.until_on is None else max(until_on, listed.until_on)
        kept = {"look_back_days": str(listed.look_back_days), "follow": listed.follow}
    rule = actions.put(NewRule(proposal.code, str(from_on), str(until_on or ""), **kept), by=by)
    _close(proposed, "on_draft", "", by)
    return rule


def decline(matter_id: UUID, *, why: str, by: Actor) -> None:
    """The list stays as it is. Raises ProposalUnknown, errors of matters (a reason is needed)."""
    _close(one(matter_id, by=by), "not_needed", why, by)


def _close(proposed: Proposed, outcome: str, note: str, by: Actor) -> None:
    acting = replace(by, permissions=by.permissions | {Permission.MATTER_DECIDE, Permission.MATTER_WORK})
    if proposed.matter.state != State.ACCEPTED:
        matters.accept([proposed.matter.id], by=acting)
    matters.close([proposed.matter.id], outcome=outcome, note=note, by=acting)
    Proposal.objects.filter(id=proposed.proposal.id).update(decided_at=clock.now())
