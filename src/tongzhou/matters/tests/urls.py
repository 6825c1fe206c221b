"""The room's addresses beside those of the platform, wherever the platform puts them."""

from django.urls import URLResolver, include, path

urlpatterns: list[URLResolver] = [
    path("matters/", include("tongzhou.matters.urls")),
    path("", include("tongzhou.config.urls")),
]
