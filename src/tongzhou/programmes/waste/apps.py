"""Waste declares what it records, counts, opens and destroys, and what the clock asks of it."""

from importlib import import_module

from django.apps import AppConfig


class WasteConfig(AppConfig):
    name = "tongzhou.programmes.waste"

    def ready(self) -> None:
        from tongzhou.people import retention  # noqa: PLC0415  models are loaded only now
        from tongzhou.programmes.waste import actions  # noqa: PLC0415  likewise

        import_module("tongzhou.programmes.waste.figures")
        import_module("tongzhou.programmes.waste.jobs")
        import_module("tongzhou.programmes.waste.syncing")
        retention.register("waste", actions.destroy)
