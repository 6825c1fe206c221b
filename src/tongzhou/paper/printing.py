"""A sheet as PDF, set by Typst: A4, a square for the sheet and one for each row, choices by number, what is known.

Numbers of documents are masked: a sheet may be lost on the way.
"""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import orjson
import segno
import typst
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.kernel import clock, codes
from tongzhou.paper import queries
from tongzhou.paper.models import Row, Sheet
from tongzhou.people import queries as people
from tongzhou.people.identities import Identity
from tongzhou.questionnaires import queries as questionnaires
from tongzhou.questionnaires.expressions.values import answer_text
from tongzhou.questionnaires.known import Known
from tongzhou.questionnaires.presenting import words
from tongzhou.questionnaires.queries import Form
from tongzhou.questionnaires.showing import NEVER_SHOWN
from tongzhou.questionnaires.state import Item, walk_items

_FORM = Path(__file__).parent / "forms" / "sheet.typ"
#: More choices than this stand once, under the rows, with their numbers.
MOST_CHOICES = 9


def pdf(sheet: Sheet, *, by: Actor) -> bytes:
    """The sheet; every name on it is a look with its reason."""
    form = questionnaires.form(sheet.version_id)
    rows = list(queries.rows(sheet))
    persons = [row.person_id for row in rows if row.person_id]
    reason = _("Printed on sheet %(code)s") % {"code": codes.grouped(sheet.code)}
    who = people.identities(persons, by=by, reason=reason) if persons else {}
    known = questionnaires.recall(persons, form.elements, keys=people.keys(persons)) if persons else {}
    language = questionnaires.language()
    content = {
        **{"title": words(form.definition["title"], language), "code": codes.grouped(sheet.code), "square": sheet.code},
        "place": sheet.place.name,
        "words": _labels(),
        "printed": f"{by.name} · {by.unit_name} · {clock.now().astimezone(clock.ZONE):%Y-%m-%d %H:%M}",
        "rows": [_row(sheet, row, form, who, known, language) for row in rows],
        "legends": _legends(form, language),
    }
    return _set(content)


def _labels() -> dict[str, str]:
    return {
        "how": _("Circle the number. 0: would not say. ↳ only where it applies. Known: do not ask again."),
        **{"name": _("Name"), "phone": _("Telephone"), "number": _("Number of the document"), "address": _("Address")},
        **{"day": _("Day"), "time": _("Time"), "asked_by": _("Asked by"), "see": _("number below")},
        "keep": _("Holds personal data. Hand it in at the desk; it is destroyed after typing."),
    }


def _row(
    sheet: Sheet,
    row: Row,
    form: Form,
    who: Mapping[UUID, Identity],
    known: Mapping[UUID, Mapping[str, Known]],
    language: str,
) -> dict[str, Any]:
    one = who.get(row.person_id) if row.person_id else None
    facts = known.get(row.person_id, {}) if row.person_id else {}
    number = one.id_number if one else ""
    return {
        **{"number": row.number, "code": f"{codes.grouped(sheet.code)}-{row.number:02d}"},
        "square": queries.row_code(sheet, row.number),
        **{"name": one.name if one else "", "phone": one.phone if one else "", "address": one.address if one else ""},
        "id_number": f"{number[:4]}＊＊＊{number[-2:]}" if len(number) > 8 else "＊" * len(number),
        "questions": [_question(item, form, facts, language) for item in _asked(form)],
    }


def _asked(form: Form) -> list[Item]:
    shown = [item for item in walk_items(form.definition["items"]) if item["kind"] == "question"]
    return [item for item in shown if item["type"] not in NEVER_SHOWN | {"note"} and "calculation" not in item]


def _choices(item: Item, form: Form) -> list[dict[str, Any]]:
    return list(form.definition["lists"].get(item.get("list", ""), []))


def _question(item: Item, form: Form, facts: Mapping[str, Known], language: str) -> dict[str, Any]:
    choices = _choices(item, form)
    fact = facts.get(item.get("element", ""))
    options = [f"{turn} {_words(one, language)}" for turn, one in enumerate(choices, start=1)]
    is_long = len(options) > MOST_CHOICES
    return {
        "label": ("↳ " if "relevant" in item else "") + words(item.get("label", {}), language),
        "options": [] if is_long else options + (["0"] if item.get("may_decline") and options else []),
        "is_long": is_long,
        "known": _known(fact, choices, language) if fact else "",
    }


def _words(choice: Mapping[str, Any], language: str) -> str:
    return words(choice["label"], language)


def _known(fact: Known, choices: Sequence[Mapping[str, Any]], language: str) -> str:
    if fact.value is None:
        return _("asked on %(day)s at %(place)s") % {"day": fact.on.isoformat(), "place": fact.place_name}
    labels = {one["name"]: _words(one, language) for one in choices}
    values = fact.value if isinstance(fact.value, list) else [answer_text(fact.value)]
    return _("known: %(words)s") % {"words": "、".join(labels.get(one, one) for one in values)}


def _legends(form: Form, language: str) -> list[dict[str, Any]]:
    """The long lists of choices, once each, with their numbers."""
    found: dict[str, dict[str, Any]] = {}
    for item in _asked(form):
        choices = _choices(item, form)
        if len(choices) > MOST_CHOICES:
            options = [f"{turn} {_words(one, language)}" for turn, one in enumerate(choices, start=1)]
            found.setdefault(item["list"], {"label": words(item.get("label", {}), language), "options": options})
    return list(found.values())


def _set(content: dict[str, Any]) -> bytes:
    with TemporaryDirectory() as folder:
        for turn, one in enumerate([content, *content["rows"]]):
            name = f"{turn}.svg"
            segno.make(one["square"], error="m", micro=False).save(f"{folder}/{name}", border=0)
            one["square"] = name
        (Path(folder) / "sheet.typ").write_bytes(_FORM.read_bytes())
        made: bytes = typst.compile(
            f"{folder}/sheet.typ",
            root=folder,
            sys_inputs={"content": orjson.dumps(content).decode()},
            timestamp=clock.now().astimezone(datetime.UTC).replace(microsecond=0),
        )
        return made
