"""Why people are told something, in words. Rooms above add theirs when the platform starts; no health fact in them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BATCH = "messages.batch"
CAUSES: dict[str, Promise] = {BATCH: _("A notice to many")}


def register(code: str, label: Promise) -> str:
    CAUSES[code] = label
    return code
