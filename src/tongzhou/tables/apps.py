"""Tables as a room of the house."""

from django.apps import AppConfig


class TablesConfig(AppConfig):
    name = "tongzhou.tables"
