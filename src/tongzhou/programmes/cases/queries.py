"""Reads of cases, for the health authority alone. Masked; the person's page opens an identity for a reason."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.matters import presenting
from tongzhou.matters import queries as matters
from tongzhou.matters.presenting import Line
from tongzhou.people import queries as people
from tongzhou.programmes.cases import rules
from tongzhou.programmes.cases.errors import CaseUnknown
from tongzhou.programmes.cases.models import Case, Contact, Notice
from tongzhou.programmes.cases.records import FOLLOWS
from tongzhou.response import queries as response
from tongzhou.response.queries import Held

PAGE = 200


@dataclass(frozen=True)
class Row:
    case: Case
    masked: str
    contacts: int


@dataclass(frozen=True)
class Met:
    """A contact with how they met, the document by which they were judged, the work and the rules of that day."""

    contact: Contact
    masked: str
    kind: str
    document: str
    line: Line | None
    then: list[Held]


def cases(*, by: Actor) -> list[Row]:
    """The latest first."""
    require(by, Permission.CASE_NOTIFY)
    found = list(Case.objects.select_related("place").order_by("-noticed_at", "id")[:PAGE])
    names = people.masked([case.person_id for case in found])
    close = list(Contact.objects.filter(case__in=found, is_close=True).values_list("case_id", flat=True))
    return [Row(case, names.get(case.person_id, "—"), close.count(case.id)) for case in found]


def one(case_id: UUID, *, by: Actor) -> tuple[Row, list[Notice], list[Met]]:
    """Raises CaseUnknown."""
    found = [row for row in cases(by=by) if row.case.id == case_id]
    if not found:
        raise CaseUnknown(_("There is no such case."))
    contacts = list(Contact.objects.filter(case_id=case_id).select_related("place").order_by("judged_at", "id"))
    names = people.masked([contact.person_id for contact in contacts])
    work = matters.rows(matters.seen(by).filter(id__in=[one.matter_id for one in contacts if one.matter_id]), by=by)
    lines = {row.matter.id: presenting.line(row) for row in work}
    met = [_met(contact, names, lines) for contact in contacts]
    return found[0], list(Notice.objects.filter(case_id=case_id).order_by("at", "id")), met


def zone(case: Case, *, by: Actor) -> Line | None:
    """The work about the passes of the building that was proposed last."""
    return _work(case.zone_id, by)


def listing(case: Case, *, by: Actor) -> Line | None:
    """The work about the place that was proposed last for the list of risk areas."""
    return _work(case.listing_id, by)


def _work(matter_id: UUID | None, by: Actor) -> Line | None:
    require(by, Permission.CASE_NOTIFY)
    found = matters.rows(matters.seen(by).filter(id=matter_id), by=by) if matter_id else []
    return presenting.line(found[0]) if found else None


def _met(contact: Contact, names: dict[UUID, str], lines: dict[UUID, Line]) -> Met:
    rule = rules.every().get(contact.rule)
    line = lines.get(contact.matter_id) if contact.matter_id else None
    then = response.then(contact.judged_at, [FOLLOWS])
    kind = str(rules.KINDS.get(contact.kind, contact.kind))
    return Met(contact, names.get(contact.person_id, "—"), kind, rule.document if rule else contact.rule, line, then)


def may_judge_anew(contacts: list[Met]) -> bool:
    """Whether some were judged by a version that is no longer in force."""
    rule = rules.in_force(clock.today())
    return rule is not None and any(not one.contact.is_close and one.contact.rule != rule.code for one in contacts)
