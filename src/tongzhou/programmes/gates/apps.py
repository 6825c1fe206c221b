"""Gates declare their entries, matters and figures."""

from django.apps import AppConfig


class GatesConfig(AppConfig):
    name = "tongzhou.programmes.gates"

    def ready(self) -> None:
        from tongzhou.people import retention  # noqa: PLC0415  models are loaded only now
        from tongzhou.programmes.gates import actions, figures, records, syncing  # noqa: F401, PLC0415  they register

        retention.register("passage", actions.destroy)
