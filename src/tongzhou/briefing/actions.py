"""Making, amending and signing a brief; replacing the Word template. Never change one that is signed."""

import secrets
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.briefing import building, signing, word
from tongzhou.briefing.errors import BriefSigned, BriefUnknown, ValueRefused
from tongzhou.briefing.models import Brief, Template
from tongzhou.kernel import clock, codes
from tongzhou.kernel.errors import Several

MOST_WORDS = 4000


def make(place_id: UUID, day: date, *, by: Actor) -> Brief:
    """A draft of the figures as they are known now; an unsigned one of the same place and day is replaced."""
    require(by, Permission.BRIEF_MAKE, place_id=place_id)
    signed = Brief.objects.filter(place_id=place_id, day=day, signed_at__isnull=False).order_by("-number").first()
    Brief.objects.filter(place_id=place_id, day=day, signed_at=None).delete()
    made = building.content(place_id, day, by=by, late_after=signed.signed_at if signed else None)
    return Brief.objects.create(
        place_id=place_id,
        day=day,
        number=signed.number + 1 if signed else 1,
        code=codes.of(secrets.randbits(60)),
        content=made,
        made_at=clock.now(),
        made_by_name=f"{by.name} · {by.unit_name}"[:220],
    )


def _draft(brief_id: UUID, by: Actor) -> Brief:
    brief = Brief.objects.select_for_update().filter(id=brief_id).first()
    if brief is None:
        raise BriefUnknown(_("There is no such brief at the places of your duty."))
    require(by, Permission.BRIEF_MAKE, place_id=brief.place_id)
    if brief.is_signed:
        raise BriefSigned(_("This brief is signed and stays as it is. Make a new one; it will bear the next number."))
    return brief


def amend(
    brief_id: UUID,
    *,
    told: Mapping[str, tuple[str, str]],
    by: Actor,
    words_zh: str = "",
    words_en: str = "",
) -> Brief:
    """Put values (text, reason) in place of counted ones, and words at the head; a value as counted is no change.

    Raises Several: a value that is no number, a changed one without a reason, by field (the indicator's code).
    """
    brief = _draft(brief_id, by)
    counted = {figure["code"]: figure["value"] for figure in brief.content["figures"]}
    kept: dict[str, dict[str, object]] = {}
    errors: list[ValueRefused] = []
    for code, (text, reason) in told.items():
        value = text.strip()
        if code not in counted or not value or value == str(counted[code]):
            continue
        if not (value.isascii() and value.isdigit() and len(value) < 9):
            errors.append(ValueRefused(_("A figure is a whole number, like 256."), field=code))
        elif len(reason.strip()) < 2:
            errors.append(ValueRefused(_("Say why this number is not the counted one."), field=code))
        else:
            kept[code] = _told(int(value), reason, by, brief.told.get(code))
    if errors:
        raise Several(list(errors))
    brief.told, brief.words_zh, brief.words_en = kept, words_zh.strip()[:MOST_WORDS], words_en.strip()[:MOST_WORDS]
    brief.save(update_fields=["told", "words_zh", "words_en"])
    return brief


def _told(value: int, reason: str, by: Actor, before: Mapping[str, object] | None) -> dict[str, object]:
    """One change; who made it first stays, as long as it is the same."""
    if before and (before["value"], before["reason"]) == (value, reason.strip()[:200]):
        return dict(before)
    who = f"{by.name} · {by.unit_name}"
    return {"value": value, "reason": reason.strip()[:200], "who": who, "at": clock.now().isoformat()}


def sign(brief_id: UUID, *, by: Actor) -> Brief:
    """Freeze it: hash and signature over everything it says. Raises BriefSigned."""
    brief = _draft(brief_id, by)
    brief.signed_at, brief.signed_by_name = clock.now(), f"{by.name} · {by.unit_name}"[:220]
    signing.sign(brief)
    brief.save()
    return brief


def use_template(language: str, *, name: str, content: bytes, by: Actor) -> Template:
    """Use this Word file for the briefs of a language from now on. Raises TemplateRefused."""
    require(by, Permission.BRIEF_MAKE)
    word.check_template(content, language)
    return Template.objects.create(
        language=language,
        name=name[:120],
        content=content,
        uploaded_at=clock.now(),
        uploaded_by_name=f"{by.name} · {by.unit_name}"[:220],
    )
