"""The holder says that the office is wrong. Nobody is on duty here: the page's code is the only authority."""

from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor, without_duty
from tongzhou.kernel import database
from tongzhou.matters import actions as matters
from tongzhou.matters.actions import NewMatter
from tongzhou.passes.queries import Own
from tongzhou.passes.records import APPEAL
from tongzhou.places.queries import current_tree
from tongzhou.units.queries import seat_id

LENGTH = 300


def appeal(own: Own, words: str) -> str:
    """A matter of the town's office, which did not issue the pass; its receipt."""
    database.set_scope([own.place_id])
    town = current_tree().town_of(own.place_id)
    office = (seat_id(town.id) if town else None) or seat_id(own.place_id)
    assert office is not None, "every village has a town"
    opened = matters.open_matters(
        [
            NewMatter(
                case_type=APPEAL.code,
                owner_unit_id=office,
                place_id=own.place_id,
                note=" ".join(words.split())[:LENGTH],
            )
        ],
        by=_holder(own, office),
    )
    return str(opened[0])


def _holder(own: Own, office: UUID) -> Actor:
    """Whoever holds the page: for this one request, with the right to open a matter and no other."""
    return without_duty(own.place_id, unit_id=office, name=_("The holder of the pass"), unit_name=_("own page"))
