"""The list as it stood, the door list of a village, and why somebody is on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel.errors import RuleBroken
from tongzhou.ledger import queries as ledger
from tongzhou.ledger.models import Stored
from tongzhou.matters import queries as matters
from tongzhou.matters.models import Matter
from tongzhou.people import contacts
from tongzhou.people import queries as people
from tongzhou.people.identities import Identity
from tongzhou.programmes.riskareas import dated
from tongzhou.programmes.riskareas.models import Hit, Rule, Version
from tongzhou.questionnaires import queries as questionnaires
from tongzhou.questionnaires.known import Known
from tongzhou.response import queries as response
from tongzhou.response.queries import Held

PAGE = 50
#: What is shown as it was said; the coded answers are on the entry.
_SHOWN = ("travel.origin_city", "travel.transport_number")


class HitUnknown(RuleBroken):
    code = "hit_unknown"


@dataclass(frozen=True)
class Door:
    """One line of the door list: who, where, why, what is known, who asked last."""

    hit: Hit
    identity: Identity | None
    matter: Matter | None
    known: Mapping[str, Known]
    asked: contacts.Made | None


@dataclass(frozen=True)
class Why:
    """The stay, the rule and the version that explain a hit, how it ended, and the rules of the level on its day."""

    hit: Hit
    rule: Rule
    version: Version
    told: Stored | None
    then: list[Held]


def versions() -> QuerySet[Version]:
    """Those that were published, the last first."""
    return Version.objects.filter(published_at__isnull=False).defer("source").order_by("-number")


def version(number: int) -> Version:
    """Raises HitUnknown."""
    found = versions().filter(number=number).first()
    if found is None:
        raise HitUnknown(_("There is no version of this number."))
    return found


def has_draft() -> bool:
    return Version.objects.filter(published_at=None).exists()


def rules(version: Version) -> QuerySet[Rule]:
    return version.rules.order_by("code")


def _hits(by: Actor) -> QuerySet[Hit]:
    require(by, Permission.RISK_VIEW)
    hits = Hit.objects.filter(ended_at=None).select_related("rule", "place")
    return hits if by.is_wide else hits.filter(place_id__in=by.scope.places)


def count(*, by: Actor) -> int:
    """How many stand on the door list of the actor's places."""
    return _hits(by).count()


def door_list(*, by: Actor, page: int = 1) -> list[Door]:
    """Whom the list concerns at the actor's places, by village; each identity shown is a look."""
    require(by, Permission.PERSON_VIEW)
    start = (max(page, 1) - 1) * PAGE
    hits = list(_hits(by).order_by("place__name", "over_on", "id")[start : start + PAGE])
    persons = [hit.person_id for hit in hits]
    who = people.identities(persons, by=by, reason=_("Door list of the risk areas")) if persons else {}
    keys = people.keys(persons) if persons else {}
    known: Mapping[UUID, Mapping[str, Any]] = questionnaires.recall(persons, _SHOWN, keys=keys)
    found = matters.seen(by).filter(id__in=[hit.matter_id for hit in hits])
    visits = {matter.id: matter for matter in found}
    return [
        Door(hit, who.get(hit.person_id), visits.get(hit.matter_id), known.get(hit.person_id, {}), _asked(hit))
        for hit in hits
    ]


def _asked(hit: Hit) -> contacts.Made | None:
    return next(iter(contacts.of(hit.person_id)), None)


def why(hit_id: UUID, *, by: Actor) -> Why:
    """What explains a hit, also one that has ended. Raises HitUnknown outside the scope."""
    require(by, Permission.RISK_VIEW)
    seen = Hit.objects.select_related("rule__version", "place", "ended_by")
    seen = seen if by.is_wide else seen.filter(place_id__in=by.scope.places)
    hit = seen.filter(id=hit_id).first()
    if hit is None:
        raise HitUnknown(_("Nobody at the places of your duty is concerned by this."))
    told = ledger.story([hit.person_id])
    entry = next((one for one in told if one.id == hit.entry_id), None)
    then = response.then(hit.begun_at, [dated.FOLLOWS])
    return Why(hit, hit.rule, hit.rule.version, entry, then)


def source(number: int) -> tuple[str, bytes] | None:
    """(quoted name, content) of the document of a version, when it was handed in."""
    found = Version.objects.filter(number=number, published_at__isnull=False, source__isnull=False).first()
    return (quote(found.source_name or "document"), bytes(found.source or b"")) if found else None
