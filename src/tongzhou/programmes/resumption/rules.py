"""The requirement sheet as a dated rule: which version is in force, and whether a firm may resume on a day.

A decision names the version it was made under. Never change a published version.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.programmes.resumption.errors import RequirementRefused, TooEarly
from tongzhou.programmes.resumption.models import Exempt, Requirement
from tongzhou.response import queries as response
from tongzhou.response.rules import LEVEL, Rule, register
from tongzhou.units.models import Unit

WHO = register(
    Rule(
        code="resumption_who",
        label=gettext_lazy("Which firms may resume"),
        words=gettext_lazy("Asked when a firm applies, and again before a visit allows it."),
        default="earliest",
        choices={
            "exempt": gettext_lazy("the exempt classes alone"),
            "earliest": gettext_lazy("the exempt classes at once, the others from the earliest moment of the sheet on"),
            "all": gettext_lazy("every firm, from whatever day"),
        },
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is published: ``departments`` are the units that sign."""

    words: str
    document: str
    document_on: date | None
    earliest_at: datetime | None
    exempt: Collection[str]
    departments: Collection[UUID]


def publish(sheet: Sheet, *, by: Actor) -> Requirement:
    """The next version, in force from now. Raises RequirementRefused."""
    require(by, Permission.RESUMPTION_FILE)
    document, words, now = sheet.document.strip(), sheet.words.strip(), clock.now()
    if not document or sheet.document_on is None:
        raise RequirementRefused(_("Name the document that it rests on, and its day."), field="document")
    if not 4 <= len(words) <= 4000:
        raise RequirementRefused(_("Write down what is required of a firm."), field="words")
    if sheet.earliest_at is None:
        raise RequirementRefused(_("Say before which moment no firm may resume."), field="earliest_at")
    if not set(sheet.exempt) <= set(Exempt.values):
        raise RequirementRefused(_("Choose the classes that are exempt."), field="exempt")
    departments = list(Unit.objects.filter(id__in=list(sheet.departments), closed_on=None).order_by("name"))
    if not departments or len(departments) < len(set(sheet.departments)):
        raise RequirementRefused(_("Choose at least one open department that signs."), field="departments")
    return Requirement.objects.create(
        number=(Requirement.objects.aggregate(last=Max("number"))["last"] or 0) + 1,
        words=words,
        document=document[:200],
        document_on=sheet.document_on,
        from_at=now,
        earliest_at=sheet.earliest_at,
        exempt=sorted(set(sheet.exempt)),
        departments=[unit.id for unit in departments],
        published_at=now,
        published_by_name=f"{by.name} · {by.unit_name}"[:220],
    )


def in_force(at: datetime | None = None) -> Requirement:
    """The version that holds at the moment (now). Raises RequirementRefused before the first."""
    found = Requirement.objects.filter(from_at__lte=at or clock.now()).order_by("-number").first()
    if found is None:
        raise RequirementRefused(_("Headquarters has published no requirements yet."))
    return found


def refuse_early(planned_on: date, exempt: str, rules: Requirement) -> None:
    """Raises TooEarly for a day before the earliest moment, unless the class is exempt under ``rules``."""
    if exempt and exempt not in rules.exempt:
        raise TooEarly(_("This class is not exempt under the requirements in force."), field="exempt")
    refuse_closed(exempt)
    # 24:00 of the 9th and 0:00 of the 10th are one moment: the day itself is the first on which a firm may work
    if response.value(WHO) == "earliest" and not exempt and clock.start_of(planned_on) < rules.earliest_at:
        last = clock.day_of(rules.earliest_at - timedelta(seconds=1))
        words = {"day": last.isoformat(), "document": rules.document}
        raise TooEarly(
            _("No firm resumes before 24:00 of %(day)s, but for the exempt classes (%(document)s).") % words,
            field="planned_on",
        )


def refuse_closed(exempt: str) -> None:
    """Raises TooEarly for a firm of no exempt class while only those may resume."""
    if not exempt and response.value(WHO) == "exempt":
        level = response.held(LEVEL).told
        raise TooEarly(_("At %(level)s only firms of the exempt classes resume.") % {"level": level}, field="exempt")
