"""Reads: what is asked where on which day, the dictionary, and what is known of a person.

A compiled definition never changes, so each process keeps those it has read; never change one that was handed out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongzhou.kernel import clock, database, sealing
from tongzhou.places import queries as places
from tongzhou.questionnaires.errors import NoQuestionnaire
from tongzhou.questionnaires.known import Known
from tongzhou.questionnaires.models import DataElement, Questionnaire, Version
from tongzhou.questionnaires.state import Compiled, walk_items
from tongzhou.questionnaires.xlsform import ElementType

REMEMBERED = 64


@dataclass(frozen=True)
class Form:
    """A version as it is asked and checked: read only, whatever happens to the version later."""

    id: UUID
    code: str
    number: int
    place_id: UUID | None
    definition: Compiled

    @property
    def elements(self) -> tuple[str, ...]:
        """Every data element that the form may record, once."""
        codes = (item["element"] for item in walk_items(self.definition["items"]) if "element" in item)
        return tuple(dict.fromkeys(codes))


_forms: dict[UUID, Form] = {}


def form(version_id: UUID) -> Form:
    """The form of any version, also of one that is over. Raises Version.DoesNotExist."""
    if version_id not in _forms:
        version = Version.objects.select_related("questionnaire").defer("source").get(id=version_id)
        while len(_forms) >= REMEMBERED:
            _forms.pop(next(iter(_forms)))
        _forms[version_id] = Form(
            version.id, version.questionnaire.code, version.number, version.place_id, version.definition
        )
    return _forms[version_id]


def of_place(place_id: UUID | None) -> Q:
    """Versions of the town, or of the district for None."""
    return Q(place__isnull=True) if place_id is None else Q(place_id=place_id)


def in_force(code: str, on: date) -> QuerySet[Version]:
    """The district's version on that day and those of its towns."""
    spans = Q(from_on__lte=on) & (Q(until_on=None) | Q(until_on__gt=on))
    return Version.objects.filter(spans, questionnaire__code=code, replaced_at=None)


_IN_FORCE = """
    SELECT v.id, v.place_id, (SELECT t.value FROM places_stamp t LIMIT 1)
      FROM questionnaires_version v JOIN questionnaires_questionnaire q ON q.id = v.questionnaire_id
     WHERE q.code = %s AND v.from_on <= %s AND (v.until_on IS NULL OR v.until_on > %s) AND v.replaced_at IS NULL
"""


def current(code: str, place_id: UUID | None, on: date) -> Form:
    """What is asked at the place on that day: its town's version, else the district's. One statement once remembered.

    Raises NoQuestionnaire when nothing is in force.
    """
    found = database.prepared(_IN_FORCE, [code, on, on])
    by_place: dict[UUID | None, UUID] = {town: version for version, town, _stamp in found}
    above: list[UUID | None] = [None]
    if place_id is not None and len(by_place) > (None in by_place):
        tree = places.current_tree(found[0][2])
        above = [*(node.id for node in reversed(tree.path(place_id))), None]
    version_id = next((by_place[place] for place in above if place in by_place), None)
    if version_id is None:
        raise NoQuestionnaire(
            _("No questionnaire “%(code)s” is in force on %(day)s. Publish one first.") % {"code": code, "day": on}
        )
    return form(version_id)


def language() -> str:
    """The viewer's language as the words of a form name it."""
    return (get_language() or "zh").split("-")[0]


def questionnaires() -> QuerySet[Questionnaire]:
    """Every questionnaire with its versions, latest first, without their bodies."""
    latest = Version.objects.defer("definition", "source").select_related("place").order_by("-number")
    return Questionnaire.objects.prefetch_related(Prefetch("versions", latest)).order_by("code")


def versions(code: str) -> QuerySet[Version]:
    """All versions under one code, latest first, without their bodies."""
    found = Version.objects.filter(questionnaire__code=code).defer("definition", "source")
    return found.select_related("questionnaire", "place").order_by("-number")


def version(version_id: UUID) -> Version:
    """One version without its body. Raises Version.DoesNotExist."""
    found = Version.objects.defer("definition", "source").select_related("questionnaire", "place")
    return found.get(id=version_id)


def source(version_id: UUID) -> bytes:
    """The spreadsheet that was uploaded."""
    return bytes(Version.objects.values_list("source", flat=True).get(id=version_id))


def elements(text: str = "") -> QuerySet[DataElement]:
    """The dictionary by code; with ``text`` those that hold it in code, names, owner, purpose or standard name."""
    found = DataElement.objects.order_by("code")
    wanted = text.strip()[:100]
    if not wanted:
        return found
    columns = ("code", "label_zh", "label_en", "owner", "purpose", "standard_name")
    matching = Q()
    for column in columns:
        matching |= Q(**{f"{column}__icontains": wanted})
    return found.filter(matching)


def element_types() -> dict[str, ElementType]:
    """The dictionary as the compiler needs it."""
    rows = DataElement.objects.values_list("code", "holds", "ends_on")
    return {code: ElementType(code, holds, ends_on) for code, holds, ends_on in rows}


def asked_elements(definition: Compiled) -> dict[str, DataElement]:
    """The entries of the dictionary that a definition asks for, by code."""
    codes = {item["element"] for item in walk_items(definition["items"]) if "element" in item}
    return {element.code: element for element in DataElement.objects.filter(code__in=codes)}


_RECALL = """
    SELECT k.person_id, k.element, p.name, k.at, e.fresh_days, f.sealed
      FROM questionnaires_known(%s::uuid[], %s::text[]) k
      JOIN questionnaires_dataelement e ON e.code = k.element AND e.fresh_days IS NOT NULL AND e.ends_on >= %s
      JOIN places_place p ON p.id = k.place_id
      LEFT JOIN questionnaires_knownfact f ON f.person_id = k.person_id AND f.element = k.element
"""


def recall(
    person_ids: Iterable[UUID], elements: Iterable[str], *, keys: Mapping[UUID, bytes], on: date | None = None
) -> dict[UUID, dict[str, Known]]:
    """What is known and still fresh of each person, by element; one statement.

    ``keys`` are the sealing keys of the persons in scope. Outside the scope (or without a key) a Known has no value:
    only where and when it is known. An element that is always asked, or whose end is over, is never known.
    """
    day = on or clock.today()
    asked = sorted(set(person_ids))
    found: dict[UUID, dict[str, Known]] = {person: {} for person in asked}
    if not asked:
        return found
    with database.cursor() as statement:
        statement.execute(_RECALL, [asked, sorted(set(elements)), day])
        rows = statement.fetchall()
    for person, element, place_name, at, fresh_days, sealed in rows:
        known_on = clock.day_of(at)
        if known_on <= day <= known_on + timedelta(days=fresh_days):
            found[person][element] = Known(element, _value(sealed, keys.get(person)), place_name, known_on)
    return found


def _value(sealed: Any, key: bytes | None) -> Any:
    return sealing.unseal(key, bytes(sealed))["value"] if sealed is not None and key is not None else None
