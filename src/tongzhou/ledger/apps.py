"""Registers the ledger's own kind of entry when the project starts."""

from importlib import import_module

from django.apps import AppConfig

from tongzhou.ledger import kinds, records


class LedgerConfig(AppConfig):
    name = "tongzhou.ledger"

    def ready(self) -> None:
        kinds.register(records.WITHDRAWN)
        import_module("tongzhou.ledger.jobs")
