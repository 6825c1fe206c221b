"""What the pages of screening are given, read out of their fields."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.kernel import clock
from tongzhou.programmes.screening.actions.finding import NewTarget
from tongzhou.programmes.screening.actions.recording import NewContact
from tongzhou.programmes.screening.errors import ContactRefused


def number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else 0


def uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def contact(given: Mapping[str, str], target_id: UUID) -> NewContact:
    """Raises ContactRefused."""
    return NewContact(
        target_id=target_id,
        way=given.get("way", ""),
        outcome=given.get("outcome", ""),
        planned_on=_day(given.get("planned_on", "")),
        call_at=_moment(given.get("call_at", "")),
        note=given.get("note", ""),
        version=number(given.get("version", "")) or None,
        is_again=given.get("is_again") == "yes",
    )


def found(given: Mapping[str, str], by: Actor) -> NewTarget:
    """A target that stands on no list."""
    names = ("sort", "name", "address", "landmark", "area", "contact")
    texts: dict[str, Any] = {name: " ".join(given.get(name, "").split())[:300] for name in names}
    phone = "".join(given.get("phone", "").split())
    return NewTarget(**texts, phone=phone, place_id=uuid(given.get("place", "")) or by.post_id)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ContactRefused(_("Write the day as 2020-02-08."), field="planned_on") from error


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=clock.ZONE) if text else None
    except ValueError as error:
        raise ContactRefused(_("Write day and time as 2020-02-08 14:30."), field="call_at") from error


def wanted(given: Mapping[str, str]) -> dict[str, Any]:
    """The filter of the list."""
    return {
        "text": given.get("text", "").strip()[:40],
        **{"place": uuid(given.get("place", "")), "area": given.get("area", "")[:40]},
        "state": given.get("state", ""),
    }


def giving(given: Mapping[str, str], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """How many of the place and area that are shown go to whom."""
    to, shown = uuid(given.get("to", "")) or UUID(int=0), {"place_id": wanted["place"], "area": wanted["area"]}
    return {"number": number(given.get("number", "")), "to": to, **shown}
