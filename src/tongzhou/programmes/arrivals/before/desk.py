"""At the desk: scan or type the code, measure, confirm. What the traveller said is there and can be changed."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from tongzhou.access.actors import Actor
from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.encounters import presenting, reading
from tongzhou.encounters.errors import KnownAlready
from tongzhou.encounters.reading import Sheet
from tongzhou.kernel import clock
from tongzhou.kernel.errors import RuleBroken
from tongzhou.people.idcheck import IdKind
from tongzhou.people.identities import NewPerson
from tongzhou.people.matching import Similar, find_similar
from tongzhou.programmes.arrivals import actions
from tongzhou.programmes.arrivals.before import announcing
from tongzhou.programmes.arrivals.before.parties import ASKED_AGAIN, FRESH, Party, Traveller
from tongzhou.programmes.arrivals.forms import CODE
from tongzhou.questionnaires import queries as questionnaires
from tongzhou.questionnaires.posting import asks_again, from_post
from tongzhou.questionnaires.queries import Form


@requires(Permission.ARRIVAL_REGISTER)
@never_cache
def announced(request: DutyRequest) -> HttpResponse:
    """Without a code: where to scan it. With one: the next of the party who is not registered yet."""
    if request.method != "POST":
        return render(request, "arrivals/before/scan.html", {"expected": announcing.expected(by=request.actor)})
    code = request.POST.get("code", "")[:200]
    try:
        party = announcing.at_desk(code, by=request.actor)
    except RuleBroken as error:
        shown = {"expected": announcing.expected(by=request.actor), "code": code, "error": error}
        return render(request, "arrivals/before/scan.html", shown, status=422)
    if "entry" not in request.POST:
        return _next(request, party)
    form = questionnaires.current(CODE, request.actor.post_id, clock.today())
    sheet = reading.sheet(request.POST, request.actor)
    answers = from_post(form.definition, request.POST)
    if asks_again(request):
        return _page(request, party, form, sheet, answers)
    return _confirm(request, party, form, sheet, answers)


def _confirm(request: DutyRequest, party: Party, form: Form, sheet: Sheet, answers: dict[str, Any]) -> HttpResponse:
    handed = replace(reading.encounter(sheet, answers), channel="before")
    try:
        actions.register([handed], by=request.actor)
    except KnownAlready as error:
        return _page(request, party, form, sheet, answers, error=error, similar=error.similar)
    except RuleBroken as error:
        return _page(request, party, form, sheet, answers, error=error)
    if announcing.close_if_done(party):
        return redirect("arrivals:done", sheet.entry_id)
    return _next(request, party, before=sheet)


def _next(request: DutyRequest, party: Party, before: Sheet | None = None) -> HttpResponse:
    number = announcing.waiting(party)[0]
    traveller = party.travellers[number]
    similar = find_similar([_new(traveller, party)], by=request.actor)[0]
    form = questionnaires.current(CODE, request.actor.post_id, clock.today())
    sheet = _sheet(party, traveller, similar, request.actor)
    return _page(request, party, form, sheet, None, traveller=traveller, similar=similar, before=before)


def _new(traveller: Traveller, party: Party) -> NewPerson:
    one = traveller.identity
    return NewPerson(one.name, one.id_kind, one.id_number, one.phone, one.address, party.place_id, traveller.person_id)


def _sheet(party: Party, traveller: Traveller, similar: list[Similar], by: Actor) -> Sheet:
    """A sheet as if the desk had filled it in; who is known by the same document is the same person unless told."""
    certain = [one for one in similar if one.is_certain]
    first, identity = party.travellers[0], traveller.identity
    return Sheet(
        entry_id=traveller.entry_id,
        visit_id=party.id,
        person_id=traveller.person_id,
        known_id=None,
        place_id=party.place_id,
        before_id=first.person_id if traveller.is_child else None,
        guardian_id=first.person_id if traveller.is_child else None,
        id_kind=identity.id_kind,
        parts={part: getattr(identity, part) for part in ("name", "id_number", "phone", "address")},
        with_staff=(),
        choice=str(certain[0].person_id) if len(certain) == 1 else "",
    )


def said(party: Party, traveller: Traveller) -> dict[str, Any]:
    """The answers as the desk's form takes them: a day still to come is today, an old word on health is asked again."""
    answers = dict(traveller.answers)
    if str(answers.get("returned_on", "")) >= clock.today().isoformat():
        del answers["returned_on"]
    if clock.now() - party.changed_at > FRESH:
        answers = {name: value for name, value in answers.items() if name not in ASKED_AGAIN}
    return answers


def _page(
    request: DutyRequest,
    party: Party,
    form: Form,
    sheet: Sheet,
    answers: dict[str, Any] | None,
    *,
    traveller: Traveller | None = None,
    **more: Any,
) -> HttpResponse:
    error = more.get("error")
    errors = presenting.by_field(error) if error else {}
    given = said(party, traveller) if traveller else answers
    shown = presenting.questions_of(form, given, known={}, errors=errors, is_new=traveller is not None)
    folded = presenting.answered(shown) if traveller else set(request.POST.get("folded", "").split())
    context = {
        **{"party": party, "sheet": sheet, "folded": " ".join(sorted(folded)), "errors": errors},
        **{"opened": [one for one in shown if one.key not in folded], "id_kinds": IdKind.choices},
        **{"answered": [one for one in shown if one.key in folded], "endpoint": request.path},
        **{"homes": presenting.homes(request.actor), "kind": dict(IdKind.choices).get(sheet.id_kind, "")},
        **{"waiting": len(announcing.waiting(party)), **more},
    }
    is_fragment = bool(getattr(request, "htmx", False))
    template = "arrivals/before/_questions.html" if is_fragment else "arrivals/before/announced.html"
    return render(request, template, context, status=422 if error else 200)
