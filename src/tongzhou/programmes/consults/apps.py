"""Consults declare what they record, count and follow up."""

from django.apps import AppConfig


class ConsultsConfig(AppConfig):
    name = "tongzhou.programmes.consults"

    def ready(self) -> None:
        from tongzhou.encounters import syncing  # noqa: PLC0415  models are loaded only now
        from tongzhou.paper import desks  # noqa: PLC0415  models are loaded only now
        from tongzhou.programmes.consults import figures, following, records  # noqa: F401, PLC0415  they register
        from tongzhou.programmes.consults.actions import CONSULT  # noqa: PLC0415  models are loaded only now

        desks.register(CONSULT)
        syncing.declare(CONSULT)
