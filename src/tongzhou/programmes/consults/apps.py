"""Consults declare what they record, count and follow up."""

from django.apps import AppConfig


class ConsultsConfig(AppConfig):
    name = "tongzhou.programmes.consults"

    def ready(self) -> None:
        from tongzhou.programmes.consults import figures, following, records  # noqa: F401, PLC0415  they register
