"""The room's addresses alone: its pages must not need another's."""

from django.urls import URLResolver, include, path

urlpatterns: list[URLResolver] = [path("matters/", include("tongzhou.matters.urls"))]
