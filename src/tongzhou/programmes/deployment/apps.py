"""Deployment declares its entries, figures and what is forgotten."""

from django.apps import AppConfig


class DeploymentConfig(AppConfig):
    name = "tongzhou.programmes.deployment"

    def ready(self) -> None:
        from tongzhou.people import retention  # noqa: PLC0415  models are loaded only now
        from tongzhou.programmes.deployment import figures, jobs, records  # noqa: F401, PLC0415  they register
        from tongzhou.programmes.deployment.actions import forgetting, telling  # noqa: F401, PLC0415  telling registers

        retention.register("worker", forgetting.destroy)
        retention.register("volunteer", forgetting.volunteers)
