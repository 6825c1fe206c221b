"""The bare thing beside ours: a server of the same kind that echoes, and one that creates one row by the ORM.

For the benchmark alone; it is named by no address of the platform.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongzhou.config.settings")

from django.conf import settings

settings.MIDDLEWARE = []
settings.ROOT_URLCONF = "tongzhou.proofs.bare"

from django.core.wsgi import get_wsgi_application  # noqa: E402  likewise

application = get_wsgi_application()

from django.http import HttpRequest, HttpResponse  # noqa: E402  likewise
from django.urls import path  # noqa: E402  likewise

from tongzhou.access.models import Attempt  # noqa: E402  likewise
from tongzhou.kernel import clock  # noqa: E402  likewise


def echo(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.body)


def create(request: HttpRequest) -> HttpResponse:
    Attempt.objects.create(at=clock.now(), what="bench", path=request.path)
    return HttpResponse("done")


urlpatterns = [path("echo", echo), path("create", create)]
