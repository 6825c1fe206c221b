"""Addresses of access."""

from django.urls import URLPattern, path

from tongzhou.access.views import administration, audit, devices, sessions

app_name = "access"
urlpatterns: list[URLPattern] = [
    path("sign-in/", sessions.sign_in, name="sign_in"),
    path("sign-in/<uuid:account_id>/", sessions.sign_in_quickly, name="sign_in_quickly"),
    path("sign-out/", sessions.sign_out, name="sign_out"),
    path("no-duty/", sessions.no_duty, name="no_duty"),
    path("my-duties/", sessions.duties, name="my_duties"),
    path("accounts/", administration.accounts, name="accounts"),
    path("accounts/open/", administration.open_account, name="open_account"),
    path("accounts/<uuid:account_id>/renew/", administration.renew_account, name="renew_account"),
    path("accounts/<uuid:account_id>/close/", administration.close_account, name="close_account"),
    path("duties/", administration.duties, name="duties"),
    path("duties/assign/", administration.assign_duty, name="assign_duty"),
    path("duties/<uuid:duty_id>/end/", administration.end_duty, name="end_duty"),
    path("devices/", devices.devices, name="devices"),
    path("devices/invite/", devices.invite, name="invite_device"),
    path("devices/<uuid:device_id>/withdraw/", devices.withdraw, name="withdraw_device"),
    path("looks/", audit.looks, name="looks"),
    path("refused/", audit.attempts, name="attempts"),
]
