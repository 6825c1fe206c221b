"""Handing in an errand, beginning it, dropping it before it began, destroying what is past its week."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.errands import files, queries
from tongzhou.errands.errors import ErrandBegun
from tongzhou.errands.kinds import Kind
from tongzhou.errands.models import Errand
from tongzhou.kernel import clock, jobs, sealing

KEEP_DAYS = 7


def hand_in(
    kind: Kind, *, name: str, by: Actor, content: bytes = b"", asked: Mapping[str, Any] | None = None
) -> Errand:
    """Keep what is to be done; :func:`begin` it when the asker has said all."""
    errand = Errand(
        kind=kind.job.name,
        name=name[:120],
        place_id=by.post_id,
        account_id=by.account_id,
        language=get_language() or "zh-hans",
        asked=dict(asked or {}),
        wrapped_key=sealing.wrap(sealing.new_key()),
        asked_at=clock.now(),
        keep_until=clock.today() + timedelta(days=KEEP_DAYS),
    )
    errand.given = files.sealed(errand, content) if content else None
    errand.save()
    return errand


def begin(errand_id: UUID, *, by: Actor, asked: Mapping[str, Any] | None = None) -> Errand:
    """Let the worker do it after this transaction, under the same duty. Raises ErrandUnknown, ErrandBegun."""
    errand = queries.errand(errand_id, by=by, lock=True)
    if errand.number is not None:
        raise ErrandBegun(_("This has begun already; nothing is done twice."))
    errand.asked = {**errand.asked, **(asked or {})}
    errand.number = jobs.enqueue(jobs.known[errand.kind], by=by, errand_id=errand.id)
    errand.save(update_fields=["asked", "number"])
    return errand


def ask(kind: Kind, *, name: str, by: Actor, content: bytes = b"", asked: Mapping[str, Any] | None = None) -> Errand:
    """Hand it in and begin it."""
    return begin(hand_in(kind, name=name, by=by, content=content, asked=asked).id, by=by)


def drop(errand_id: UUID, *, by: Actor) -> None:
    """Forget one that has not begun, its file at once. Raises ErrandUnknown, ErrandBegun."""
    errand = queries.errand(errand_id, by=by, lock=True)
    if errand.number is not None:
        raise ErrandBegun(_("This has begun already; nothing is done twice."))
    errand.given, errand.ended_at, errand.refused = None, clock.now(), _("Dropped before it began.")
    errand.save(update_fields=["given", "ended_at", "refused"])


def destroy(day: date) -> list[UUID]:
    """Errands that were to be kept until a day before ``day``, their files with them. For people.retention."""
    gone = sorted(Errand.objects.filter(keep_until__lt=day).values_list("id", flat=True))
    Errand.objects.filter(id__in=gone).delete()
    return gone
