"""Leads declare their matter."""

from django.apps import AppConfig


class LeadsConfig(AppConfig):
    name = "tongzhou.programmes.leads"

    def ready(self) -> None:
        from tongzhou.people import retention  # noqa: PLC0415  models are loaded only now
        from tongzhou.programmes.leads import actions, jobs, records  # noqa: F401, PLC0415  they register

        retention.register("lead", actions.destroy)
