"""Proof of the work, added and read. A photo is drawn anew without its metadata; a document is kept as it came.

Never serve a document as a page of ours, and never count a proof of another kind than the one asked for.
"""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.kernel import clock, ids, photos
from tongzhou.matters import queries, steps
from tongzhou.matters.casetypes import Act, Proof
from tongzhou.matters.errors import MatterUnknown, ProofRefused
from tongzhou.matters.models import Event, Evidence, Matter

MOST_BYTES = 10 * 1024 * 1024
#: How a document begins: PDF; Word and Excel of today (a ZIP archive).
_BEGINNINGS = (b"%PDF-", b"PK\x03\x04")


def _kept(kind: str, content: bytes) -> bytes:
    if kind not in Proof.values:
        raise ProofRefused(_("Choose what kind of proof this is."), field="kind")
    if kind != Proof.DOCUMENT:
        return photos.redrawn(content)
    if len(content) > MOST_BYTES or not content.startswith(_BEGINNINGS):
        raise ProofRefused(_("A document is a PDF, Word or Excel file of at most 10 MB."), field="file")
    return content


def prove(
    matter_id: UUID,
    *,
    kind: str,
    content: bytes,
    name: str,
    by: Actor,
    note: str = "",
    proof_id: UUID | None = None,
) -> Evidence:
    """Add a proof to the story. Raises ProofRefused, PhotoRefused, errors of the step."""
    kept, made = _kept(kind, content), proof_id or ids.new()

    def change(matter: Matter, event: Event) -> None:
        event.object_id, event.object_name = made, kind
        matter.is_proved = matter.is_proved or matter.proof == kind

    (matter,) = steps.perform(Act.PROVE, [matter_id], by=by, note=note, change=change)
    return Evidence.objects.create(
        id=made,
        matter=matter,
        kind=kind,
        name=" ".join(name.split())[-100:],
        content=kept,
        added_at=clock.now(),
        added_by=by.staff_id,
        place_id=matter.place_id,
        sender_place_id=matter.sender_place_id,
        accountable_place_id=matter.accountable_place_id,
    )


def one(matter_id: UUID, proof_id: UUID, *, by: Actor) -> Evidence:
    """The proof. Raises MatterUnknown for one of a matter outside the duty."""
    found = Evidence.objects.filter(id=proof_id, matter__in=queries.seen(by).filter(id=matter_id)).first()
    if found is None:
        raise MatterUnknown(_("There is no such matter within your duty. Look it up in the list."))
    return found


def is_kept(proof_id: UUID, matter_id: UUID) -> bool:
    """Whether this proof stands in the story of the matter already."""
    return Evidence.objects.filter(id=proof_id, matter_id=matter_id).exists()


def destroy(day: date) -> list[UUID]:
    """The proofs of closed matters that were to be kept until a day before ``day``. For people.retention."""
    past = Evidence.objects.filter(matter__keep_until__lt=day, matter__closed_at__isnull=False)
    gone = sorted(past.values_list("id", flat=True))
    Evidence.objects.filter(id__in=gone).delete()
    return gone
