"""Paper registers what it destroys."""

from django.apps import AppConfig


class PaperConfig(AppConfig):
    name = "tongzhou.paper"

    def ready(self) -> None:
        from tongzhou.paper import actions  # noqa: PLC0415  models are loaded only now
        from tongzhou.people import retention  # noqa: PLC0415

        retention.register("paper", actions.destroy)
