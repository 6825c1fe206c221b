"""Addresses of the consult."""

from django.urls import URLPattern, path

from tongzhou.encounters.views import pages
from tongzhou.programmes.consults import views
from tongzhou.programmes.consults.actions import CONSULT

app_name = "consults"
urlpatterns: list[URLPattern] = [*pages(CONSULT), path("<uuid:entry_id>/send/", views.send, name="send")]
