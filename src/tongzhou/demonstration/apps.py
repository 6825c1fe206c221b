"""The demonstration offers its accounts on the sign-in page."""

from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    name = "tongzhou.demonstration"

    def ready(self) -> None:
        from tongzhou.access import quick as doors  # noqa: PLC0415  models must be loaded first
        from tongzhou.demonstration import quick  # noqa: PLC0415  likewise

        doors.register(quick.offered)
