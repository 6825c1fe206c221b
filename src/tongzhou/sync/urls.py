"""Addresses of the field app's API."""

from django.urls import URLPattern, path

from tongzhou.sync import views

app_name = "sync"
urlpatterns: list[URLPattern] = [
    path("enrol", views.enrol, name="enrol"),
    path("hold", views.hold, name="hold"),
    path("up", views.up, name="up"),
    path("down", views.down, name="down"),
]
