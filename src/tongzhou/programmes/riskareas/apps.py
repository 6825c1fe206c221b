"""Riskareas as a room of the house."""

from django.apps import AppConfig


class RiskareasConfig(AppConfig):
    name = "tongzhou.programmes.riskareas"
