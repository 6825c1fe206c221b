"""Five logins of one database, and a sixth connection for what must be kept when the transaction is undone."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from tongzhou import embedded

LOGIN_OF = {"default": "app", "wide": "wide", "load": "load", "audit": "audit", "owner": "owner", "log": "app"}
_VARIABLE = {"app": "DATABASE_URL"}


def _from_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {"options": "-c search_path=district"},
    }


def _given(login: str) -> dict[str, Any]:
    variable = _VARIABLE.get(login, f"DATABASE_URL_{login.upper()}")
    url = os.environ.get(variable)
    if not url:
        raise ImproperlyConfigured(f"DATABASE_URL is set, so {variable} must be set too: each login has its own.")
    return _from_url(url)


def databases(folder: Path) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: from DATABASE_URL and its siblings, else from the embedded cluster of ``folder``."""
    if os.environ.get("DATABASE_URL"):
        return {alias: _given(login) for alias, login in LOGIN_OF.items()}
    cluster = embedded.known(folder)
    if cluster is None:
        return {alias: {"ENGINE": "django.db.backends.postgresql", "NAME": "not-started"} for alias in LOGIN_OF}
    return {alias: cluster.django(login) for alias, login in LOGIN_OF.items()}
