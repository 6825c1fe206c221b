"""Directives declare their matter."""

from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    name = "tongzhou.programmes.directives"

    def ready(self) -> None:
        from tongzhou.programmes.directives import records  # noqa: F401, PLC0415  it registers
