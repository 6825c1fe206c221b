"""Addresses of deployment."""

from django.urls import URLPattern, path

from tongzhou.programmes.deployment import views

app_name = "deployment"
urlpatterns: list[URLPattern] = [
    path("", views.board, name="board"),
    path("workers/", views.workers, name="workers"),
    path("workers/list/", views.take_in, name="take_in"),
    path("orders/", views.orders, name="orders"),
    path("orders/<uuid:order_id>/", views.order, name="order"),
    path("unplaced/", views.unplaced, name="unplaced"),
    path("teams/", views.teams, name="teams"),
    path("needs/", views.needs, name="needs"),
    path("needs/<uuid:need_id>/", views.plan, name="plan"),
    path("needs/<uuid:need_id>/withdraw/", views.withdraw, name="withdraw"),
    path("today/", views.today, name="today"),
    path("today/sheet/", views.sheet, name="sheet"),
    path("today/<uuid:shift_id>/", views.receive, name="receive"),
    path("mine/", views.mine, name="mine"),
]
