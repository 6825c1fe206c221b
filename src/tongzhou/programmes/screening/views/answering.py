"""What the views of screening have in common: an error as the page shows it, a spreadsheet handed out."""

from typing import Any

from django.http import HttpResponse

from tongzhou.access.doors import DutyRequest
from tongzhou.kernel import clock
from tongzhou.kernel.errors import RuleBroken

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def status(context: dict[str, Any]) -> int:
    return 422 if context.get("error") else 200


def wrong(error: RuleBroken, request: DutyRequest) -> dict[str, Any]:
    return {"error": error, "errors": {str(error.field): str(error)}, "given": request.POST}


def foot(request: DutyRequest) -> str:
    return f"{request.actor.unit_name} {request.actor.name} {clock.now():%Y-%m-%d %H:%M}"


def sheet(content: bytes, name: str, **headers: str) -> HttpResponse:
    kept = {"Content-Disposition": f"attachment; filename={name}-{clock.today():%Y%m%d}.xlsx"}
    return HttpResponse(content, _XLSX, headers=kept | headers)
