"""Incidents declare their matter."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "tongzhou.programmes.incidents"

    def ready(self) -> None:
        from tongzhou.people import retention  # noqa: PLC0415  models are loaded only now
        from tongzhou.programmes.incidents import actions, records, syncing  # noqa: F401, PLC0415  they register

        retention.register("incident", actions.destroy)
