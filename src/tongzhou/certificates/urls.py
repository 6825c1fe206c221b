"""Addresses of certificates."""

from django.urls import URLPattern, path

from tongzhou.certificates import views

app_name = "certificates"
urlpatterns: list[URLPattern] = [
    path("", views.certificates, name="certificates"),
    path("<uuid:certificate_id>.pdf", views.paper_of, name="paper"),
    path("<uuid:certificate_id>/withdraw/", views.withdraw, name="withdraw"),
]
