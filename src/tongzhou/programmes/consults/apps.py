"""Consults as a room of the house."""

from django.apps import AppConfig


class ConsultsConfig(AppConfig):
    name = "tongzhou.programmes.consults"
