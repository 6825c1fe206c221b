"""Errands are destroyed when their week is over."""

from django.apps import AppConfig


class ErrandsConfig(AppConfig):
    name = "tongzhou.errands"

    def ready(self) -> None:
        from tongzhou.errands import actions  # noqa: PLC0415  models are loaded only now
        from tongzhou.people import retention  # noqa: PLC0415

        retention.register("errand", actions.destroy)
