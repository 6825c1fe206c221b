"""Addresses of the briefs."""

from django.urls import URLPattern, path

from tongzhou.briefing import views

app_name = "briefing"
urlpatterns: list[URLPattern] = [
    path("briefs/", views.briefs, name="briefs"),
    path("briefs/make/", views.make, name="make"),
    path("briefs/template/", views.template, name="template"),
    path("briefs/template/<slug:language>.docx", views.template_file, name="template_file"),
    path("briefs/<uuid:brief_id>/", views.brief, name="brief"),
    path("briefs/<uuid:brief_id>/amend/", views.amend, name="amend"),
    path("briefs/<uuid:brief_id>/<str:form>", views.form, name="form"),
    path("verify/", views.verify, name="verify"),
    path("verify/<str:code>/", views.verify_brief, name="verify_brief"),
]
