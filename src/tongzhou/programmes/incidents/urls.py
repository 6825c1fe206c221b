"""Addresses of the duty log."""

from django.urls import URLPattern, path

from tongzhou.programmes.incidents import views

app_name = "incidents"
urlpatterns: list[URLPattern] = [
    path("", views.log, name="log"),
    path("read/", views.read, name="read"),
    path("<uuid:incident_id>/", views.incident, name="incident"),
    path("<uuid:incident_id>/photo.jpg", views.photo, name="photo"),
    path("<uuid:incident_id>/answer/", views.answer, name="answer"),
]
