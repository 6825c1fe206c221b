"""Passes whose day is over."""

from datetime import date
from uuid import UUID

from tongzhou.passes.models import Pass


def destroy(day: date) -> list[UUID]:
    """Those that were to be kept until a day before ``day``; a replacement goes after what it replaced."""
    gone = sorted(Pass.objects.filter(keep_until__lt=day).values_list("id", flat=True))
    Pass.objects.filter(id__in=gone).update(replaces=None)
    Pass.objects.filter(replaces_id__in=gone).update(replaces=None)
    Pass.objects.filter(id__in=gone).delete()
    return gone
