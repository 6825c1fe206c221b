"""Addresses of the shell."""

from django.urls import URLPattern, path

from tongzhou.web.views import jobs, own, people, setting_up, shell

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
    path("jobs/", jobs.job_list, name="jobs"),
    path("jobs/<int:job_id>/again/", jobs.try_again, name="try_job_again"),
    path("places/", setting_up.place_list, name="places"),
    path("places/add/", setting_up.add_place, name="add_place"),
    path("places/import/", setting_up.import_places, name="import_places"),
    path("staff/", setting_up.staff_list, name="staff"),
    path("staff/import/", setting_up.import_staff, name="import_staff"),
    path("me/", own.own, name="own"),
    path("me/record/", own.record, name="own_record"),
    path("me/correction/", own.ask_correction, name="own_correction"),
]
