"""Addresses of the tables."""

from django.urls import URLPattern, path

from tongzhou.tables import views

app_name = "tables"
urlpatterns: list[URLPattern] = [
    path("", views.tables, name="tables"),
    path("<uuid:table_id>/", views.table, name="table"),
    path("<uuid:table_id>/confirm/", views.confirm, name="confirm"),
    path("<uuid:table_id>/fill/", views.fill, name="fill"),
    path("<uuid:table_id>/order/", views.order, name="order"),
    path("<uuid:table_id>/order/<uuid:order_id>/end/", views.take_back, name="take_back"),
    path("<uuid:table_id>/end/", views.end, name="end"),
]
