"""Collects the figures of a place and a day into what a brief freezes: numbers, places and units, no person.

Words are kept in both languages, so that a brief reads the same whatever the code says later.
"""

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q
from django.utils import translation

from tongzhou.access.actors import Actor
from tongzhou.figures import queries as figures
from tongzhou.figures.indicators import Indicator
from tongzhou.figures.models import Qualifier, Reported
from tongzhou.figures.queries import Figure
from tongzhou.kernel import clock
from tongzhou.ledger.models import Root, Stored
from tongzhou.matters import queries as matters
from tongzhou.places.queries import current_tree

LANGUAGES = {"zh": "zh-hans", "en": "en"}
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
        "late": _late(place_id, day, late_after) if late_after else [],
    }


def _figure(row: Figure, reported: Reported | None) -> dict[str, Any]:
    indicator: Indicator = row.indicator
    return {
        "code": indicator.code,
        "label": both(lambda: indicator.label),
        "note": both(lambda: indicator.note),
        "family": indicator.family,
        "value": row.value,
        "before": row.before,
        "reported": _told_as(reported) if reported else None,
    }


def _told_as(reported: Reported) -> dict[str, Any]:
    qualifier = Qualifier(reported.qualifier)
    return {"value": reported.value, "qualifier": both(lambda: qualifier.label), "words": reported.words}


def _reported(place_id: UUID, day: date) -> dict[str, Reported]:
    """The last report of each indicator for the place itself."""
    found = Reported.objects.filter(place_id=place_id, day=day).order_by("known_at")
    return {one.indicator: one for one in found}


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


def _late(place_id: UUID, day: date, after: datetime) -> list[dict[str, Any]]:
    """Corrections and withdrawals of the place's entries of the day that came in after the deadline: what, who, why."""
    places = current_tree().scope([place_id]).places
    here = Q(place_id__in=places) | Q(subject_place_id__in=places)
    changed = Stored.objects.filter(here, corrects__isnull=False, received_at__gt=after).order_by("received_at")
    firsts = Stored.objects.filter(id__in=changed.values("corrects")).occurred_on(day)
    of_the_day = set(firsts.values_list("id", flat=True))
    told = figures.told(entry for entry in changed if entry.corrects in of_the_day)
    return [
        {
            "at": one.entry.received_at.isoformat(),
            "what": one.label,
            "place": one.post,
            "who": "、".join(one.authors),
            "unit": one.unit,
            "why": "、".join(f"{name} {value}" for name, value in one.facts),
        }
        for one in told[:200]
    ]


def ledger_root() -> str:
    """SHA-256 over the last signed root of every town: what the ledger vouched for when the brief was made. Hex."""
    heads = Root.objects.order_by("town_id", "-day").distinct("town_id").values_list("town_id", "day", "root")
    lines = (f"{town} {day} {bytes(root).hex()}" for town, day, root in heads)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
