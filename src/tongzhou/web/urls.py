"""Addresses of the shell."""

from django.urls import URLPattern, path

from tongzhou.web.views import shell

app_name = "web"
urlpatterns: list[URLPattern] = [
    path("", shell.home, name="home"),
    path("display/", shell.display, name="display"),
    path("gallery/", shell.gallery, name="gallery"),
]
