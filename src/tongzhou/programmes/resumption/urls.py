"""Addresses of resumption."""

from django.urls import URLPattern, path

from tongzhou.programmes.resumption.views import office, public

app_name = "resumption"
urlpatterns: list[URLPattern] = [
    path("resume/", public.apply, name="apply"),
    path("resume/follow/", public.follow, name="follow"),
    path("firms/", office.firms, name="firms"),
    path("firms/add/", office.add, name="add"),
    path("firms/spot-checks/", office.spot_checks, name="spot_checks"),
    path("firms/spot-checks/<uuid:visit_id>/", office.spot, name="spot"),
    path("firms/requirements/", office.sheets, name="sheets"),
    path("firms/stopped/<uuid:matter_id>/", office.stopped, name="stopped"),
    path("firms/<uuid:firm_id>/", office.firm, name="firm"),
    path("firms/<uuid:firm_id>/<slug:code>/", office.act, name="act"),
]
