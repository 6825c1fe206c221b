"""Addresses of the sheets."""

from django.urls import URLPattern, path

from tongzhou.paper import views

app_name = "paper"
urlpatterns: list[URLPattern] = [
    path("", views.sheets, name="sheets"),
    path("<uuid:sheet_id>.pdf", views.pdf, name="pdf"),
    path("<uuid:sheet_id>/<int:number>/", views.row, name="row"),
    path("<uuid:sheet_id>/<int:number>/undo/", views.undo, name="undo"),
]
