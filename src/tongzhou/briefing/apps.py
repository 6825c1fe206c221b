"""Briefs need nothing at start."""

from django.apps import AppConfig


class BriefingConfig(AppConfig):
    name = "tongzhou.briefing"
