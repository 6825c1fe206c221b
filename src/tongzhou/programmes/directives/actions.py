"""Issuing a directive, setting how it is done below, withdrawing it. Each moves the matters of its receivers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, ids
from tongzhou.matters import actions as matters
from tongzhou.matters import evidence
from tongzhou.matters import queries as worklists
from tongzhou.matters.actions import NewMatter
from tongzhou.matters.casetypes import Proof, State
from tongzhou.places.queries import current_tree
from tongzhou.programmes.directives.errors import DirectiveRefused, DirectiveUnknown
from tongzhou.programmes.directives.models import Directive, Task
from tongzhou.programmes.directives.records import DIRECTIVE, KEEP_DAYS, PROVED
from tongzhou.response import queries as response
from tongzhou.units.queries import seat_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for. ``under``: the directive that it carries out, whose basis it keeps."""

    title: str
    words: str
    due_at: datetime | None
    document: str = ""
    article: str = ""
    document_on: date | None = None
    proof: str = ""
    under: UUID | None = None


def issue(wanted: Wanted, places: Collection[UUID], *, by: Actor) -> Directive:
    """Send to the chosen places directly below the actor's post, one matter each. Raises DirectiveRefused."""
    require(by, Permission.DIRECTIVE_ISSUE)
    directive = _directive(wanted, by)
    below = {node.id for node in current_tree().children(by.post_id)}
    offices = {place: seat_id(place) for place in dict.fromkeys(places) if place in below}
    if not offices or len(offices) < len(set(places)) or None in offices.values():
        raise DirectiveRefused(_("Choose who is to do it, among the places directly below yours."), field="places")
    directive.save(force_insert=True)
    tasks = [Task(directive=directive, place_id=place, above_id=by.post_id, matter_id=ids.new()) for place in offices]
    Task.objects.bulk_create(tasks)
    matters.open_matters([_matter(task, directive, offices) for task in tasks], by=by)
    return directive


def carry_out(matter_id: UUID, *, photo: bytes, proof_id: UUID, words: str, by: Actor) -> bool:
    """Taken in hand where nobody has, proved by a photo and handed in as done, in one; whether it is new.

    Raises DirectiveUnknown, PhotoRefused, errors of the steps.
    """
    require(by, Permission.MATTER_WORK)
    is_own = Task.objects.filter(matter_id=matter_id, place_id__in=by.scope.places).exists()
    matter = worklists.seen(by).filter(id=matter_id).select_for_update(of=("self",)).first() if is_own else None
    if matter is None:
        raise DirectiveUnknown(_("There is no such task at the places of your duty."), field="matter")
    if evidence.is_kept(proof_id, matter_id):
        return False
    if matter.state in (State.OPEN, State.RETURNED):
        matters.accept([matter_id], by=by)
    evidence.prove(matter_id, kind=Proof.PHOTO, content=photo, name="photo.jpg", by=by, proof_id=proof_id)
    matters.submit([matter_id], outcome="done", note=words, by=by)
    return True


def _matter(task: Task, directive: Directive, offices: dict[UUID, UUID | None]) -> NewMatter:
    office = offices[task.place_id]
    assert office is not None
    return NewMatter(
        case_type=DIRECTIVE.code,
        owner_unit_id=office,
        place_id=task.place_id,
        due_at=directive.due_at,
        proof=directive.proof,
        note=directive.title,
        id=task.matter_id,
    )


def _directive(wanted: Wanted, by: Actor) -> Directive:
    at = clock.now()
    if len(wanted.title.strip()) < 2 or len(wanted.words.strip()) < 2:
        raise DirectiveRefused(_("Give it a title, and say what is to be done."), field="title")
    if wanted.due_at is None or wanted.due_at <= at:
        raise DirectiveRefused(_("Choose a deadline that lies ahead."), field="due_at")
    if wanted.proof not in ("", *Proof.values):
        raise DirectiveRefused(_("Choose what proof is wanted."), field="proof")
    if not wanted.proof and response.value(PROVED) == "yes":
        raise DirectiveRefused(_("At this response level every directive wants a proof. Choose which."), field="proof")
    above = _above(wanted.under, by) if wanted.under else None
    document, on = (above.document, above.document_on) if above else (wanted.document.strip(), wanted.document_on)
    if not document or on is None:
        raise DirectiveRefused(_("Name the document that it rests on, and its day."), field="document")
    if above and wanted.due_at > above.due_at:
        raise DirectiveRefused(_("Your deadline must lie inside the one of the level above."), field="due_at")
    if above and above.proof and wanted.proof != above.proof:
        words = {"kind": Proof(above.proof).label}
        raise DirectiveRefused(_("The level above wants this proof: %(kind)s.") % words, field="proof")
    return Directive(
        title=wanted.title.strip()[:100],
        words=wanted.words.strip()[:1000],
        document=document[:200],
        article=above.article if above else wanted.article.strip()[:100],
        document_on=on,
        proof=wanted.proof,
        due_at=wanted.due_at,
        under=above,
        unit_id=by.unit_id,
        issued_at=at,
        issued_by=by.staff_id,
        issued_by_name=f"{by.name} · {by.unit_name}"[:220],
    )


def _above(directive_id: UUID, by: Actor) -> Directive:
    """The directive that asked the actor's own place. Raises DirectiveUnknown."""
    task = Task.objects.filter(directive_id=directive_id, place_id=by.post_id, directive__withdrawn_at=None)
    found = task.select_related("directive").first()
    if found is None:
        raise DirectiveUnknown(_("No such directive was sent to your place."))
    return found.directive


def withdraw(directive_id: UUID, *, reason: str, by: Actor) -> None:
    """Take it back, with all that was set below it: open tasks are handed in as withdrawn and wait for a second person
    to confirm that; what is being confirmed already goes on. Raises DirectiveUnknown, DirectiveRefused."""
    require(by, Permission.DIRECTIVE_ISSUE)
    own = Directive.objects.filter(id=directive_id, unit_id=by.unit_id, withdrawn_at=None)
    directive = own.select_for_update().first()
    why = " ".join(reason.split())[:200]
    if directive is None:
        raise DirectiveUnknown(_("There is no such directive of your office in force."))
    if not why:
        raise DirectiveRefused(_("Say why it is withdrawn."), field="why")
    every = [directive.id, *Directive.objects.filter(under=directive).values_list("id", flat=True)]
    Directive.objects.filter(id__in=every, withdrawn_at=None).update(withdrawn_at=clock.now(), withdrawn_why=why)
    wanted = Task.objects.filter(directive_id__in=every).values_list("matter_id", flat=True)
    found = worklists.seen(by).unfinished().filter(id__in=list(wanted))
    states = {matter.id: matter.state for matter in found if matter.place_id in by.scope}
    waiting = [id for id, state in states.items() if state in (State.OPEN, State.RETURNED)]
    if waiting:
        matters.accept(waiting, by=by)
    in_hand = [id for id, state in states.items() if state != State.CHECKING]
    if in_hand:
        matters.submit(in_hand, outcome="withdrawn", note=why, by=by)


def destroy(day: date) -> list[UUID]:
    """Directives, with their tasks, whose deadline and those of all below them lie a year before ``day``. For
    people.retention."""
    before = clock.start_of(day) - timedelta(days=KEEP_DAYS)
    kept = Directive.objects.filter(under__isnull=False, due_at__gte=before).values("under_id")
    past = Directive.objects.filter(due_at__lt=before).exclude(id__in=kept)
    gone = sorted(past.values_list("id", flat=True))
    Task.objects.filter(directive_id__in=gone).delete()
    Directive.objects.filter(id__in=gone, under__isnull=False).delete()
    Directive.objects.filter(id__in=gone).delete()
    return gone
