"""What the pages of resumption ask for, read out of their fields. What is wrong is refused by the action."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.http import QueryDict

from tongzhou.kernel import clock
from tongzhou.programmes.resumption.actions.applying import NewApplication
from tongzhou.programmes.resumption.actions.asking import NewFirm
from tongzhou.programmes.resumption.actions.visiting import Seen
from tongzhou.programmes.resumption.rules import Sheet


def uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def firm(given: Mapping[str, str]) -> NewFirm:
    return NewFirm(
        place_id=uuid(given.get("place", "")),
        name=given.get("name", ""),
        credit_code=given.get("credit_code", ""),
        size=given.get("size", ""),
        trade=given.get("trade", ""),
        staff_number=number(given.get("staff_number", "")),
        from_outside=number(given.get("from_outside", "")),
        contact=given.get("contact", ""),
        phone=given.get("phone", ""),
    )


def application(given: Mapping[str, str]) -> NewApplication:
    return NewApplication(
        firm=firm(given),
        planned_on=day(given.get("planned_on", "")),
        plan=given.get("plan", ""),
        promised_by=given.get("promised_by", ""),
        is_promised=given.get("promise") == "yes",
        exempt=given.get("exempt", ""),
    )


def seen(given: QueryDict) -> Seen:
    return Seen(
        ready=given.getlist("ready"),
        masks=number(given.get("masks", "")),
        rooms=number(given.get("rooms", "")),
        verdict=given.get("verdict", ""),
        words=given.get("words", ""),
    )


def sheet(given: QueryDict) -> Sheet:
    return Sheet(
        words=given.get("words", ""),
        document=given.get("document", ""),
        document_on=day(given.get("document_on", "")),
        earliest_at=_moment(given.get("earliest_at", "")),
        exempt=given.getlist("exempt"),
        departments=[found for text in given.getlist("departments") if (found := uuid(text))],
    )


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=clock.ZONE)
    except ValueError:
        return None
