"""Every address of the platform."""

from django.urls import URLPattern, path

from tongzhou.config.health import health

urlpatterns: list[URLPattern] = [path("healthz", health, name="health")]
