"""Directives declare their matter, what they count and until when they are kept."""

from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    name = "tongzhou.programmes.directives"

    def ready(self) -> None:
        from tongzhou.people import retention  # noqa: PLC0415  models are loaded only now
        from tongzhou.programmes.directives import (  # noqa: PLC0415  they register
            actions,
            figures,  # noqa: F401
            records,  # noqa: F401
            syncing,  # noqa: F401
        )

        retention.register("directive", actions.destroy)
