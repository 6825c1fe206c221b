"""Screening declares its entries, figures and what is forgotten."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "tongzhou.programmes.screening"

    def ready(self) -> None:
        from tongzhou.people import retention  # noqa: PLC0415  models are loaded only now
        from tongzhou.programmes.screening import figures, records, syncing  # noqa: F401, PLC0415  they register
        from tongzhou.programmes.screening.actions import dwelling, importing  # noqa: PLC0415

        retention.register("dwelling", dwelling.destroy)
        retention.register("target", importing.destroy)
