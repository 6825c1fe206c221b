"""Addresses of the leads."""

from django.urls import URLPattern, path

from tongzhou.programmes.leads import views

app_name = "leads"
urlpatterns: list[URLPattern] = [
    path("", views.leads, name="leads"),
    path("<uuid:errand_id>/", views.headings, name="headings"),
    path("<uuid:errand_id>/drop/", views.drop, name="drop"),
]
