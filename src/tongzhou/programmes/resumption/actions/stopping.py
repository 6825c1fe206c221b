"""Stopping a firm: by a case among its staff, on site, or by order. It applies anew before it works again."""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, database
from tongzhou.ledger.actions import Entry
from tongzhou.matters import actions as matters
from tongzhou.matters.actions import NewMatter
from tongzhou.places.queries import current_tree
from tongzhou.programmes.resumption.actions import asking, deciding
from tongzhou.programmes.resumption.errors import FirmRefused, NotFound
from tongzhou.programmes.resumption.models import Application, Firm, State
from tongzhou.programmes.resumption.records import STOPPED, STOPPED_FIRM
from tongzhou.units.queries import seat_id

_UNDECIDED = (State.CHECKING, State.FILING, State.VISITING)


def stop(firm: Firm, why: str, words: str, by: Actor) -> None:
    """From this moment it does not work; its application is over."""
    at = clock.now()
    application = Application.objects.select_related("firm").filter(firm_id=firm.id, ended_at=None).first()
    if application and firm.state in _UNDECIDED:
        deciding.end(application, "stopped", words, by)
    Firm.objects.filter(id=firm.id).update(state=State.STOPPED, stopped_at=at, stopped_why=words[:200])
    Application.objects.filter(firm_id=firm.id, ended_at=None).update(ended_at=at)
    asking.write(Entry(STOPPED.code, firm.place_id, at, body={"why": why}), by)


def order(firm_id: UUID, *, words: str, by: Actor) -> None:
    """By order of the district, with its reason. Raises NotFound, FirmRefused."""
    require(by, Permission.RESUMPTION_FILE)
    firm = Firm.objects.filter(id=firm_id).first()
    if firm is None:
        raise NotFound(_("There is no such firm at the places of your duty."))
    if len(words.strip()) < 4:
        raise FirmRefused(_("Say why it is stopped, and on which document."), field="words")
    stop(firm, "order", words.strip(), by)


def of_case(person_ids: Collection[UUID], by: Actor) -> None:
    """Every firm whose list names one of these stops at once, in this transaction, wherever it is; its town is told.

    For people.hearing. The reviewed function answers which firms, and nothing about the person.
    """
    with database.cursor() as statement:
        statement.execute("SELECT firm, place, name FROM resumption_employers(%s::uuid[])", [list(person_ids)])
        found = statement.fetchall()
    if not found:
        return
    places = {place for _firm, place, _name in found}
    if not by.is_wide:
        database.set_scope(by.scope.places | places)
    try:
        acting = replace(by, scope=replace(by.scope, places=by.scope.places | places))
        acting = replace(acting, permissions=by.permissions | {Permission.MATTER_WORK})
        for firm in Firm.objects.filter(id__in=[firm for firm, _place, _name in found]).order_by("id"):
            stop(firm, "case", _("A case among the staff"), acting)
            _tell(firm, acting)
    finally:
        if not by.is_wide:
            database.set_scope(by.scope.places)


def _tell(firm: Firm, by: Actor) -> None:
    tree = current_tree()
    town = tree.town_of(firm.place_id) or tree.get(firm.place_id)
    office = seat_id(town.id)
    if office:
        wanted = NewMatter(case_type=STOPPED_FIRM.code, owner_unit_id=office, place_id=firm.place_id, note=firm.name)
        (opened,) = matters.open_matters([wanted], by=replace(by, post_id=firm.place_id))
        Firm.objects.filter(id=firm.id).update(stopped_matter=opened.id)
