"""Arrivals declares what it records, counts, follows up and asks."""

from django.apps import AppConfig


class ArrivalsConfig(AppConfig):
    name = "tongzhou.programmes.arrivals"

    def ready(self) -> None:
        from tongzhou.encounters import syncing  # noqa: PLC0415  models are loaded only now
        from tongzhou.paper import desks  # noqa: PLC0415  models are loaded only now
        from tongzhou.people import announced, retention  # noqa: PLC0415  models are loaded only now
        from tongzhou.programmes.arrivals import figures, followups, records  # noqa: F401, PLC0415  they register
        from tongzhou.programmes.arrivals.actions import ARRIVAL  # noqa: PLC0415  models are loaded only now
        from tongzhou.programmes.arrivals.before import announcing  # noqa: PLC0415  models are loaded only now
        from tongzhou.programmes.arrivals.before import syncing as announcements  # noqa: PLC0415  likewise

        desks.register(ARRIVAL)
        syncing.declare(ARRIVAL, announcements.record)
        announced.register(announcing.persons)
        retention.register("announcement", announcing.destroy)
