"""Addresses of the desk."""

from django.urls import URLPattern, path

from tongzhou.encounters.views import pages
from tongzhou.programmes.arrivals.actions import ARRIVAL
from tongzhou.programmes.arrivals.before import desk

app_name = "arrivals"
urlpatterns: list[URLPattern] = [*pages(ARRIVAL), path("announced/", desk.announced, name="announced")]
