"""What a guard typed, scanned or pressed, read out of a request's fields."""

from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.kernel import ids
from tongzhou.programmes.gates import knowing
from tongzhou.programmes.gates.checks import Check
from tongzhou.programmes.gates.errors import CheckRefused


def uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def degrees(text: str) -> float | None:
    """36.5, 36，5 or 365 as it is said aloud. Raises CheckRefused for what is no number."""
    plain = text.strip().replace(",", ".").replace("，", ".").replace("。", ".").rstrip("℃ ")
    if not plain:
        return None
    try:
        value = float(plain)
    except ValueError as error:
        raise CheckRefused(_("Type the degrees as a number, 36.5 say."), field="temperature") from error
    return value / 10 if value > 100 else value


def check(given: QueryDict, by: Actor) -> Check:
    """The check as it is to be recorded; a code is judged once more, by what is known now."""
    is_out, code = given.get("way") == "out", given.get("code", "").strip()[:200]
    verdict = knowing.judge(code, is_out=is_out, by=by) if code else None
    return Check(
        who=given.get("who", "") or ("pass" if verdict else ""),
        is_out=is_out,
        outcome=given.get("outcome", ""),
        temperature=degrees(given.get("temperature", "")),
        pass_number=verdict.number if verdict else None,
        household=verdict.household if verdict else b"",
        reason=verdict.reason if verdict else "",
        plate=given.get("plate", "")[:12],
        visit_id=uuid(given.get("visit", "")),
        entry_id=uuid(given.get("entry", "")) or ids.new(),
    )
