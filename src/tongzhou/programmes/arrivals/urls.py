"""Addresses of the desk."""

from django.urls import URLPattern, path

from tongzhou.programmes.arrivals import views
from tongzhou.programmes.arrivals.before import desk

app_name = "arrivals"
urlpatterns: list[URLPattern] = [
    path("register/", views.register, name="register"),
    path("announced/", desk.announced, name="announced"),
    path("shift/", views.shift, name="shift"),
    path("<uuid:entry_id>/", views.entry, name="entry"),
    path("<uuid:entry_id>/done/", views.done, name="done"),
    path("<uuid:entry_id>/receipt/", views.receipt, name="receipt"),
    path("<uuid:entry_id>/correct/", views.correct, name="correct"),
    path("<uuid:entry_id>/withdraw/", views.withdraw, name="withdraw"),
]
