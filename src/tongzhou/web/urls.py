"""Addresses of the shell."""

from django.urls import URLPattern, path

from tongzhou.web.views import own, people, shell

app_name = "web"
urlpatterns: list[URLPattern] = [
    path("", shell.home, name="home"),
    path("display/", shell.display, name="display"),
    path("gallery/", shell.gallery, name="gallery"),
    path("people/", people.search, name="people"),
    path("people/<uuid:person_id>/", people.person, name="person"),
    path("people/<uuid:person_id>/correct/", people.correct, name="correct_person"),
    path("people/<uuid:person_id>/merge/", people.merge, name="merge_person"),
    path("people/<uuid:person_id>/unmerge/", people.unmerge, name="unmerge_person"),
    path("me/", own.own, name="own"),
    path("me/record/", own.record, name="own_record"),
    path("me/correction/", own.ask_correction, name="own_correction"),
]
