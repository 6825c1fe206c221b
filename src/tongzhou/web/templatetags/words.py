"""Dates, amounts and codes in words, the same on every page."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.looks import WHAT
from tongzhou.access.permissions import Permission
from tongzhou.access.roles import ROLES
from tongzhou.kernel import clock

register = template.Library()
_WEEK = "一二三四五六日"


def _is_chinese() -> bool:
    return (get_language() or "").startswith("zh")


@register.filter
def day(value: date | datetime | None) -> str:
    """2月8日 周六, or Sat 8 Feb; the year only when it is not this one."""
    if value is None:
        return ""
    on = clock.day_of(value) if isinstance(value, datetime) else value
    year = on.year != clock.today().year
    if _is_chinese():
        return f"{f'{on.year}年' if year else ''}{on.month}月{on.day}日 周{_WEEK[on.weekday()]}"
    return f"{on:%a} {on.day} {on:%b}{f' {on.year}' if year else ''}"


@register.filter
def moment(value: datetime | None) -> str:
    """2月8日 周六 14:30."""
    return f"{day(value)} {value.astimezone(clock.ZONE):%H:%M}" if value else ""


@register.filter
def clock_time(value: datetime | None) -> str:
    """14:30."""
    return f"{timezone.localtime(value, clock.ZONE):%H:%M}" if value else ""


@register.filter
def amount(value: int | None) -> str:
    """With thousands set apart."""
    return "" if value is None else f"{value:,}"


@register.filter
def signed(value: int) -> str:
    """+3, −2, ±0."""
    return f"+{value}" if value > 0 else f"−{-value}" if value < 0 else "±0"


@register.filter
def look_words(code: str) -> str:
    """What was looked at."""
    return str(WHAT.get(code, code))


@register.filter
def role_words(code: str) -> str:
    """A role by its name."""
    return str(ROLES[code].label) if code in ROLES else code


@register.filter
def yes_no(value: object) -> str:
    return _("yes") if value else _("no")


@register.filter
def of(mapping: dict[object, object], key: object) -> object:
    """The value under a key, empty when there is none."""
    return mapping.get(key, "")


@register.filter
def may(actor: Actor | None, permission: str) -> bool:
    """Whether the duty includes it; for what a page offers, never for what a view allows."""
    return actor is not None and actor.may(Permission(permission))
