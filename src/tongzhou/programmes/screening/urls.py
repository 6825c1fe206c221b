"""Addresses of screening."""

from django.urls import URLPattern, path

from tongzhou.programmes.screening import views

app_name = "screening"
urlpatterns: list[URLPattern] = [
    path("", views.work, name="work"),
    path("coverage/", views.coverage, name="coverage"),
    path("targets/", views.targets, name="targets"),
    path("targets/sheet/", views.sheet, name="sheet"),
    path("targets/<uuid:target_id>/", views.target, name="target"),
    path("found/", views.found, name="found"),
    path("list/", views.take_in, name="take_in"),
    path("scripts/", views.scripts, name="scripts"),
    path("draw/", views.draw, name="draw"),
]
