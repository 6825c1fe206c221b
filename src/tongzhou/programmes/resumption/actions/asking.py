"""Firms: listing them, asking when they resume, telling them what is required."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from tongzhou.access import looks
from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.encounters.firms import Answer
from tongzhou.kernel import clock, database, sealing
from tongzhou.ledger import actions as ledger
from tongzhou.ledger.actions import Entry
from tongzhou.people import idcheck
from tongzhou.places.queries import current_tree
from tongzhou.programmes.resumption import codes, rules
from tongzhou.programmes.resumption.errors import FirmRefused, NotFound
from tongzhou.programmes.resumption.models import Firm, Requirement, Size, State, Trade
from tongzhou.programmes.resumption.records import ASKED, KEEP_DAYS

MOST_STAFF = 500_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFirm:
    """``contact`` and ``phone``: whom to speak with."""

    place_id: UUID | None
    name: str
    credit_code: str
    size: str = Size.SMALL
    trade: str = Trade.OTHER
    staff_number: int = 0
    from_outside: int = 0
    contact: str = ""
    phone: str = ""


def enter(new: NewFirm) -> Firm:
    """The firm of that code, brought up to date, or made. The caller has asked who may. Raises FirmRefused."""
    code, name = codes.credit_code(new.credit_code), " ".join(new.name.split())[:100]
    if len(name) < 2:
        raise FirmRefused(_("Write the firm's name as on its licence."), field="name")
    if new.place_id is None or new.place_id not in current_tree().nodes:
        raise FirmRefused(_("Choose where the firm works."), field="place")
    if new.size not in Size.values or new.trade not in Trade.values:
        raise FirmRefused(_("Choose its size and trade."), field="size")
    if not 0 <= new.from_outside <= new.staff_number <= MOST_STAFF:
        raise FirmRefused(_("Staff from outside are part of the staff."), field="from_outside")
    known = Firm.objects.filter(credit_code=code).first()
    known = known or Firm.objects.filter(credit_code=None, place_id=new.place_id, name=name).first()
    key = sealing.unwrap(bytes(known.wrapped_key)) if known else sealing.new_key()
    parts = {
        **{"name": name, "credit_code": code, "size": new.size, "trade": new.trade, "staff_number": new.staff_number},
        **{"from_outside": new.from_outside, "keep_until": clock.today() + timedelta(days=KEEP_DAYS)},
        "contact": sealing.seal(key, {"name": new.contact.strip()[:100], "phone": _phone(new.phone)}),
    }
    if known is None:
        return _kept(Firm(place_id=new.place_id, wrapped_key=sealing.wrap(key), **parts))
    for part, value in parts.items():
        setattr(known, part, value)
    return _kept(known)


def _kept(firm: Firm) -> Firm:
    try:
        with database.atomic():
            firm.save()
    except IntegrityError as error:
        raise FirmRefused(
            _("This firm is listed already, under another name or at another place."), field="credit_code"
        ) from error
    return firm


def _phone(text: str) -> str:
    return idcheck.phone(text) if text.strip() else ""


def list_firm(new: NewFirm, *, by: Actor) -> Firm:
    """Put a firm of the own places on the list. Raises FirmRefused, NotAllowed."""
    require(by, Permission.RESUMPTION_ASK, place_id=new.place_id)
    return enter(new)


def ask(firm_id: UUID, *, planned_on: date | None, by: Actor) -> Firm:
    """It says when it means to resume and is told the sheet in force; asked again, the last answer holds.

    Raises NotFound, RequirementRefused.
    """
    require(by, Permission.RESUMPTION_ASK)
    firm = Firm.objects.select_for_update().filter(id=firm_id).first()
    if firm is None:
        raise NotFound(_("There is no such firm at the places of your duty."))
    return _answered(firm, planned_on, rules.in_force(), by)


def _answered(firm: Firm, planned_on: date | None, told: Requirement, by: Actor) -> Firm:
    firm.planned_on, firm.told, firm.asked_at = planned_on, told, clock.now()
    firm.asked_by_name = f"{by.name} · {by.unit_name}"[:220]
    if firm.state == State.LISTED:
        firm.state = State.ASKED
    firm.save(update_fields=["planned_on", "told", "asked_at", "asked_by_name", "state"])
    write(Entry(ASKED.code, firm.place_id, firm.asked_at), by)
    return firm


def hear(answers: Sequence[Answer], by: Actor) -> None:
    """What another programme's conversations learned; a firm that is not listed yet is listed. For encounters.firms."""
    named = {(answer.place_id, " ".join(answer.name.split())[:100]): answer for answer in answers}
    places, names = {place for place, _name in named}, {name for _place, name in named}
    known = {(firm.place_id, firm.name): firm for firm in Firm.objects.filter(place_id__in=places, name__in=names)}
    fresh = [_heard_of(place, name) for place, name in named if (place, name) not in known]
    Firm.objects.bulk_create(fresh)
    firms = [firm for key, firm in known.items() if key in named] + fresh
    for firm in firms:
        answer = named[firm.place_id, firm.name]
        firm.planned_on = answer.planned_on or firm.planned_on
        firm.script, firm.asked_at = answer.version or firm.script, clock.now()
        firm.asked_by_name = f"{by.name} · {by.unit_name}"[:220]
        firm.state = State.ASKED if firm.state == State.LISTED else firm.state
    Firm.objects.bulk_update(firms, ["planned_on", "script", "asked_at", "asked_by_name", "state"])
    for verdict in ledger.append([Entry(ASKED.code, firm.place_id, clock.now()) for firm in firms], by=by):
        if verdict.error:
            raise verdict.error


def _heard_of(place_id: UUID, name: str) -> Firm:
    key = sealing.new_key()
    return Firm(
        place_id=place_id,
        name=name,
        size=Size.SMALL,
        trade=Trade.OTHER,
        staff_number=0,
        wrapped_key=sealing.wrap(key),
        contact=sealing.seal(key, {"name": "", "phone": ""}),
        keep_until=clock.today() + timedelta(days=KEEP_DAYS),
    )


def contact(firm_id: UUID, *, by: Actor) -> tuple[str, str]:
    """(name, telephone) of whom to speak with; the look is written first. Raises NotFound."""
    require(by, Permission.RESUMPTION_ASK)
    firm = Firm.objects.filter(id=firm_id).first()
    if firm is None:
        raise NotFound(_("There is no such firm at the places of your duty."))
    looks.log(by, subjects=[(firm.id, firm.place_id)], what="firm", reason=firm.name)
    found = sealing.unseal(sealing.unwrap(bytes(firm.wrapped_key)), bytes(firm.contact))
    return str(found["name"]), str(found["phone"])


def write(entry: Entry, by: Actor) -> None:
    for verdict in ledger.append([entry], by=by):
        if verdict.error:
            raise verdict.error
