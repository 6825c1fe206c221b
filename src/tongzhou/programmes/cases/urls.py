"""Addresses of cases."""

from django.urls import URLPattern, path

from tongzhou.programmes.cases import views

app_name = "cases"
urlpatterns: list[URLPattern] = [
    path("", views.cases, name="cases"),
    path("notify/", views.notify, name="notify"),
    path("zone/<uuid:matter_id>/", views.zone, name="zone"),
    path("<uuid:case_id>/propose/", views.propose, name="propose"),
    path("<uuid:case_id>/list/", views.propose_place, name="propose_place"),
    path("<uuid:case_id>/", views.case, name="case"),
    path("<uuid:case_id>/contact/", views.contact, name="contact"),
    path("<uuid:case_id>/anew/", views.anew, name="anew"),
]
