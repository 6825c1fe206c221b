"""Addresses of the notices."""

from django.urls import URLPattern, path

from tongzhou.notices import views

app_name = "notices"
urlpatterns: list[URLPattern] = [
    path("", views.notices, name="notices"),
    path("<uuid:notice_id>/end/", views.end, name="end"),
    path("residents/", views.residents, name="residents"),
    path("residents/<uuid:poster_id>/end/", views.take_back, name="take_back"),
    path("residents/<uuid:poster_id>/poster.pdf", views.poster, name="poster"),
    path("at/<uuid:place_id>/", views.place, name="place"),
]
