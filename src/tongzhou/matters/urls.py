"""Addresses of the worklist and of one matter."""

from django.urls import URLPattern, path

from tongzhou.matters import views

app_name = "matters"
urlpatterns: list[URLPattern] = [
    path("", views.worklist, name="worklist"),
    path("sheet", views.sheet, name="sheet"),
    path("bulk", views.bulk, name="bulk"),
    path("<uuid:matter_id>/", views.matter, name="matter"),
    path("<uuid:matter_id>/proof/<uuid:proof_id>", views.proof, name="proof"),
    path("<uuid:matter_id>/<slug:code>", views.act, name="act"),
]
