"""Gates declare their entries, matters and figures."""

from django.apps import AppConfig


class GatesConfig(AppConfig):
    name = "tongzhou.programmes.gates"

    def ready(self) -> None:
        from tongzhou.ledger import verifying  # noqa: PLC0415  models are loaded only now
        from tongzhou.ledger.verifying import Vouching  # noqa: PLC0415  likewise
        from tongzhou.people import retention  # noqa: PLC0415  likewise
        from tongzhou.programmes.gates import actions, figures, records, syncing, vouching  # noqa: F401, PLC0415  they register

        verifying.register(records.CHECKED.code, Vouching(vouching.wrong, vouching.added))
        retention.register("passage", actions.destroy)
