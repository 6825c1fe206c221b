"""Addresses of crossings."""

from django.urls import URLPattern, path

from tongzhou.programmes.crossings import views

app_name = "crossings"
urlpatterns: list[URLPattern] = [
    path("", views.crossing, name="crossing"),
    path("announced/", views.announced, name="announced"),
    path("before/", views.before, name="before"),
    path("second/", views.second, name="second"),
    path("stages/", views.stages, name="stages"),
    path("board/", views.board, name="board"),
    path("count/", views.count, name="count"),
    path("plan/", views.plan, name="plan"),
    path("toilets/", views.toilets, name="toilets"),
    path("toilets/<uuid:facility_id>/", views.toilet, name="toilet"),
]
