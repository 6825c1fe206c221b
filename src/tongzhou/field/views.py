"""The field app as a phone fetches it once: page, worker, manifest. Everything else of it is static files."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tongzhou.access.doors import public

BUILT = Path(__file__).parent / "static" / "field"
_TYPES = {"index.html": "text/html", "sw.js": "text/javascript", "manifest.webmanifest": "application/manifest+json"}
_WHY = "the app without any data: what a post knows is asked for apart, signed by an enrolled telephone"


def _built(request: HttpRequest, name: str) -> HttpResponse:
    """The file as it was built; a plain word where there is no Node to build it."""
    path = BUILT / name
    if not path.exists():
        return render(request, "field/absent.html", status=404)
    return HttpResponse(path.read_bytes(), content_type=f"{_TYPES[name]}; charset=utf-8")


@public(_WHY)
@require_GET
@never_cache
def app(request: HttpRequest) -> HttpResponse:
    return _built(request, "index.html")


@public(_WHY)
@require_GET
@never_cache
def worker(request: HttpRequest) -> HttpResponse:
    return _built(request, "sw.js")


@public(_WHY)
@require_GET
@never_cache
def manifest(request: HttpRequest) -> HttpResponse:
    return _built(request, "manifest.webmanifest")
