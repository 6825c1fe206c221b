"""Web joins what the rooms below leave open: names for matters, boxes for the home page."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "tongzhou.web"

    def ready(self) -> None:
        from tongzhou.web import joining  # noqa: PLC0415  models must be loaded first

        joining.join()
