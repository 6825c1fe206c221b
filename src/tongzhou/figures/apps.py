"""Figures hears of every entry that the ledger stores."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "tongzhou.figures"

    def ready(self) -> None:
        from tongzhou.figures import counting  # noqa: PLC0415  models must be loaded first
        from tongzhou.ledger import projections  # noqa: PLC0415  likewise

        projections.register(counting.project)
