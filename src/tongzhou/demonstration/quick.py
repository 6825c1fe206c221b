"""The accounts that open with one click: in demo mode, in a stamped database, on this machine only."""

from collections.abc import Sequence

from django.conf import settings

from tongzhou.access.models import Account
from tongzhou.access.quick import QuickAccount
from tongzhou.access.roles import ROLES
from tongzhou.demonstration import making
from tongzhou.demonstration.setting_up import ACCOUNTS, WORDS


def offered() -> Sequence[QuickAccount]:
    """All of them or none."""
    if settings.MODE != "demo" or not settings.IS_LOOPBACK or not making.exists():
        return []
    names = {tried.username: tried for tried in ACCOUNTS}
    opened = {account.username: account for account in Account.objects.filter(username__in=names, closed_at=None)}
    return [
        QuickAccount(opened[name].id, tried.staff, ROLES[tried.role].label, WORDS[name])
        for name, tried in names.items()
        if name in opened
    ]
