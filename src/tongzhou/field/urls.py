"""Addresses of the field app."""

from django.urls import URLPattern, path

from tongzhou.field import views

app_name = "field"
urlpatterns: list[URLPattern] = [
    path("", views.app, name="app"),
    path("sw.js", views.worker, name="worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
]
