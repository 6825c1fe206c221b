"""Notices need nothing at start."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "tongzhou.notices"
