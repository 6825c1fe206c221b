"""Addresses of the waste round."""

from django.urls import URLPattern, path

from tongzhou.programmes.waste import views

app_name = "waste"
urlpatterns: list[URLPattern] = [
    path("", views.round_of_today, name="round"),
    path("hand-over/", views.hand_over, name="hand_over"),
    path("stops/<uuid:stop_id>/", views.stop, name="stop"),
    path("loads/<uuid:load_id>/", views.arrive, name="arrive"),
]
