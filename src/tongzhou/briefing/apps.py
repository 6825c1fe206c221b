"""Declares the daily draft when the project starts."""

from importlib import import_module

from django.apps import AppConfig


class BriefingConfig(AppConfig):
    name = "tongzhou.briefing"

    def ready(self) -> None:
        import_module("tongzhou.briefing.jobs")
