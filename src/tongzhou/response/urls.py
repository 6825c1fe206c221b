"""Addresses of the response level and its rules."""

from django.urls import URLPattern, path

from tongzhou.response import views

app_name = "response"
urlpatterns: list[URLPattern] = [
    path("", views.response, name="response"),
    path("answer/<uuid:ruling_id>/", views.answer, name="answer"),
    path("<slug:code>/", views.rule, name="rule"),
]
