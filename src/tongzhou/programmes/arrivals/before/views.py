"""The public pages: choose the village, say who comes, get a code, change it, take it back. No script is needed.

A code stands in a form, never in an address: addresses are logged on the way.
"""

from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access import attempts
from tongzhou.access.doors import public
from tongzhou.access.permissions import Permission
from tongzhou.encounters import presenting
from tongzhou.kernel import clock, qr
from tongzhou.kernel.errors import RuleBroken, Several
from tongzhou.people.idcheck import IdKind
from tongzhou.programmes.arrivals.actions import ARRIVAL
from tongzhou.programmes.arrivals.before import announcing, flow, reading, villages
from tongzhou.programmes.arrivals.before.parties import MOST, Party
from tongzhou.programmes.arrivals.before.reading import Slip
from tongzhou.programmes.arrivals.errors import FormIsOld, SumNeeded
from tongzhou.programmes.arrivals.forms import BEFORE_CODE
from tongzhou.questionnaires import queries as questionnaires
from tongzhou.questionnaires.posting import asks_again
from tongzhou.questionnaires.queries import Form
from tongzhou.questionnaires.showing import errors_by_field


@public("shows the names of towns and villages")
def start(request: HttpRequest) -> HttpResponse:
    """Choose the village: by typing, or by its town."""
    text, town = request.GET.get("q", "")[:40], request.GET.get("town", "")
    found = villages.search(text) if text else villages.of_town(town)
    shown = {"q": text, "town": villages.town(town), "towns": villages.towns(), "found": found}
    return render(request, "arrivals/before/start.html", shown)


@public("takes an announcement, sealed under the code that it is answered with")
@never_cache
def person(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """One traveller to this village: the form, and what comes of it."""
    if not villages.is_home(place_id):
        raise Http404
    form = questionnaires.current(BEFORE_CODE, place_id, clock.today())
    if request.method != "POST":
        return _form(request, place_id, form, reading.blank())
    slip = reading.posted(request.POST, form)
    if asks_again(request):
        return _form(request, place_id, form, slip)
    try:
        party = announcing.announce(
            reading.party_id(slip),
            place_id,
            slip.number,
            slip.traveller,
            is_draft="_draft" in request.POST,
            is_solved=flow.is_solved(slip.answer, slip.proof),
        )
    except RuleBroken as error:
        return _form(request, place_id, form, slip, error=error)
    return _party(request, party)


def _form(
    request: HttpRequest, place_id: UUID, form: Form, slip: Slip, *, error: RuleBroken | None = None
) -> HttpResponse:
    errors = errors_by_field(error) if isinstance(error, Several) else {str(error.field): str(error)} if error else {}
    endpoint = reverse("before:person", args=[place_id])
    if request.method == "GET" and not slip.traveller.answers:
        questions = _blank(form.id, endpoint, questionnaires.language(), clock.today())
    else:
        questions = _questions(form, endpoint, slip.traveller.answers or None, errors, is_new=request.method != "POST")
    context = {
        **{"slip": slip, "questions": questions, "errors": errors, "error": error, "id_kinds": IdKind.choices},
        "ticket": flow.ticket() if isinstance(error, FormIsOld) else slip.ticket,
        "sum": flow.sum_asked() if isinstance(error, SumNeeded) else None,
        "place_name": villages.name(place_id),
        "endpoint": endpoint,
    }
    return render(request, "arrivals/before/person.html", context, status=422 if error else 200)


def _questions(form: Form, endpoint: str, answers: Any, errors: dict[str, str], *, is_new: bool) -> SafeString:
    shown = presenting.questions_of(form, answers, known={}, errors=errors, is_new=is_new)
    return render_to_string("questionnaires/questions.html", {"shown": shown, "endpoint": endpoint})


@lru_cache(maxsize=1024)
def _blank(form_id: UUID, endpoint: str, language: str, day: date) -> SafeString:
    """The questions before anything is answered, drawn once a day and village; a version never changes."""
    return _questions(questionnaires.form(form_id), endpoint, None, {}, is_new=True)


def _party(request: HttpRequest, party: Party) -> HttpResponse:
    address = request.build_absolute_uri(reverse("before:party"))
    context = {
        **{"party": party, "address": address, "square": qr.svg(f"{address}#{party.code}")},
        **{"place_name": villages.name(party.place_id), "may_add": len(party.travellers) < MOST},
        "expected_on": party.expected_on(clock.today()),
    }
    return render(request, "arrivals/before/party.html", context)


@public("opens an announcement to whoever holds its code")
@never_cache
def party(request: HttpRequest) -> HttpResponse:
    """The address in the square: a traveller sees the own party; at a desk it opens for registration."""
    actor = getattr(request, "actor", None)
    at_desk = actor is not None and actor.may(Permission.ARRIVAL_REGISTER)
    if request.method != "POST":
        return render(request, "arrivals/before/code.html", {"at_desk": at_desk})
    code = request.POST.get("code", "")[:200]
    try:
        return _party(request, announcing.opened(code))
    except RuleBroken as error:
        attempts.log(None, what=error.code, path=request.path)
        return render(request, "arrivals/before/code.html", {"error": error, "code": code}, status=422)


@public("opens one of a party to whoever holds the code")
@require_POST
@never_cache
def change(request: HttpRequest) -> HttpResponse:
    """Mend what was said of one of the party, or add one more."""
    found = announcing.opened(request.POST.get("code", "")[:200])
    form = questionnaires.current(BEFORE_CODE, found.place_id, clock.today())
    number = reading.number_of(request.POST.get("number", ""))
    return _form(request, found.place_id, form, reading.of_party(found, number, ARRIVAL.carried))


@public("destroys an announcement for whoever holds its code")
@require_POST
@never_cache
def leave_out(request: HttpRequest) -> HttpResponse:
    """One of the party does not come; the last one takes the announcement along."""
    code, number = request.POST.get("code", "")[:200], reading.number_of(request.POST.get("number", ""))
    left = announcing.leave_out(code, number)
    if left is not None:
        return _party(request, left)
    return render(request, "arrivals/before/code.html", {"words": _("The announcement was taken back and destroyed.")})
