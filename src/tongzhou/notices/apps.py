"""Notices as a room of the house."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "tongzhou.notices"
