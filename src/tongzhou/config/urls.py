"""Every address of the platform."""

from django.urls import URLPattern, URLResolver, include, path

from tongzhou.config.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health, name="health"),
    path("", include("tongzhou.web.urls")),
    path("", include("tongzhou.access.urls")),
    path("before/", include("tongzhou.programmes.arrivals.before.urls")),
    path("desk/", include("tongzhou.programmes.arrivals.urls")),
    path("consults/", include("tongzhou.programmes.consults.urls")),
    path("risk-areas/", include("tongzhou.programmes.riskareas.urls")),
    path("", include("tongzhou.briefing.urls")),
    path("", include("tongzhou.passes.urls")),
    path("certificates/", include("tongzhou.certificates.urls")),
    path("paper/", include("tongzhou.paper.urls")),
    path("tables/", include("tongzhou.tables.urls")),
    path("messages/", include("tongzhou.messages.urls")),
    path("errands/", include("tongzhou.errands.urls")),
    path("response/", include("tongzhou.response.urls")),
    path("directives/", include("tongzhou.programmes.directives.urls")),
    path("screening/", include("tongzhou.programmes.screening.urls")),
    path("", include("tongzhou.programmes.isolation.urls")),
    path("waste/", include("tongzhou.programmes.waste.urls")),
    path("cases/", include("tongzhou.programmes.cases.urls")),
    path("leads/", include("tongzhou.programmes.leads.urls")),
    path("gates/", include("tongzhou.programmes.gates.urls")),
    path("field/", include("tongzhou.field.urls")),
    path("sync/", include("tongzhou.sync.urls")),
    path("crossing/", include("tongzhou.programmes.crossings.urls")),
    path("deployment/", include("tongzhou.programmes.deployment.urls")),
    path("volunteer/", include("tongzhou.programmes.deployment.volunteer_urls")),
    path("", include("tongzhou.programmes.oversight.urls")),
    path("", include("tongzhou.programmes.resumption.urls")),
    path("log/", include("tongzhou.programmes.incidents.urls")),
    path("notices/", include("tongzhou.notices.urls")),
    path("board/", include("tongzhou.figures.urls")),
    path("matters/", include("tongzhou.matters.urls")),
    path("questionnaires/", include("tongzhou.questionnaires.urls")),
]
handler400 = "tongzhou.web.errors.bad_request"
handler404 = "tongzhou.web.errors.not_found"
