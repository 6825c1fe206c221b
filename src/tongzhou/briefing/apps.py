"""Briefing as a room of the house."""

from django.apps import AppConfig


class BriefingConfig(AppConfig):
    name = "tongzhou.briefing"
