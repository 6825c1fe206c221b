"""What a compound is like: asked once by whoever plans its round, kept as an entry, read by the gates."""

from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.ledger import actions as ledger
from tongzhou.ledger.actions import Entry
from tongzhou.passes.errors import PassRefused
from tongzhou.passes.models import Profile
from tongzhou.passes.records import PROFILED


def describe(place_id: UUID, *, by: Actor, sort: str, has_property_firm: bool, **numbers: int | None) -> Profile:
    """``numbers``: elderly, entrances, open_entrances, and the rule's outings and days or neither of both.

    Raises PassRefused for what cannot be.
    """
    require(by, Permission.PASS_ISSUE, place_id=place_id)
    if sort not in Profile.Sort.values:
        raise PassRefused(_("Choose what sort of compound it is."), field="sort")
    _refuse_wrong(**numbers)
    known = {**numbers, "sort": sort}
    profile, _is_new = Profile.objects.update_or_create(
        place_id=place_id, defaults={**known, "has_property_firm": has_property_firm}
    )
    entry = Entry(PROFILED.code, place_id, clock.now(), body={**known, "property_firm": has_property_firm})
    for verdict in ledger.append([entry], by=by):
        if verdict.error:
            raise verdict.error
    return profile


def _refuse_wrong(
    *,
    elderly: int | None,
    entrances: int | None,
    open_entrances: int | None,
    outings: int | None = None,
    days: int | None = None,
) -> None:
    if elderly is None or not 0 <= elderly <= 100:
        raise PassRefused(_("Of a hundred residents, 0 to 100 are old."), field="elderly")
    if entrances is None or open_entrances is None or not 1 <= open_entrances <= entrances <= 50:
        raise PassRefused(_("At least one entrance is open, and no more than there are."), field="open_entrances")
    is_rule = outings is not None and days is not None and 1 <= outings <= 20 and 1 <= days <= 14
    if (outings, days) != (None, None) and not is_rule:
        raise PassRefused(
            _("Say how many persons of a household may go out in how many days, or leave both empty."), field="outings"
        )
