"""Addresses of riskareas."""

from django.urls import URLPattern

app_name = "riskareas"
urlpatterns: list[URLPattern] = []
