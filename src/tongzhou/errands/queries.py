"""The errands of whoever asks, at the places of the duty; and how far one is."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.errands import kinds
from tongzhou.errands.errors import ErrandUnknown
from tongzhou.errands.models import Errand
from tongzhou.kernel import jobs


def errands(*, by: Actor, kind: str = "") -> QuerySet[Errand]:
    """Those that the actor asked for and began, the last first."""
    own = Errand.objects.filter(account_id=by.account_id, number__isnull=False).defer("given", "result")
    own = own if by.is_wide else own.filter(place_id__in=by.scope.places)
    return (own.filter(kind=kind) if kind else own).order_by("-asked_at", "-id")


def errand(errand_id: UUID, *, by: Actor, lock: bool = False) -> Errand:
    """Raises ErrandUnknown for another's, or outside the scope."""
    found = Errand.objects.filter(id=errand_id, account_id=by.account_id)
    found = found if by.is_wide else found.filter(place_id__in=by.scope.places)
    one = (found.select_for_update() if lock else found).first()
    if one is None:
        raise ErrandUnknown(_("This work was asked for by somebody else, or is kept no longer."))
    return one


@dataclass(frozen=True)
class State:
    """``word``: waiting, working, done, refused or stopped. ``lines``: the result in words."""

    word: str
    lines: list[str]
    label: str
    leads_to: str
    is_worked: bool = True

    @property
    def is_over(self) -> bool:
        return self.word in ("done", "refused", "stopped")


def state(errand: Errand) -> State:
    kind = kinds.known[errand.kind]
    label, leads_to = str(kind.job.label), kind.leads_to
    if errand.ended_at is not None:
        lines = [errand.refused] if errand.refused else kind.words(errand.told or {})
        return State("refused" if errand.refused else "done", lines, label, leads_to)
    if errand.number is not None and jobs.has_failed(errand.number):
        return State("stopped", [], label, leads_to)
    return State("working" if errand.begun_at else "waiting", [], label, leads_to, jobs.is_worked())
