"""Risk areas hear of every travel history, and declare their status and their matter."""

from django.apps import AppConfig


class RiskAreasConfig(AppConfig):
    name = "tongzhou.programmes.riskareas"

    def ready(self) -> None:
        from tongzhou.people import hearing, retention  # noqa: PLC0415  models are loaded only now
        from tongzhou.programmes.riskareas import jobs, learning, proposing, records  # noqa: F401, PLC0415  they register
        from tongzhou.questionnaires import actions  # noqa: PLC0415  models are loaded only now

        actions.tell(learning.learn)
        hearing.on_place(proposing.propose)
        retention.register("stay", learning.destroy)
