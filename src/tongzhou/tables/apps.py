"""Tables declare what the worker fills by the clock."""

from importlib import import_module

from django.apps import AppConfig


class TablesConfig(AppConfig):
    name = "tongzhou.tables"

    def ready(self) -> None:
        import_module("tongzhou.tables.jobs")
