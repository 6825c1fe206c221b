"""Cases declare what they record, count, open and destroy."""

from importlib import import_module

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "tongzhou.programmes.cases"

    def ready(self) -> None:
        from tongzhou.people import retention  # noqa: PLC0415  models are loaded only now
        from tongzhou.programmes.cases import actions  # noqa: PLC0415  likewise

        import_module("tongzhou.programmes.cases.figures")
        retention.register("case", actions.destroy)
