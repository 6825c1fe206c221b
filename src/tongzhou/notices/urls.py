"""Addresses of the notices."""

from django.urls import URLPattern, path

from tongzhou.notices import views

app_name = "notices"
urlpatterns: list[URLPattern] = [
    path("", views.notices, name="notices"),
    path("<uuid:notice_id>/end/", views.end, name="end"),
]
