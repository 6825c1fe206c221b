"""Sheets of the actor's post, found by their code, and whom a list names. Every read starts from the scope."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import codes
from tongzhou.matters import queries as matters
from tongzhou.matters.casetypes import get
from tongzhou.paper.errors import SheetUnknown
from tongzhou.paper.models import Row, Sheet
from tongzhou.people.models import Person

#: Most rows of one sheet: what one person types back in an hour.
MOST = 60
_DIGITS = 2


def sheets(*, by: Actor) -> QuerySet[Sheet]:
    """The last ones first, with how many of their rows were saved."""
    require(by, Permission.ARRIVAL_REGISTER)
    seen = Sheet.objects.filter(place_id__in=by.scope.places).select_related("place")
    saved = Count("rows", filter=Q(rows__saved_at__isnull=False))
    return seen.annotate(total=Count("rows"), saved=saved).order_by("-printed_at")


def sheet(sheet_id: UUID, *, by: Actor) -> Sheet:
    """Raises SheetUnknown outside the scope."""
    found = sheets(by=by).filter(id=sheet_id).first()
    if found is None:
        raise SheetUnknown(_("There is no such sheet at the places of your duty."))
    return found


def rows(sheet: Sheet) -> QuerySet[Row]:
    return sheet.rows.order_by("number")


def row(sheet: Sheet, number: int) -> Row:
    """Raises SheetUnknown."""
    found = sheet.rows.filter(number=number).first()
    if found is None:
        raise SheetUnknown(_("This sheet has no row of that number."))
    return found


def next_row(sheet: Sheet, after: int) -> int:
    """The first row below that was not saved, else the first of all, else the same."""
    waiting = list(rows(sheet).filter(saved_at=None).values_list("number", flat=True))
    return next((number for number in waiting if number > after), waiting[0] if waiting else after)


def by_code(text: str, *, by: Actor) -> tuple[Sheet, int]:
    """The sheet, and the row (0: the code was the sheet's alone). Raises SheetUnknown."""
    code, number = _parts(text)
    found = sheets(by=by).filter(code=code).first() if code else None
    if found is None:
        raise SheetUnknown(
            _("No sheet of your places has this code. Twelve signs, and two digits for a row."), field="code"
        )
    return found, number


def _parts(text: str) -> tuple[str | None, int]:
    bare = "".join(sign for sign in text[:60] if sign.isalnum())
    if len(bare) == codes.LENGTH + _DIGITS and bare[-_DIGITS:].isdigit():
        return codes.plain(bare[:-_DIGITS]), int(bare[-_DIGITS:])
    return codes.plain(bare), 0


def row_code(sheet: Sheet, number: int) -> str:
    return f"{sheet.code}{number:0{_DIGITS}d}"


def lists(*, by: Actor) -> list[tuple[str, str, int]]:
    """Work with persons that waits at the actor's places: type, words, how many."""
    require(by, Permission.MATTER_VIEW)
    waiting = matters.seen(by).unfinished().filter(place_id__in=by.scope.places, subject_id__isnull=False)
    counted = waiting.values_list("case_type").annotate(Count("subject_id", distinct=True)).order_by("case_type")
    return [(code, str(get(code).label), count) for code, count in counted]


def people_of(case_type: str, *, by: Actor) -> list[tuple[UUID, UUID]]:
    """(person, where they live) of the work that waits, what is due first."""
    require(by, Permission.MATTER_VIEW)
    waiting = matters.seen(by).unfinished().filter(case_type=case_type, place_id__in=by.scope.places)
    asked = list(
        dict.fromkeys(waiting.exclude(subject_id=None).order_by("due_at").values_list("subject_id", flat=True))
    )
    homes = dict(Person.objects.filter(id__in=asked, wrapped_key__isnull=False).values_list("id", "place_id"))
    return [(person, homes[person]) for person in asked if person in homes]
