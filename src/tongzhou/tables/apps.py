"""Tables need nothing at start."""

from django.apps import AppConfig


class TablesConfig(AppConfig):
    name = "tongzhou.tables"
