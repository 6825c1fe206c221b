"""Addresses of suggestions, findings and spot checks."""

from django.urls import URLPattern, path

from tongzhou.programmes.oversight.views import office, public

app_name = "oversight"
urlpatterns: list[URLPattern] = [
    path("suggest/", public.suggest, name="suggest"),
    path("suggest/follow/", public.follow, name="follow"),
    path("suggestions/", office.suggestions, name="suggestions"),
    path("findings/", office.findings, name="findings"),
    path("findings/new/", office.find, name="find"),
    path("findings/<uuid:finding_id>/", office.finding, name="finding"),
    path("findings/<uuid:finding_id>/photo.jpg", office.photo, name="photo"),
    path("findings/<uuid:finding_id>/again/", office.look_again, name="look_again"),
    path("spot-checks/", office.draws, name="draws"),
    path("spot-checks/<uuid:draw_id>/", office.draw, name="draw"),
    path("spot-checks/record/<uuid:check_id>/", office.check, name="check"),
]
