"""Passes declare their kinds of entry and their matter."""

from django.apps import AppConfig


class PassesConfig(AppConfig):
    name = "tongzhou.passes"

    def ready(self) -> None:
        from tongzhou.passes import records, retention  # noqa: PLC0415  models are loaded only now
        from tongzhou.people import retention as destruction  # noqa: PLC0415  models are loaded only now

        assert records.ISSUED
        destruction.register("pass", retention.destroy)
