"""The field app's page needs nothing at start."""

from django.apps import AppConfig


class FieldConfig(AppConfig):
    name = "tongzhou.field"
