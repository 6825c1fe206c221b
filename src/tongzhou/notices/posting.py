"""Words of a place to its residents: telling them, taking them back, what holds where."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.kernel.errors import RuleBroken, Several
from tongzhou.notices.actions import NoticeRefused
from tongzhou.notices.models import Poster
from tongzhou.places.queries import current_tree

MOST_DAYS = 60


class PosterUnknown(RuleBroken):
    code = "poster_unknown"


def tell(*, title: str, words_zh: str, words_en: str, from_on: str, until_on: str, by: Actor) -> Poster:
    """From the post of the actor to everybody who lives there or below. Raises Several, by field."""
    require(by, Permission.RESIDENTS_TELL)
    errors: list[RuleBroken] = []
    if not 2 <= len(title.strip()) <= 20:
        errors.append(NoticeRefused(_("A heading of 2 to 20 characters, read from across the street."), field="title"))
    if not 2 <= len(words_zh.strip()) <= 600:
        errors.append(NoticeRefused(_("Say it in 2 to 600 characters."), field="words_zh"))
    first, last = _day(from_on, "from_on", errors), _day(until_on, "until_on", errors)
    if first and last and not first <= last <= first + timedelta(days=MOST_DAYS):
        words = {"days": MOST_DAYS}
        errors.append(
            NoticeRefused(_("The last day comes after the first, at most %(days)d days.") % words, field="until_on")
        )
    if errors or first is None or last is None:
        raise Several(errors)
    return Poster.objects.create(
        place_id=by.post_id,
        title=title.strip(),
        words_zh=words_zh.strip(),
        words_en=words_en.strip()[:600],
        from_on=first,
        until_on=last,
        made_at=clock.now(),
        made_by_name=f"{by.name} · {by.unit_name}"[:220],
    )


def _day(text: str, field: str, errors: list[RuleBroken]) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        errors.append(NoticeRefused(_("Choose the day."), field=field))
        return None


def take_back(poster_id: UUID, *, by: Actor) -> None:
    """Off every page now. Raises PosterUnknown."""
    found = poster(poster_id, by=by)
    if found.ended_at is None:
        found.ended_at = clock.now()
        found.save(update_fields=["ended_at"])


def poster(poster_id: UUID, *, by: Actor) -> Poster:
    """Raises PosterUnknown outside the scope."""
    found = told(by=by).filter(id=poster_id).first()
    if found is None:
        raise PosterUnknown(_("There is no such notice at the places of your duty."))
    return found


def told(*, by: Actor) -> QuerySet[Poster]:
    """What the places of the actor have told, the last first."""
    require(by, Permission.RESIDENTS_TELL)
    seen = Poster.objects.select_related("place").order_by("-made_at")
    return seen if by.is_wide else seen.filter(place_id__in=by.scope.places)


def standing_at(place_id: UUID) -> list[Poster]:
    """What holds at the place today, for anybody: its own words first, then the town's and the district's."""
    path = [node.id for node in reversed(current_tree().path(place_id))]
    found = Poster.objects.raw("SELECT * FROM notices_posted(%s, %s)", [path, clock.today()])
    return sorted(found, key=lambda one: (path.index(one.place_id), -one.made_at.timestamp()))
