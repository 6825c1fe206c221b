"""Addresses of the board."""

from django.urls import URLPattern, path

from tongzhou.figures import views

app_name = "figures"
urlpatterns: list[URLPattern] = [
    path("", views.board, name="board"),
    path("entries/", views.entries, name="entries"),
    path("entries/<uuid:entry_id>/", views.entry, name="entry"),
    path("report/", views.report, name="report"),
]
