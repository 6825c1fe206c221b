"""The bare thing beside ours: a server of the same kind that echoes, creates one row, stores a batch of scans,
or locks one row and updates it.

For the benchmark alone; it is named by no address of the platform.
"""

import os
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongzhou.config.settings")

from django.conf import settings

settings.MIDDLEWARE = []
settings.ROOT_URLCONF = "tongzhou.proofs.bare"

from django.core.wsgi import get_wsgi_application  # noqa: E402  likewise

application = get_wsgi_application()

import orjson  # noqa: E402  likewise
from django.db import connection  # noqa: E402  likewise
from django.http import HttpRequest, HttpResponse  # noqa: E402  likewise
from django.urls import path  # noqa: E402  likewise

from tongzhou.access.models import Attempt  # noqa: E402  likewise
from tongzhou.kernel import clock, database  # noqa: E402  likewise

_SCANS = """
INSERT INTO bench_scan SELECT * FROM unnest(%s::uuid[], %s::timestamptz[], %s::bigint[], %s::real[])
ON CONFLICT DO NOTHING
"""


def echo(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.body)


def create(request: HttpRequest) -> HttpResponse:
    Attempt.objects.create(at=clock.now(), what="bench", path=request.path)
    return HttpResponse("done")


def scans(request: HttpRequest) -> HttpResponse:
    """A batch as telephones send it, into four columns, a resend harmless: no signature, no rule, no ledger."""
    told = orjson.loads(request.body)["entries"]
    rows = [(one["id"], one["occurred_at"], int(one["payload"]["pass"], 16), 36.5) for one in told]
    with connection.cursor() as statement:
        statement.execute(_SCANS, [list(column) for column in zip(*rows, strict=True)])
        return HttpResponse(statement.rowcount)


def locked(request: HttpRequest, matter_id: UUID) -> HttpResponse:
    """The least that a transition needs: one row of the real table locked, read and written in one transaction."""
    with database.acting((), is_wide=True), database.cursor() as statement:
        statement.execute("SELECT state, length FROM matters_matter WHERE id = %s FOR UPDATE", [matter_id])
        (state, length) = statement.fetchone()
        statement.execute("UPDATE matters_matter SET length = %s WHERE id = %s", [length, matter_id])
    return HttpResponse(state)


urlpatterns = [
    path("echo", echo),
    path("create", create),
    path("scans", scans),
    path("locked/<uuid:matter_id>", locked),
]
