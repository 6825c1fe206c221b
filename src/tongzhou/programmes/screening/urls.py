"""Addresses of screening."""

from django.urls import URLPattern, path

from tongzhou.programmes.screening.views import dwellings, office, working

app_name = "screening"
urlpatterns: list[URLPattern] = [
    path("", working.work, name="work"),
    path("coverage/", office.coverage, name="coverage"),
    path("coverage/sheet/", office.coverage_sheet, name="coverage_sheet"),
    path("targets/", office.targets, name="targets"),
    path("targets/sheet/", office.sheet, name="sheet"),
    path("targets/<uuid:target_id>/", working.target, name="target"),
    path("found/", working.found, name="found"),
    path("list/", office.take_in, name="take_in"),
    path("dwellings/", dwellings.index, name="boards"),
    path("dwellings/list/", dwellings.take_in, name="take_in_flats"),
    path("dwellings/flats/<uuid:dwelling_id>/", dwellings.flat, name="flat"),
    path("dwellings/<uuid:place_id>/", dwellings.board, name="board"),
    path("dwellings/<uuid:place_id>/sheet/", dwellings.board_sheet, name="board_sheet"),
    path("scripts/", office.scripts, name="scripts"),
    path("draw/", office.draw, name="draw"),
]
