"""What is recorded about rulings."""

from importlib import import_module

from django.apps import AppConfig


class ResponseConfig(AppConfig):
    name = "tongzhou.response"

    def ready(self) -> None:
        import_module("tongzhou.response.records")
