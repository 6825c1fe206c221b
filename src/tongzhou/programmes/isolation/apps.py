"""Isolation declares what it records, counts, opens and destroys, what the clock asks of it, and hears of contacts."""

from importlib import import_module

from django.apps import AppConfig


class IsolationConfig(AppConfig):
    name = "tongzhou.programmes.isolation"

    def ready(self) -> None:
        from tongzhou.people import hearing, retention  # noqa: PLC0415  models are loaded only now
        from tongzhou.programmes.isolation.actions import ending, ordering  # noqa: PLC0415  likewise

        import_module("tongzhou.programmes.isolation.figures")
        import_module("tongzhou.programmes.isolation.jobs")
        import_module("tongzhou.programmes.isolation.syncing")
        hearing.on_contact(ordering.of_contact)
        retention.register("isolation", ending.destroy)
