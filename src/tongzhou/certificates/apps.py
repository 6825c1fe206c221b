"""Certificates are destroyed in time."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "tongzhou.certificates"

    def ready(self) -> None:
        from tongzhou.certificates import actions  # noqa: PLC0415  models are loaded only now
        from tongzhou.people import retention  # noqa: PLC0415  likewise

        retention.register("certificate", actions.destroy)
