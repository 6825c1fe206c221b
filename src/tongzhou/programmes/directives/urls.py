"""Addresses of directives."""

from django.urls import URLPattern, path

from tongzhou.programmes.directives import views

app_name = "directives"
urlpatterns: list[URLPattern] = [
    path("", views.directives, name="directives"),
    path("issue/", views.issue, name="issue"),
    path("<uuid:directive_id>/", views.directive, name="directive"),
    path("<uuid:directive_id>/withdraw/", views.withdraw, name="withdraw"),
]
