"""Oversight declares its matters, entries, figures and what is forgotten."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "tongzhou.programmes.oversight"

    def ready(self) -> None:
        from tongzhou.people import retention  # noqa: PLC0415  models are loaded only now
        from tongzhou.programmes.oversight import figures, forgetting  # noqa: PLC0415  likewise

        figures.declare()
        for kind, destroy in forgetting.KINDS.items():
            retention.register(kind, destroy)
