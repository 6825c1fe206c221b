"""The room's addresses, and the shell's, to which the names of persons lead."""

from django.urls import URLResolver, include, path

urlpatterns: list[URLResolver] = [
    path("matters/", include("tongzhou.matters.urls")),
    path("", include("tongzhou.web.urls")),
]
