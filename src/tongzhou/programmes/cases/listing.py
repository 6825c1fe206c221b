"""A place where a case was, proposed for the list of risk areas; headquarters decides.

Only the place and the days are told: never whose stay it was, nor that it belongs to this case.
"""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.people import hearing
from tongzhou.programmes.cases.errors import CaseRefused, CaseUnknown
from tongzhou.programmes.cases.models import Case, State


def propose(case_id: UUID, *, place: str, from_on: date | None, until_on: date | None, by: Actor) -> None:
    """Work for headquarters. Raises CaseRefused, CaseUnknown, what the list refuses."""
    require(by, Permission.CASE_NOTIFY)
    case = Case.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        raise CaseUnknown(_("There is no such case."))
    if case.state != State.CONFIRMED:
        raise CaseRefused(_("Only where a confirmed case was is proposed."), field="listed")
    if from_on is None:
        raise CaseRefused(_("From which day on was the case there?"), field="from_on")
    case.listing_id = hearing.tell_of_place(place, from_on=from_on, until_on=until_on, by=by)
    if case.listing_id is None:
        raise CaseRefused(_("Nobody keeps a list of risk areas here."), field="listed")
    case.save(update_fields=["listing_id"])
