"""What is past its day: suggestions, findings, draws with their checks. For people.retention."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from tongzhou.programmes.oversight.models import Check, Draw, Finding, Suggestion


def _suggestions(day: date) -> list[UUID]:
    gone = sorted(Suggestion.objects.filter(keep_until__lt=day).values_list("id", flat=True))
    Suggestion.objects.filter(id__in=gone).delete()
    return gone


def _draws(day: date) -> list[UUID]:
    gone = sorted(Draw.objects.filter(keep_until__lt=day).values_list("id", flat=True))
    Check.objects.filter(draw_id__in=gone).delete()
    Draw.objects.filter(id__in=gone).delete()
    return gone


def _findings(day: date) -> list[UUID]:
    past = Finding.objects.filter(keep_until__lt=day)
    gone = sorted(
        past.exclude(id__in=Check.objects.exclude(finding=None).values("finding_id")).values_list("id", flat=True)
    )
    Finding.objects.filter(id__in=gone).delete()
    return gone


#: In this order: a draw goes before the findings of its checks.
KINDS: dict[str, Callable[[date], list[UUID]]] = {"suggestion": _suggestions, "draw": _draws, "finding": _findings}
