"""Leads as a room of the house."""

from django.apps import AppConfig


class LeadsConfig(AppConfig):
    name = "tongzhou.leads"
