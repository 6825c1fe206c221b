"""Addresses of messages."""

from django.urls import URLPattern, path

from tongzhou.messages import views

app_name = "messages"
urlpatterns: list[URLPattern] = [
    path("", views.batches, name="batches"),
    path("new/", views.new, name="new"),
    path("mine/", views.mine, name="mine"),
    path("<uuid:batch_id>/", views.call_list, name="call_list"),
    path("<uuid:batch_id>/list/", views.printed, name="printed"),
    path("<uuid:batch_id>/list.xlsx", views.sheet, name="sheet"),
    path("<uuid:batch_id>/<uuid:message_id>/", views.called, name="called"),
]
