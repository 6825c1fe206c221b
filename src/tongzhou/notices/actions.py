"""Telling everybody something, and taking it back."""

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.kernel.errors import RuleBroken
from tongzhou.notices import queries
from tongzhou.notices.models import Notice

MOST_HOURS = 24 * 14


class NoticeRefused(RuleBroken):
    code = "notice_refused"


def publish(*, words_zh: str, words_en: str, hours: str, by: Actor) -> Notice:
    """Stand on every page from now, for so many hours. Raises NoticeRefused, by field."""
    require(by, Permission.NOTICE_PUBLISH)
    if not 2 <= len(words_zh.strip()) <= 300:
        raise NoticeRefused(_("Say it in 2 to 300 characters."), field="words_zh")
    if not (hours.isascii() and hours.isdigit() and 1 <= int(hours) <= MOST_HOURS):
        raise NoticeRefused(_("Between 1 and %(most)d hours.") % {"most": MOST_HOURS}, field="hours")
    now = clock.now()
    made = Notice.objects.create(
        words_zh=words_zh.strip(),
        words_en=words_en.strip()[:300],
        from_at=now,
        until_at=now + timedelta(hours=int(hours)),
        made_by_name=f"{by.name} · {by.unit_name}"[:220],
    )
    queries.forget()
    return made


def end(notice_id: UUID, *, by: Actor) -> None:
    """Take it off every page now."""
    require(by, Permission.NOTICE_PUBLISH)
    now = clock.now()
    Notice.objects.filter(id=notice_id, from_at__lt=now, until_at__gt=now).update(until_at=now)
    queries.forget()
