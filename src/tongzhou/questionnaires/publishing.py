"""Publishing a version of a questionnaire: from a spreadsheet, from a day on, for the district or for one town.

A published version is never changed. Its follower ends it; one that begins on the same day replaces it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.kernel import clock, database
from tongzhou.places import queries as places
from tongzhou.questionnaires import queries
from tongzhou.questionnaires.errors import VersionRefused
from tongzhou.questionnaires.models import Questionnaire, Version
from tongzhou.questionnaires.policies import require_publish
from tongzhou.questionnaires.problems import FormRefused, Problem
from tongzhou.questionnaires.xlsform import Compiled, as_xlsx, compile_form
from tongzhou.questionnaires.xlsform.minimum import lacks


@dataclass(frozen=True)
class Published:
    """``ended`` are versions of towns that do not hold every question of the district's new one: they end with it."""

    version: Version
    warnings: list[dict[str, Any]]
    ended: list[Version]


def publish(
    *,
    code: str,
    source: bytes,
    from_on: date,
    by: Actor,
    until_on: date | None = None,
    place_id: UUID | None = None,
) -> Published:
    """Compile ``source`` and let it be asked from ``from_on`` until the day before ``until_on``.

    Raises FormRefused with every problem of the spreadsheet, VersionRefused for its dates or place, NotAllowed.
    """
    require_publish(by, place_id, places.current_tree())
    source = as_xlsx(source)
    definition = compile_for(code, source, from_on=from_on, place_id=place_id)
    with database.atomic():
        questionnaire, is_new = Questionnaire.objects.get_or_create(code=code, defaults={"title": definition["title"]})
        Questionnaire.objects.select_for_update().get(id=questionnaire.id)
        line = Version.objects.filter(questionnaire=questionnaire, replaced_at=None)
        _check_dates(from_on, until_on, is_first=is_new)
        _make_room(line.filter(queries.of_place(place_id)), from_on, until_on)
        version = _store(questionnaire, definition, source, from_on, until_on, place_id, by)
        if place_id is None:
            Questionnaire.objects.filter(id=questionnaire.id).update(title=definition["title"])
        ended = _end_towns(line, version) if place_id is None else []
    return Published(version, definition["warnings"], ended)


def compile_for(code: str, source: bytes, *, from_on: date, place_id: UUID | None = None) -> Compiled:
    """The definition as it would be published: with the dictionary and, for a town, over the district's version."""
    minimum = queries.current(code, None, from_on).definition if place_id else None
    definition = compile_form(source, dictionary=queries.element_types(), on=from_on, minimum=minimum)
    if definition["form_id"] not in ("", code):
        raise FormRefused(
            [
                Problem(
                    *("settings", 2, "A"),
                    _("The form_id “%(there)s” is not the code of this questionnaire, “%(code)s”. Correct one of them.")
                    % {"there": definition["form_id"][:80], "code": code},
                )
            ]
        )
    if not code or len(code) > 60:
        raise VersionRefused(_("A questionnaire needs a code of at most 60 characters."), field="code")
    return definition


def _check_dates(from_on: date, until_on: date | None, *, is_first: bool) -> None:
    if not is_first and from_on < clock.today():
        raise VersionRefused(_("A version cannot begin in the past. Choose today or a later day."), field="from_on")
    if until_on is not None and until_on <= from_on:
        raise VersionRefused(_("The end must come after the beginning."), field="until_on")


def _make_room(line: QuerySet[Version], from_on: date, until_on: date | None) -> None:
    """The version that runs on ends where the new one begins; one that begins on the same day is replaced."""
    line.filter(from_on=from_on).update(replaced_at=clock.now())
    line.filter(from_on__lt=from_on, until_on=None).update(until_on=from_on)
    overlapping = line.filter(Q(until_on=None) | Q(until_on__gt=from_on))
    if until_on is not None:
        overlapping = overlapping.filter(from_on__lt=until_on)
    other = overlapping.order_by("from_on").first()
    if other is not None:
        raise VersionRefused(
            _("Version %(number)s holds from %(start)s to %(end)s. Choose days that do not overlap with it.")
            % {"number": other.number, "start": other.from_on, "end": other.until_on or "…"},
            field="from_on",
        )


def _store(
    questionnaire: Questionnaire,
    definition: Compiled,
    source: bytes,
    from_on: date,
    until_on: date | None,
    place_id: UUID | None,
    by: Actor,
) -> Version:
    latest = Version.objects.filter(questionnaire=questionnaire).aggregate(latest=Max("number"))["latest"] or 0
    return Version.objects.create(
        questionnaire=questionnaire,
        number=latest + 1,
        place_id=place_id,
        from_on=from_on,
        until_on=until_on,
        definition=definition,
        source=source,
        published_by=by.staff_id,
        published_by_name=f"{by.name} · {by.unit_name}",
        published_at=clock.now(),
    )


def _end_towns(line: QuerySet[Version], version: Version) -> list[Version]:
    """Towns' versions that run on or come later and lack something of the district's new one."""
    later = line.filter(place__isnull=False).filter(Q(until_on=None) | Q(until_on__gt=version.from_on))
    if version.until_on is not None:
        later = later.filter(from_on__lt=version.until_on)
    ended = [town for town in later.select_related("place") if lacks(town.definition, version.definition)]
    for town in ended:
        if town.from_on < version.from_on:
            Version.objects.filter(id=town.id).update(until_on=version.from_on)
        else:
            Version.objects.filter(id=town.id).update(replaced_at=clock.now())
    return ended
