"""Whom there is to reach. Every name shown is a look."""

from collections.abc import Mapping
from dataclasses import dataclass

from tongzhou.access import looks
from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.matters import queries as matters
from tongzhou.matters.models import Matter
from tongzhou.people.identities import Identity
from tongzhou.programmes.leads.models import Lead
from tongzhou.tables.actions import known_fields
from tongzhou.tables.matching import Field

PAGE = 50


@dataclass(frozen=True)
class Line:
    lead: Lead
    identity: Identity
    matter: Matter
    told: list[tuple[str, str, str]]  # element, label, words

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the desk need not ask again. How somebody is now, no list of another office knows."""
        return [(code, text) for code, _label, text in self.told if not code.startswith("health.")]


def waiting(*, by: Actor, page: int = 1) -> tuple[list[Line], int]:
    """The leads of the actor's places that are not closed, the oldest list first; and how many there are."""
    require(by, Permission.ARRIVAL_REGISTER)
    unfinished = matters.seen(by).unfinished().filter(case_type="lead", place_id__in=by.scope.places)
    total = unfinished.count()
    start = (max(page, 1) - 1) * PAGE
    shown = list(unfinished.order_by("due_at", "id")[start : start + PAGE])
    leads = {
        lead.matter_id: lead
        for lead in Lead.objects.filter(matter_id__in=[one.id for one in shown]).select_related("place")
    }
    found = [(leads[matter.id], matter) for matter in shown if matter.id in leads]
    if found:
        looks.log(by, subjects=[(lead.id, lead.place_id) for lead, _matter in found], what="list", reason="")
    fields = known_fields()
    return [Line(lead, lead.identity(), matter, _told(lead, fields)) for lead, matter in found], total


def _told(lead: Lead, fields: Mapping[str, Field]) -> list[tuple[str, str, str]]:
    return [(code, fields[code].label, text) for code, text in lead.said().items() if code in fields]
