"""Five logins of one database, and a sixth connection for what must be kept when the transaction is undone."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from tongzhou import embedded

LOGIN_OF = {"default": "app", "wide": "wide", "load": "load", "audit": "audit", "owner": "owner", "log": "app"}
#: Signing in to the database costs more than a registration, so each thread keeps its connections for ten minutes.
#: Safe, because nothing is ever set for a session: the scope lives and dies with its transaction.
KEPT = {"ENGINE": "tongzhou.kernel.postgres", "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
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
    return {alias: _kept(_connection(login, folder)) for alias, login in LOGIN_OF.items()}


def _kept(connection: dict[str, Any]) -> dict[str, Any]:
    """Kept between requests. A hot statement, and each inside our functions, is parsed and planned once for each
    connection, not for each call: planning over all partitions of the ledger costs ten times the look itself."""
    set_at_start = "-c search_path=district -c plan_cache_mode=force_generic_plan"
    return {**connection, **KEPT, "OPTIONS": {"options": set_at_start, "prepare_threshold": 1}}


def _connection(login: str, folder: Path) -> dict[str, Any]:
    if os.environ.get("DATABASE_URL"):
        return _given(login)
    cluster = embedded.known(folder)
    return cluster.django(login) if cluster else {"ENGINE": "django.db.backends.postgresql", "NAME": "not-started"}
