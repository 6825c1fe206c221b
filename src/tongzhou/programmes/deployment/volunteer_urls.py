"""Addresses that volunteers type."""

from django.urls import URLPattern, path

from tongzhou.programmes.deployment.views import volunteers

app_name = "volunteering"
urlpatterns: list[URLPattern] = [
    path("", volunteers.sign_up, name="sign_up"),
    path("follow/", volunteers.follow, name="follow"),
]
