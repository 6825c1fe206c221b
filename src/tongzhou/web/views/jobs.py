"""The jobs beside the pages: what failed and why, what waits, and trying again."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel import jobs


@requires(Permission.JOB_MANAGE)
def job_list(request: DutyRequest) -> HttpResponse:
    asked = jobs.last_asked()
    timed = [(one, asked.get(one.name)) for one in jobs.known.values() if one.every or one.daily]
    context = {"found": jobs.unfinished(), "is_worked": jobs.is_worked(), "timed": timed}
    return render(request, "web/jobs.html", context)


@requires(Permission.JOB_MANAGE)
@require_POST
def try_again(request: DutyRequest, job_id: int) -> HttpResponse:
    jobs.again(job_id)
    return redirect("web:jobs")
