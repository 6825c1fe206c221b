"""Incidents as a room of the house."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "tongzhou.programmes.incidents"
