from django.urls import URLPattern, path

from tongzhou.questionnaires import views

app_name = "questionnaires"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("publish/", views.upload, name="publish"),
    path("compare/", views.compare, name="compare"),
    path("elements/", views.elements, name="elements"),
    path("elements/add/", views.add_element, name="add_element"),
    path("elements/import/", views.import_elements, name="import_elements"),
    path("elements/elements.xlsx", views.elements_file, name="elements_file"),
    path("<uuid:version_id>/", views.version, name="version"),
    path("<uuid:version_id>/try/", views.attempt, name="attempt"),
    path("<uuid:version_id>/form.xlsx", views.source, name="source"),
]
