"""Printing a sheet, keeping a draft, taking a row in by the desk's own action, taking it back."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.encounters import queries as encounters
from tongzhou.encounters import recording
from tongzhou.encounters.encounters import Encounter
from tongzhou.encounters.programme import Programme
from tongzhou.kernel import clock, codes, ids, sealing
from tongzhou.ledger import queries as entries
from tongzhou.ledger.records import Reason
from tongzhou.paper import queries
from tongzhou.paper.errors import SheetRefused
from tongzhou.paper.models import Row, Sheet
from tongzhou.questionnaires import queries as questionnaires
from tongzhou.questionnaires.queries import Form

KEEP_DAYS = 30
CHANNEL = "paper"


def make(form: Form, *, by: Actor, count: int = 20, case_type: str = "") -> Sheet:
    """A sheet with ``count`` blank rows, or one row for each person whom work of ``case_type`` is about.

    Raises SheetRefused when the list is empty.
    """
    require(by, Permission.ARRIVAL_REGISTER)
    persons: list[tuple[UUID | None, UUID | None]] = list(queries.people_of(case_type, by=by)) if case_type else []
    if case_type and not persons:
        raise SheetRefused(_("Nobody waits on this list; print blank rows instead."), field="list")
    persons = persons[: queries.MOST] or [(None, None)] * min(max(count, 1), queries.MOST)
    sheet = Sheet.objects.create(
        place_id=by.post_id,
        code=codes.of(secrets.randbits(60)),
        version_id=form.id,
        questionnaire=form.code,
        work=case_type,
        printed_at=clock.now(),
        printed_by_name=_signed(by),
        keep_until=clock.today() + timedelta(days=KEEP_DAYS),
    )
    Row.objects.bulk_create(
        Row(sheet=sheet, place_id=by.post_id, number=number, person_id=person, home_id=home)
        for number, (person, home) in enumerate(persons, start=1)
    )
    return sheet


def _signed(by: Actor) -> str:
    return f"{by.name} · {by.unit_name}"[:220]


def keep(row: Row, content: Mapping[str, Any]) -> None:
    """Keep what was typed, sealed; nothing of a row that is saved."""
    if row.saved_at is not None:
        return
    key = sealing.unwrap(bytes(row.wrapped_key)) if row.wrapped_key else sealing.new_key()
    row.wrapped_key, row.draft = sealing.wrap(key), sealing.seal(key, content)
    row.save(update_fields=["wrapped_key", "draft"])


def draft(row: Row) -> dict[str, Any]:
    if not row.draft or not row.wrapped_key:
        return {}
    content: dict[str, Any] = sealing.unseal(sealing.unwrap(bytes(row.wrapped_key)), bytes(row.draft))
    return content


def moment(sheet: Sheet, day: str, hour: str) -> datetime:
    """When the paper says that it was asked. Raises SheetRefused."""
    try:
        at = datetime.combine(date.fromisoformat(day), time.fromisoformat(hour), tzinfo=clock.ZONE)
    except ValueError as error:
        raise SheetRefused(_("Type the day and the time that stand on the paper."), field="asked_at") from error
    if at > clock.now():
        raise SheetRefused(_("This time is still to come. Look at the paper."), field="asked_at")
    if at < sheet.printed_at.replace(second=0, microsecond=0):
        raise SheetRefused(_("The sheet was printed after this time. Look at the paper."), field="asked_at")
    return at


def take(sheet: Sheet, row: Row, programme: Programme, handed: Encounter, *, by: Actor) -> bool:
    """Record the row as the desk does. False: it was there already, and nothing was stored again.

    The questions are those that the sheet was printed with.

    Raises what encounters.recording raises.
    """
    assert handed.at is not None
    handed = replace(handed, entry_id=row.entry_id, visit_id=row.id, channel=CHANNEL)
    (recorded,) = recording.record(programme, [handed], by=by, form=questionnaires.form(sheet.version_id))
    if row.saved_at is None:
        row.saved_at, row.saved_by_name, row.draft, row.wrapped_key = clock.now(), _signed(by), None, None
        row.save(update_fields=["saved_at", "saved_by_name", "draft", "wrapped_key"])
        sheet.asked_at, sheet.with_staff = handed.at, [str(one) for one in handed.with_staff]
        sheet.save(update_fields=["asked_at", "with_staff"])
    return recorded.is_new


def undo(row: Row, programme: Programme, *, by: Actor) -> None:
    """Withdraw what the row recorded; its answers wait as a draft, its person is known now. Raises NotAuthor."""
    if row.saved_at is None:
        return
    first = entries.entry(row.entry_id)
    answers = encounters.answers(first, by=by, reason=_("Typed from paper, taken back"))
    person, home = recording.subject(first)
    recording.withdraw(programme, entry_id=row.entry_id, reason=Reason.NOT_HAPPENED, by=by)
    row.entry_id, row.person_id, row.home_id = ids.new(), person, home
    row.saved_at, row.saved_by_name = None, ""
    row.save(update_fields=["entry_id", "person_id", "home_id", "saved_at", "saved_by_name"])
    keep(row, {"answers": answers})


def destroy(day: date) -> list[UUID]:
    """Sheets that were to be kept until a day before ``day``, with their rows. For people.retention."""
    gone = sorted(Sheet.objects.filter(keep_until__lt=day).values_list("id", flat=True))
    Row.objects.filter(sheet_id__in=gone).delete()
    Sheet.objects.filter(id__in=gone).delete()
    return gone
