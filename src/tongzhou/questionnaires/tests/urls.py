"""This room's addresses alone: its pages are tried without the rooms above it."""

from django.urls import include, path

urlpatterns = [path("questionnaires/", include("tongzhou.questionnaires.urls"))]
