"""Addresses of the leads."""

from django.urls import URLPattern, path

from tongzhou.programmes.leads import views

app_name = "leads"
urlpatterns: list[URLPattern] = [path("", views.leads, name="leads")]
