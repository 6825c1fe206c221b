"""The parts of no programme, and the end of devices."""

from django.apps import AppConfig


class SyncConfig(AppConfig):
    name = "tongzhou.sync"

    def ready(self) -> None:
        from tongzhou.access import devices  # noqa: PLC0415  models are loaded only now
        from tongzhou.people import retention  # noqa: PLC0415  likewise
        from tongzhou.sync import own  # noqa: F401, PLC0415  it registers

        retention.register("device", devices.destroy)
