"""What stands on the pages now: each process asks once in half a minute."""

import time
from datetime import timedelta

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongzhou.kernel import clock
from tongzhou.notices.models import Notice
from tongzhou.questionnaires.models import Version

FRESH_SECONDS = 30.0
#: How long a new version of a questionnaire is told.
NEW = timedelta(hours=24)

_known: tuple[float, list[Notice], list[Version]] | None = None


def forget() -> None:
    """Ask again the next time, in this process."""
    global _known
    _known = None


def now_shown() -> list[str]:
    """The words of every notice that holds now, in the viewer's language."""
    global _known
    if _known is None or time.monotonic() - _known[0] > FRESH_SECONDS:
        _known = (time.monotonic(), list(standing()), list(_new_versions()))
    _asked, notices, versions = _known
    at = clock.now()
    english = (get_language() or "zh").startswith("en")
    told = [one.words_en if english and one.words_en else one.words_zh for one in notices if one.until_at > at]
    return told + [_told(version) for version in versions]


def standing() -> QuerySet[Notice]:
    at = clock.now()
    return Notice.objects.filter(from_at__lte=at, until_at__gt=at).order_by("from_at")


def recent() -> QuerySet[Notice]:
    return Notice.objects.order_by("-from_at")[:30]


def _new_versions() -> QuerySet[Version]:
    """Versions of the whole district that were published a moment ago, where an older one was asked before."""
    at = clock.now()
    found = Version.objects.filter(published_at__gt=at - NEW, published_at__lte=at, place=None, replaced_at=None)
    return found.filter(number__gt=1).select_related("questionnaire").defer("definition", "source")


def _told(version: Version) -> str:
    title = version.questionnaire.title
    language = (get_language() or "zh").split("-")[0]
    name = title.get(language) or title.get("zh") or version.questionnaire.code
    words = {"name": name, "number": version.number, "day": version.from_on.isoformat()}
    return _("“%(name)s” has a new version %(number)d, asked from %(day)s.") % words
