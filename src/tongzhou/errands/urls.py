"""Addresses of the errands."""

from django.urls import URLPattern, path

from tongzhou.errands import views

app_name = "errands"
urlpatterns: list[URLPattern] = [
    path("", views.errands, name="errands"),
    path("<uuid:errand_id>/", views.errand, name="errand"),
    path("<uuid:errand_id>/file/", views.result, name="result"),
]
