"""Addresses of the risk areas."""

from django.urls import URLPattern, path

from tongzhou.programmes.riskareas import views

app_name = "riskareas"
urlpatterns: list[URLPattern] = [
    path("", views.shown, name="list"),
    path("versions/<int:number>/", views.shown, name="version"),
    path("versions/<int:number>/document/", views.source, name="source"),
    path("draft/", views.draft, name="draft"),
    path("draft/begin/", views.begin, name="begin"),
    path("draft/put/", views.put, name="put"),
    path("draft/upload/", views.upload, name="upload"),
    path("draft/publish/", views.publish, name="publish"),
    path("draft/discard/", views.discard, name="discard"),
    path("draft/<uuid:rule_id>/off/", views.take_off, name="take_off"),
    path("proposal/<uuid:matter_id>/", views.proposal, name="proposal"),
    path("door/", views.door, name="door"),
    path("door/sheet/", views.door_sheet, name="door_sheet"),
    path("why/<uuid:hit_id>/", views.why, name="why"),
]
