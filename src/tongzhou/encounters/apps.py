"""Encounters need nothing at start."""

from django.apps import AppConfig


class EncountersConfig(AppConfig):
    name = "tongzhou.encounters"
