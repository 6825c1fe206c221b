"""Collects the figures of a place and a day into what a brief freezes: numbers, places and units, no person.

Words are kept in both languages, so that a brief reads the same whatever the code says later.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q
from django.utils import translation
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.figures import queries as figures
from tongzhou.figures.indicators import Indicator, kinds
from tongzhou.figures.models import Qualifier, Reported
from tongzhou.figures.queries import Figure, Told
from tongzhou.kernel import clock
from tongzhou.ledger.models import Root, Stored
from tongzhou.matters import queries as matters
from tongzhou.places.queries import current_tree

LANGUAGES = {"zh": "zh-hans", "en": "en"}
MOST_LATE = 2000
#: Shown by town; the others only as the sum.
BY_TOWN = ("arrivals.returnees", "arrivals.wuhan", "arrivals.hot", "consults.clinic")


def both(words: Callable[[], Any]) -> dict[str, str]:
    """The same words in both languages."""
    found = {}
    for code, language in LANGUAGES.items():
        with translation.override(language):
            found[code] = str(words())
    return found


def content(place_id: UUID, day: date, *, by: Actor, late_after: datetime | None) -> dict[str, Any]:
    """What is known now. ``late_after``: when the last brief of the day was signed; what came after that is listed."""
    tree = current_tree()
    rows = figures.figures(place_id, day, by=by)
    told = _reported(place_id, day)
    return {
        "place": {"id": str(place_id), "name": tree.get(place_id).name},
        "day": day.isoformat(),
        "known_at": clock.now().isoformat(),
        "root": ledger_root(),
        "figures": [_figure(row, told.get(row.indicator.code)) for row in rows],
        "towns_of": [row.indicator.code for row in rows if row.indicator.code in BY_TOWN],
        "towns": _towns(place_id, day, rows, by),
        "overdue": _overdue(by, place_id),
        "late": late(place_id, day, late_after) if late_after else [],
    }


def _figure(row: Figure, reported: Mapping[str, Any] | None) -> dict[str, Any]:
    indicator: Indicator = row.indicator
    return {
        "code": indicator.code,
        "label": both(lambda: indicator.label),
        "note": both(lambda: indicator.note),
        "family": indicator.family,
        "value": row.value,
        "before": row.before,
        "reported": reported,
    }


def _reported(place_id: UUID, day: date) -> dict[str, dict[str, Any]]:
    """The last report of each indicator: for the place itself, else for a place below, which is named then."""
    below = current_tree().scope([place_id]).places
    found = Reported.objects.filter(place_id__in=below, day=day).select_related("place").order_by("known_at")
    ranked = sorted(found, key=lambda one: one.place_id == place_id)
    return {one.indicator: _told_as(one, "" if one.place_id == place_id else one.place.name) for one in ranked}


def _told_as(reported: Reported, place: str) -> dict[str, Any]:
    qualifier = Qualifier(reported.qualifier)
    return {
        **{"value": reported.value, "qualifier": both(lambda: qualifier.label), "words": reported.words},
        **{"place": place, "scope_note": reported.scope_note},
    }


def _towns(place_id: UUID, day: date, rows: list[Figure], by: Actor) -> list[dict[str, Any]]:
    shown = [row.indicator.code for row in rows if row.indicator.code in BY_TOWN]
    values: dict[str, list[int]] = {}
    for column, code in enumerate(shown):
        for node, value in figures.by_child(code, place_id, day, by=by):
            values.setdefault(node.name, [0] * len(shown))[column] = value
    return [{"name": name, "values": own} for name, own in values.items() if any(own)]


def _overdue(by: Actor, place_id: UUID) -> list[dict[str, Any]]:
    """By unit: how many are overdue, most first."""
    places = current_tree().scope([place_id]).places & by.scope.places
    late = matters.seen(by).filter(place_id__in=places).overdue(clock.now())
    rows = late.values_list("owner_unit__name").annotate(count=Count("id"), oldest=Min("due_at"))
    ranked = rows.order_by("-count", "oldest")
    return [{"unit": unit, "count": count, "oldest": oldest.isoformat()} for unit, count, oldest in ranked[:30]]


def late(place_id: UUID, day: date, after: datetime) -> list[dict[str, Any]]:
    """What came in after the deadline and bears on the day: corrections, withdrawals, and entries that were recorded
    late; what, where, who, why, how many alike. The first :data:`MOST_LATE` entries, as they came."""
    places = current_tree().scope([place_id]).places
    here = Q(place_id__in=places) | Q(subject_place_id__in=places)
    came = Stored.objects.filter(here, received_at__gt=after).order_by("received_at", "id")
    changed = came.filter(corrects__isnull=False)
    firsts = Stored.objects.filter(id__in=changed.values("corrects")).occurred_on(day)
    of_the_day = set(firsts.values_list("id", flat=True))
    new = came.filter(corrects=None, kind__in=kinds()).occurred_on(day)[:MOST_LATE]
    rows = [*(entry for entry in changed if entry.corrects in of_the_day), *new]
    rows.sort(key=lambda entry: (entry.received_at, entry.id))
    return _told_late(rows[:MOST_LATE])


def _told_late(rows: Sequence[Stored]) -> list[dict[str, Any]]:
    told: dict[str, list[Told]] = {}
    for code, language in LANGUAGES.items():
        with translation.override(language):
            told[code] = figures.told(rows)
    lines: dict[str, dict[str, Any]] = {}
    for pair in zip(*told.values(), strict=True):
        line = _late_line(dict(zip(told, pair, strict=True)))
        alike = " ".join(str(line[name]) for name in ("what", "place", "who", "unit", "why"))
        lines.setdefault(alike, line | {"count": 0})["count"] += 1
    return list(lines.values())


def _late_line(told: Mapping[str, Told]) -> dict[str, Any]:
    one = next(iter(told.values()))
    return {
        "at": one.entry.received_at.isoformat(),
        "what": {code: each.label for code, each in told.items()},
        "place": one.post,
        "who": "、".join(one.authors),
        "unit": one.unit,
        "why": {code: _why(each, LANGUAGES[code]) for code, each in told.items()},
    }


def _why(told: Told, language: str) -> str:
    with translation.override(language):
        if told.is_withdrawn:
            return "、".join(value for _name, value in told.facts)
        if told.entry.corrects is not None:
            return "、".join(f"{name} {value}" for name, value in told.facts)
        return _("recorded late, from paper") if told.entry.channel == "paper" else _("recorded late")


def ledger_root() -> str:
    """SHA-256 over the last signed root of every town: what the ledger vouched for when the brief was made. Hex."""
    heads = Root.objects.order_by("town_id", "-day").distinct("town_id").values_list("town_id", "day", "root")
    lines = (f"{town} {day} {bytes(root).hex()}" for town, day, root in heads)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
