"""A firm's staff list: rows of a sheet become masked names and keyed hashes; a bad row comes back with its reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, database, sheets
from tongzhou.kernel.errors import RuleBroken
from tongzhou.people import adding, tokens
from tongzhou.people.idcheck import IdKind
from tongzhou.people.identities import Identity, masked
from tongzhou.programmes.resumption.actions import applying
from tongzhou.programmes.resumption.errors import NotFound, StaffRefused
from tongzhou.programmes.resumption.models import Application, Staffer

MOST_ROWS = 20_000
#: A longer number is meant as a resident's, and judged as one.
LONGEST_PASSPORT = 11
HEADINGS = "姓名 证件号码 手机 从何处来 返回日期"
NAMES = {
    **{"姓名": "name", "证件号码": "number", "身份证号": "number", "手机": "phone", "联系电话": "phone"},
    **{"从何处来": "came_from", "来自": "came_from", "返回日期": "returned_on", "返沪日期": "returned_on"},
}


@dataclass(frozen=True)
class Taken:
    """``given_back``: the refused rows as a spreadsheet with a reason each; empty for none."""

    taken: int
    refused: list[RuleBroken]
    given_back: bytes


def hand_in(application_id: UUID, content: bytes, *, by: Actor) -> Taken:
    """By a worker. Raises SheetRefused, StaffRefused, NotFound."""
    require(by, Permission.RESUMPTION_ASK)
    return _take(_open(application_id), content)


def hand_in_by_code(code: str, content: bytes) -> Taken:
    """By the firm, which holds the code. Raises the same, and NotFound for a wrong code."""
    followed = applying.follow(code)
    database.set_scope([followed.place_id])
    return _take(_open(followed.application_id), content)


def _open(application_id: UUID) -> Application:
    found = Application.objects.select_related("firm").filter(id=application_id, ended_at=None).first()
    if found is None:
        raise NotFound(_("There is no such application, or it is decided."))
    return found


def _take(application: Application, content: bytes) -> Taken:
    """Rows that were handed in before are brought up to date; a mended row joins them."""
    sheet = sheets.read(content, needs=("name", "number"), names=NAMES)
    if len(sheet.rows) > MOST_ROWS:
        raise StaffRefused(_("A list has at most %(most)d rows. Divide it.") % {"most": MOST_ROWS})
    refused: list[RuleBroken] = []
    made = list(_rows(sheet, application, refused))
    Staffer.objects.bulk_create(
        made,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["application", "number"],
        update_fields=["row", "masked", "came_from", "returned_on"],
    )
    return Taken(len(made), refused, _given_back(sheet, refused) if refused else b"")


def _rows(sheet: sheets.Sheet, application: Application, refused: list[RuleBroken]) -> Iterator[Staffer]:
    seen: dict[bytes, int] = {}
    for number, row in enumerate(sheet.rows, start=2):
        if not any(row.values()):
            continue
        try:
            made = _row(row, number, application)
            first = seen.setdefault(bytes(made.number), number)
            if first != number:
                words = {"row": first}
                raise StaffRefused(_("The same number stands in row %(row)s already. Keep one.") % words)
        except RuleBroken as error:
            error.row = number
            refused.append(error)
        else:
            yield made


def _row(row: sheets.Row, number: int, application: Application) -> Staffer:
    text = row.get("number", "").strip()
    kind = IdKind.RESIDENT if len(text) > LONGEST_PASSPORT else IdKind.PASSPORT
    identity = adding.checked(Identity(row.get("name", ""), kind, text, row.get("phone", "")))
    token = tokens.of_number(identity.id_number)
    if token is None:
        raise StaffRefused(_("The number of the paper is missing."))
    return Staffer(
        application=application,
        firm_id=application.firm_id,
        place_id=application.place_id,
        row=number,
        masked=masked(identity.name),
        number=token,
        came_from=row.get("came_from", "").strip()[:40],
        returned_on=_day(row.get("returned_on", "")),
    )


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip()[:10].replace("/", "-"))
    except ValueError as error:
        raise StaffRefused(_("Write the day of return as 2020-02-08.")) from error
    if day > clock.today():
        raise StaffRefused(_("The day of return lies ahead: hand the row in when they are back."))
    return day


def _given_back(sheet: sheets.Sheet, refused: list[RuleBroken]) -> bytes:
    written = {ours: theirs for theirs, ours in reversed(NAMES.items())}
    headings = [written.get(heading, heading) for heading in sheet.headings]
    rows = [{written.get(heading, heading): cell for heading, cell in row.items()} for row in sheet.rows]
    return sheets.refused(sheets.Sheet(headings, rows), refused)
