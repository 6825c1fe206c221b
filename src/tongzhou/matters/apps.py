"""Matters hand what they keep to the destruction run."""

from importlib import import_module

from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "tongzhou.matters"

    def ready(self) -> None:
        from tongzhou.matters import evidence  # noqa: PLC0415  models are loaded only now
        from tongzhou.people import retention  # noqa: PLC0415  likewise

        import_module("tongzhou.matters.jobs")
        retention.register("evidence", evidence.destroy)
