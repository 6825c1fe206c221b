"""Addresses of the public pages before arrival."""

from django.urls import URLPattern, path

from tongzhou.programmes.arrivals.before import views

app_name = "before"
urlpatterns: list[URLPattern] = [
    path("", views.start, name="start"),
    path("party/", views.party, name="party"),
    path("party/person/", views.change, name="change"),
    path("party/leave-out/", views.leave_out, name="leave_out"),
    path("<uuid:place_id>/", views.person, name="person"),
]
