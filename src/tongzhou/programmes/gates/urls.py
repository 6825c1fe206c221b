"""Addresses of gates."""

from django.urls import URLPattern, path

from tongzhou.programmes.gates import views

app_name = "gates"
urlpatterns: list[URLPattern] = [
    path("", views.gate, name="gate"),
    path("save/", views.save, name="save"),
    path("undo/", views.undo, name="undo"),
    path("remind/", views.remind, name="remind"),
]
