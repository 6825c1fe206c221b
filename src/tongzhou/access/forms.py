"""What the pages of access read: parsing only, every rule stands in the actions."""

from datetime import datetime
from uuid import UUID

from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from tongzhou.access.errors import DutyRefused
from tongzhou.kernel import clock


def moment(post: QueryDict, name: str) -> datetime:
    """The district's time that a datetime-local field holds. Raises DutyRefused."""
    try:
        parsed = parse_datetime(post.get(name, ""))
    except ValueError:
        parsed = None
    if parsed is None:
        raise DutyRefused(_("Give the day and the time, for example 2020-02-08 08:00."), field=name)
    return parsed.replace(tzinfo=clock.ZONE)


def chosen(post: QueryDict, name: str) -> UUID:
    """The id of a choice. Raises DutyRefused when nothing was chosen."""
    try:
        return UUID(post.get(name, ""))
    except ValueError:
        raise DutyRefused(_("Choose one of the list."), field=name) from None
