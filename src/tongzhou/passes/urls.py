"""Addresses of passes."""

from django.urls import URLPattern, path

from tongzhou.passes import views

app_name = "passes"
urlpatterns: list[URLPattern] = [
    path("passes/", views.passes, name="passes"),
    path("passes/issue/", views.issue, name="issue"),
    path("passes/round/", views.hand_round, name="round"),
    path("passes/profile/", views.profile, name="profile"),
    path("passes/cards.pdf", views.cards, name="cards"),
    path("passes/list.pdf", views.signing_list, name="list"),
    path("passes/older/", views.older, name="older"),
    path("passes/<uuid:pass_id>/", views.one, name="pass"),
    path("pass/<slug:own_code>/", views.own, name="own"),
]
