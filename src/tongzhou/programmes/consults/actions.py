"""Recording a consult, and sending somebody to a fever clinic. See encounters.recording for what each raises."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongzhou.access.actors import Actor
from tongzhou.encounters import recording
from tongzhou.encounters.encounters import Encounter, Recorded
from tongzhou.encounters.programme import Programme
from tongzhou.kernel.errors import RuleBroken
from tongzhou.ledger.models import Stored
from tongzhou.matters import actions as matters
from tongzhou.matters import queries as worklists
from tongzhou.matters.models import Matter
from tongzhou.programmes.consults import coding, following
from tongzhou.programmes.consults.following import ESCALATION, TRANSPORTS
from tongzhou.programmes.consults.forms import CODE
from tongzhou.programmes.consults.records import CONSULTED
from tongzhou.programmes.consults.rules import REASONS
from tongzhou.units import queries as units


class WayNeeded(RuleBroken):
    code = "way_needed"


def escalation(entry_id: UUID, *, by: Actor) -> Matter | None:
    """The escalation that the consult opened, as far as it can be seen from here."""
    found = worklists.every_of_entry(entry_id, by=by)
    return next((matter for matter in found if matter.case_type == ESCALATION.code), None)


def _after(first: Stored, by: Actor) -> dict[str, Any]:
    """Beside a recorded consult: the reason by rule, the escalation, and where it may be sent."""
    reason = REASONS.get(first.body.get("clinic", ""))
    shown = {"reason": reason, "escalation": escalation(first.id, by=by)}
    return shown | {"clinics": list(units.clinics().values_list("id", "name")), "transports": list(TRANSPORTS.items())}


CONSULT = Programme(
    namespace="consults",
    title=gettext_lazy("Consult"),
    questionnaire=CODE,
    kind=CONSULTED,
    body=coding.body,
    follow=following.open_for,
    drop=following.drop_for,
    follow_up=following.FOLLOW_UP.code,
    mend=following.mend,
    carried=("home_province", "recent", "recent_where", "wuhan", "contact"),
    after=_after,
)


def consult(consults: Sequence[Encounter], *, by: Actor) -> list[Recorded]:
    """Record each, open its call and, by the rule, its escalation. A resend stores nothing again."""
    return recording.record(CONSULT, consults, by=by)


def correct(*, entry_id: UUID, answers: Mapping[str, Any], by: Actor) -> UUID:
    """Another set of answers, by one of its authors; the new entry's id."""
    return recording.correct(CONSULT, entry_id=entry_id, answers=answers, by=by)


def send(*, entry_id: UUID, clinic_id: UUID | None, transport: str, by: Actor) -> Matter:
    """Send on to that clinic by that means; nobody is sent by bus. Raises WayNeeded, errors of matters."""
    matter = escalation(entry_id, by=by)
    if matter is None:
        raise WayNeeded(_("The rule does not send this person to a clinic. Correct the consult if it should."))
    if clinic_id is None or not units.clinics().filter(id=clinic_id).exists():
        raise WayNeeded(_("Choose the fever clinic."), field="clinic")
    if transport not in TRANSPORTS:
        raise WayNeeded(_("Say how the person gets there."), field="transport")
    way = str(TRANSPORTS[transport])
    return matters.transfer([matter.id], to_unit_id=clinic_id, reason=way, by=by)[0]
