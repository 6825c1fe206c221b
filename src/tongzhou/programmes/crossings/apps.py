"""Crossings declare their entries, matter and figures."""

from django.apps import AppConfig


class CrossingsConfig(AppConfig):
    name = "tongzhou.programmes.crossings"

    def ready(self) -> None:
        from tongzhou.programmes.crossings import figures, records, syncing  # noqa: F401, PLC0415  they register
