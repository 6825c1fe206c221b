"""What was issued here, issuing a proof of residence, the paper, withdrawing one."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.certificates import actions, paper, queries
from tongzhou.certificates.errors import CertificateUnknown
from tongzhou.certificates.models import Kind
from tongzhou.kernel import codes
from tongzhou.kernel.errors import RuleBroken
from tongzhou.people import queries as people


@requires(Permission.CERTIFICATE_ISSUE)
@never_cache
def certificates(request: DutyRequest) -> HttpResponse:
    """The list; a proof of residence is issued for the person that the address names."""
    person_id = _uuid(request.POST.get("person", "") or request.GET.get("person", ""))
    if request.method != "POST":
        return _list(request, person_id)
    try:
        if person_id is None:
            raise Http404
        actions.issue(Kind.RESIDENCE, person_id=person_id, by=request.actor)
    except RuleBroken as error:
        return _list(request, person_id, error=error)
    return redirect("certificates:certificates")


def _list(request: DutyRequest, person_id: UUID | None, **more: Any) -> HttpResponse:
    masked = people.masked([person_id]) if person_id else {}
    rows = [(one, codes.grouped(one.code)) for one in queries.issued(by=request.actor)]
    context = {"rows": rows, "person_id": person_id, "masked": masked.get(person_id) if person_id else "", **more}
    return render(request, "certificates/certificates.html", context, status=422 if more.get("error") else 200)


@requires(Permission.CERTIFICATE_ISSUE)
@never_cache
def paper_of(request: DutyRequest, certificate_id: UUID) -> HttpResponse:
    try:
        found, identity = queries.one(certificate_id, by=request.actor)
    except CertificateUnknown as error:
        raise Http404 from error
    address = request.build_absolute_uri(reverse("briefing:verify_brief", args=[codes.grouped(found.code)]))
    headers = {"Content-Disposition": f"inline; filename={found.kind}-{codes.grouped(found.code)}.pdf"}
    return HttpResponse(paper.certificate(found, identity, address=address), "application/pdf", headers=headers)


@requires(Permission.CERTIFICATE_ISSUE)
@require_POST
def withdraw(request: DutyRequest, certificate_id: UUID) -> HttpResponse:
    try:
        actions.withdraw(certificate_id, why=request.POST.get("why", ""), by=request.actor)
    except CertificateUnknown as error:
        raise Http404 from error
    except RuleBroken as error:
        return _list(request, None, error=error)
    return redirect("certificates:certificates")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
