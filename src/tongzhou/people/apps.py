"""Registers the kinds of entry that people writes when the project starts."""

from importlib import import_module

from django.apps import AppConfig

from tongzhou.ledger import kinds
from tongzhou.people import records


class PeopleConfig(AppConfig):
    name = "tongzhou.people"

    def ready(self) -> None:
        for kind in records.KINDS:
            kinds.register(kind)
        import_module("tongzhou.people.jobs")
