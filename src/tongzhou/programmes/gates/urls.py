"""Addresses of gates."""

from django.urls import URLPattern, path

from tongzhou.programmes.gates import offline, views

app_name = "gates"
urlpatterns: list[URLPattern] = [
    path("", views.gate, name="gate"),
    path("save/", views.save, name="save"),
    path("undo/", views.undo, name="undo"),
    path("held/", offline.held, name="held"),
    path("batch/", offline.batch, name="batch"),
    path("remind/", views.remind, name="remind"),
]
