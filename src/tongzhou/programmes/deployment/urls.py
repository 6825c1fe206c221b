"""Addresses of deployment."""

from django.urls import URLPattern, path

from tongzhou.programmes.deployment.views import own, people, reserve, rotas, staff, volunteers

app_name = "deployment"
urlpatterns: list[URLPattern] = [
    path("", staff.board, name="board"),
    path("workers/", staff.workers, name="workers"),
    path("workers/list/", staff.take_in, name="take_in"),
    path("workers/<uuid:worker_id>/", people.worker, name="worker"),
    path("volunteers/", volunteers.index, name="volunteers"),
    path("volunteers/<uuid:volunteer_id>/", volunteers.vet, name="vet"),
    path("repair/", people.repair, name="repair"),
    path("calendar/", people.calendar_address, name="calendar"),
    path("calendar/<slug:own_code>/shifts.ics", people.feed, name="feed"),
    path("orders/", staff.orders, name="orders"),
    path("orders/<uuid:order_id>/", staff.order, name="order"),
    path("unplaced/", staff.unplaced, name="unplaced"),
    path("teams/", staff.teams, name="teams"),
    path("needs/", staff.needs, name="needs"),
    path("needs/<uuid:need_id>/", staff.plan, name="plan"),
    path("needs/<uuid:need_id>/withdraw/", staff.withdraw, name="withdraw"),
    path("rotas/", rotas.index, name="rotas"),
    path("rotas/<uuid:rota_id>/", rotas.rota, name="rota"),
    path("rotas/<uuid:rota_id>/act/", rotas.act, name="rota_act"),
    path("rotas/<uuid:rota_id>/<uuid:need_id>/<int:number>/", rotas.slot, name="slot"),
    path("rotas/<uuid:rota_id>/short/", rotas.short, name="short"),
    path("rotas/<uuid:rota_id>/reserve/", reserve.reserve, name="reserve"),
    path("rotas/<uuid:rota_id>/load/", rotas.load, name="load"),
    path("rotas/<uuid:rota_id>/changes/", rotas.changes, name="changes"),
    path("rotas/<uuid:rota_id>/print/", rotas.printed, name="printed"),
    path("rotas/<uuid:rota_id>/sheet/", rotas.rota_sheet, name="rota_sheet"),
    path("today/", staff.today, name="today"),
    path("today/sheet/", staff.sheet, name="sheet"),
    path("today/<uuid:shift_id>/", staff.receive, name="receive"),
    path("today/swaps/<uuid:swap_id>/", staff.swap, name="swap"),
    path("at/<uuid:place_id>/", own.here, name="here"),
    path("at/<uuid:place_id>/square/", own.square, name="square"),
    path("mine/", own.mine, name="mine"),
]
