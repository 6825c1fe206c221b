"""Addresses of isolation."""

from django.urls import URLPattern, path

from tongzhou.programmes.isolation.views import mine, office, sites, stepping

app_name = "isolation"
urlpatterns: list[URLPattern] = [
    path("isolation/", office.isolations, name="isolations"),
    path("isolation/order/", office.order, name="order"),
    path("isolation/sites/", sites.houses, name="sites"),
    path("isolation/<uuid:isolation_id>/", office.isolation, name="isolation"),
    path("isolation/<uuid:isolation_id>/report/", office.report, name="report"),
    path("isolation/<uuid:isolation_id>/days/", office.redate, name="redate"),
    path("isolation/<uuid:isolation_id>/need/", office.need, name="need"),
    path("isolation/<uuid:isolation_id>/end/", office.end, name="end"),
    path("isolation/<uuid:isolation_id>/receipt/", office.receipt, name="receipt"),
    path("isolation/<uuid:isolation_id>/step/", stepping.step, name="step"),
    path("isolation/<uuid:isolation_id>/agree/", stepping.agree, name="agree"),
    path("isolation/<uuid:isolation_id>/paper.pdf", stepping.paper_of, name="paper"),
    path("isolation/<uuid:isolation_id>/admit/", sites.admit, name="admit"),
    path("my-isolation/", mine.mine, name="mine"),
    path("my-isolation/report/", mine.report, name="mine_report"),
    path("my-isolation/need/", mine.need, name="mine_need"),
    path("my-isolation/appeal/", mine.appeal, name="mine_appeal"),
]
