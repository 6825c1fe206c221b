"""An application, on the public page or by a worker: materials once; departments and town are asked at once."""

import secrets
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor, without_duty
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, database, ids
from tongzhou.kernel import codes as receipts
from tongzhou.ledger.actions import Entry
from tongzhou.matters import actions as matters
from tongzhou.matters.actions import NewMatter
from tongzhou.people import tokens
from tongzhou.places.queries import current_tree
from tongzhou.programmes.resumption import rules
from tongzhou.programmes.resumption.actions import asking
from tongzhou.programmes.resumption.actions.asking import NewFirm
from tongzhou.programmes.resumption.errors import ApplicationRefused, NotFound
from tongzhou.programmes.resumption.models import Application, Firm, Requirement, Signature, State
from tongzhou.programmes.resumption.records import APPLIED, KEEP_DAYS, RESUMPTION, SIGN
from tongzhou.units.queries import seat_id

PER_PLACE_AND_HOUR = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class NewApplication:
    """``exempt``: the class that may work at once, "" for none. ``promised_by``: who signs for the firm."""

    firm: NewFirm
    planned_on: date | None
    plan: str
    promised_by: str
    is_promised: bool
    exempt: str = ""


@dataclass(frozen=True, slots=True)
class Applied:
    """``code`` follows it; shown once."""

    application: Application
    code: str


def apply(new: NewApplication, *, by: Actor | None) -> Applied:
    """Raises FirmRefused, TooEarly, ApplicationRefused. With nobody on duty the scope is the firm's place alone."""
    place_id = new.firm.place_id
    if by is not None:
        require(by, Permission.RESUMPTION_ASK, place_id=place_id)
    elif place_id is not None:
        database.set_scope([place_id])
    _check(new)
    if by is None and place_id is not None:
        _refuse_flood(place_id)
    firm = asking.enter(new.firm)
    if Application.objects.filter(firm=firm, ended_at=None).exists():
        raise ApplicationRefused(
            _("This firm has an application already. Follow it with its code."), field="credit_code"
        )
    assert new.planned_on is not None
    in_force = rules.in_force()
    rules.refuse_early(new.planned_on, new.exempt, in_force)
    code, now = receipts.of(secrets.randbits(60)), clock.now()
    application = Application.objects.create(
        firm=firm,
        place_id=firm.place_id,
        rules=in_force,
        planned_on=new.planned_on,
        exempt=new.exempt,
        plan=new.plan.strip(),
        promised_by=new.promised_by.strip()[:100],
        token=tokens.of_receipt(code),
        matter_id=ids.new(),
        made_at=now,
        made_by_name=f"{by.name} · {by.unit_name}"[:220] if by else "",
        keep_until=clock.day_of(now) + timedelta(days=KEEP_DAYS),
    )
    firm.state, firm.planned_on, firm.stopped_at, firm.stopped_why = State.CHECKING, new.planned_on, None, ""
    firm.save(update_fields=["state", "planned_on", "stopped_at", "stopped_why"])
    _ask_everybody(application, firm, in_force, by)
    return Applied(application, receipts.grouped(code))


def _check(new: NewApplication) -> None:
    if new.planned_on is None:
        raise ApplicationRefused(_("Say on which day you mean to resume."), field="planned_on")
    if not 4 <= len(new.plan.strip()) <= 2000:
        raise ApplicationRefused(_("Say in up to 2,000 characters how you keep the epidemic out."), field="plan")
    if not new.is_promised or len(new.promised_by.strip()) < 2:
        raise ApplicationRefused(_("Somebody must promise for the firm, by name."), field="promised_by")


def _refuse_flood(place_id: UUID) -> None:
    recent = Application.objects.filter(place_id=place_id, made_at__gt=clock.now() - timedelta(hours=1))
    if recent[:PER_PLACE_AND_HOUR].count() >= PER_PLACE_AND_HOUR:
        raise ApplicationRefused(_("Very many applications come in just now. Try again in an hour."))


def _ask_everybody(application: Application, firm: Firm, rules: Requirement, by: Actor | None) -> None:
    """One matter for the town or park, one for each department, all at once."""
    tree = current_tree()
    town = tree.town_of(firm.place_id) or tree.get(firm.place_id)
    checker, top = seat_id(town.id), tree.path(firm.place_id)[0].id
    if checker is None:
        raise ApplicationRefused(_("No office answers for this place yet."), field="place")
    opener = _opener(firm.place_id, checker, by)
    signatures = [
        Signature(application=application, place_id=firm.place_id, unit_id=unit, matter_id=ids.new())
        for unit in rules.departments
    ]
    wanted = [
        NewMatter(
            case_type=RESUMPTION.code,
            owner_unit_id=checker,
            place_id=firm.place_id,
            note=firm.name,
            id=application.matter_id,
        ),
        *(
            NewMatter(
                case_type=SIGN.code,
                owner_unit_id=one.unit_id,
                place_id=top,
                note=firm.name,
                id=one.matter_id,
            )
            for one in signatures
        ),
    ]
    matters.open_matters(wanted, by=opener)
    Signature.objects.bulk_create(signatures)
    asking.write(Entry(APPLIED.code, firm.place_id, application.made_at, body={"exempt": application.exempt}), opener)


def _opener(place_id: UUID, unit_id: UUID, by: Actor | None) -> Actor:
    if by is not None:
        return replace(by, post_id=place_id, permissions=by.permissions | {Permission.MATTER_WORK})
    return without_duty(place_id, unit_id=unit_id, name="企业")


@dataclass(frozen=True, slots=True)
class Followed:
    """What the firm may know of its own application. ``silent``: departments past their two working days."""

    application_id: UUID
    place_id: UUID
    firm: str
    planned_on: date
    state: str
    stopped_why: str
    answer: str
    staff: int
    waiting: list[str]
    silent: list[str]

    @property
    def label(self) -> str:
        return str(State(self.state).label)


def follow(code: str) -> Followed:
    """The application of a code, however it is spelled. Raises NotFound. The caller notes who tries codes."""
    plain = receipts.plain(code)
    row = None
    if plain is not None:
        with database.cursor() as statement:
            statement.execute("SELECT * FROM resumption_followed(%s, %s)", [tokens.of_receipt(plain), clock.now()])
            row = statement.fetchone()
    if row is None:
        raise NotFound(_("No application opens with this code. Compare it with the receipt."), field="code")
    return Followed(*row)
