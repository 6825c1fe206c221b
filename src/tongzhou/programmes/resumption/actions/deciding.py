"""Signing by departments, the check of the town or park, filing by the district; sending back at any stage."""

from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.matters import actions as matters
from tongzhou.matters import moving
from tongzhou.matters import queries as worklists
from tongzhou.matters.casetypes import State as MatterState
from tongzhou.matters.models import Matter
from tongzhou.programmes.resumption.errors import NotFound, WrongStage
from tongzhou.programmes.resumption.models import Application, Firm, Signature, State


def sign(application_id: UUID, *, is_agreed: bool, words: str, by: Actor) -> None:
    """The answer of the actor's department. Raises NotFound, WrongStage, errors of matters."""
    require(by, Permission.RESUMPTION_SIGN)
    found = Signature.objects.filter(application_id=application_id, unit_id=by.unit_id).first()
    if found is None:
        raise NotFound(_("Your department does not sign this application."))
    if _matter(found.matter_id, by).is_closed:
        raise WrongStage(_("Your department has signed already."))
    matters.close([found.matter_id], outcome="agreed" if is_agreed else "objected", note=words, by=by)


def check(application_id: UUID, *, words: str, by: Actor) -> None:
    """The town or park has looked through it: on to the district. Raises NotFound, WrongStage, errors of matters."""
    require(by, Permission.RESUMPTION_CHECK)
    application = one(application_id)
    acting = decider(by)
    if _matter(application.matter_id, by).state == MatterState.OPEN:
        matters.accept([application.matter_id], by=acting)
    moving.advance([application.matter_id], move="pass", words=words, by=acting)
    Application.objects.filter(id=application.id).update(checked_by=by.staff_id)
    Firm.objects.filter(id=application.firm_id).update(state=State.FILING)


def file(application_id: UUID, *, words: str, by: Actor) -> None:
    """The district files what every department has agreed to. Raises WrongStage naming whoever has not answered."""
    require(by, Permission.RESUMPTION_FILE)
    application = one(application_id)
    open_ones = [name for name, outcome in answers(application, by) if outcome != "agreed"]
    if open_ones:
        names = "、".join(open_ones)
        raise WrongStage(_("Not yet agreed: %(names)s.") % {"names": names})
    moving.advance([application.matter_id], move="file", words=words, by=decider(by))
    Firm.objects.filter(id=application.firm_id).update(state=State.VISITING)


def send_back(application_id: UUID, *, words: str, by: Actor) -> None:
    """What is lacking is told to the firm, which applies anew. Raises NotFound, errors of matters."""
    require(by, Permission.RESUMPTION_CHECK)
    end(one(application_id), "sent_back", words, by)


def end(application: Application, outcome: str, words: str, by: Actor) -> None:
    """Close the application's matter and the signatures that are still open."""
    acting = decider(by)
    if _matter(application.matter_id, by).state == MatterState.OPEN:
        matters.accept([application.matter_id], by=acting)
    matters.close([application.matter_id], outcome=outcome, note=words, by=acting)
    _close_signatures(application, acting)
    ended = clock.now() if outcome != "allowed" else None
    Application.objects.filter(id=application.id).update(ended_at=ended)
    Firm.objects.filter(id=application.firm_id).update(state=outcome)


def _close_signatures(application: Application, by: Actor) -> None:
    """Departments that have not answered need not any more. Their matters lie at the district, outside of a town."""
    wanted = list(application.signatures.values_list("matter_id", flat=True))
    seeing = replace(by, permissions=by.permissions | {Permission.MATTER_VIEW, Permission.RESUMPTION_SIGN})
    still = list(worklists.seen(seeing).unfinished().filter(id__in=wanted).values_list("id", "place_id"))
    if still:
        places = by.scope.places | {place for _id, place in still}
        acting = replace(seeing, scope=replace(by.scope, places=places))
        matters.close([id for id, _place in still], outcome="over", note="", by=acting)


def decider(by: Actor) -> Actor:
    """The actor with the right to take the step that an action of this room has judged."""
    return replace(by, permissions=by.permissions | {Permission.MATTER_DECIDE, Permission.MATTER_WORK})


def one(application_id: UUID) -> Application:
    """Raises NotFound when there is none in scope that is not decided."""
    found = Application.objects.select_related("firm").filter(id=application_id, ended_at=None).first()
    if found is None:
        raise NotFound(_("There is no such application, or it is decided."))
    return found


def answers(application: Application, by: Actor) -> list[tuple[str, str]]:
    """(department, outcome or "") of every signature, as far as its matter is seen."""
    signatures = list(application.signatures.select_related("unit").order_by("unit__name"))
    seen = worklists.seen(replace(by, permissions=by.permissions | {Permission.MATTER_VIEW}))
    outcomes = dict(seen.filter(id__in=[one.matter_id for one in signatures]).values_list("id", "outcome"))
    return [(one.unit.name, outcomes.get(one.matter_id) or "") for one in signatures]


def _matter(matter_id: UUID, by: Actor) -> Matter:
    return worklists.one(matter_id, by=replace(by, permissions=by.permissions | {Permission.MATTER_VIEW})).matter
