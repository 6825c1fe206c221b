"""Passes on paper, set by Typst: cards to cut out of A4, and the list on which their holders sign.

A card bears no name and no door: whoever finds it learns nothing. The list bears the doors, and who printed it.
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
from tongzhou.kernel import clock
from tongzhou.passes import queries
from tongzhou.passes.models import Pass

_FORMS = Path(__file__).parent / "forms"
#: The square is printed 32 mm wide: each of its 41 modules measures 0.7 mm, twice what a cheap camera needs.
MOST = 500


def cards(held: Sequence[Pass]) -> bytes:
    """Ten cards a page, of a size that fits a wallet (85.6 × 54 mm, ISO/IEC 7810 ID-1)."""
    rows = [
        {
            **{"kind": one.get_kind_display(), "place": one.place.name, "number": queries.short(one.number)},
            "until": _("Until %(day)s") % {"day": f"{clock.day_of(one.ends_at):%Y-%m-%d}"},
            "square": queries.square(one),
        }
        for one in held
    ]
    words = {"title": _("Pass"), "words": _("Show it at the gate. Lost? Tell the desk: the number dies at once.")}
    return _set("cards.typ", {"rows": rows, **words})


def signing_list(held: Sequence[Pass], doors: Mapping[UUID, str], *, by: Actor) -> bytes:
    """One line for each pass: slot, door, number, who fetched it, signature."""
    rows = [
        {
            "slot": f"{one.slot_at.astimezone(clock.ZONE):%m-%d %H:%M}" if one.slot_at else "",
            **{"door": doors.get(one.household_id, "") if one.household_id else "", "kind": one.get_kind_display()},
            "number": queries.short(one.number),
        }
        for one in held
    ]
    heads = [_("When"), _("Door"), _("Kind"), _("Number"), _("Fetched by"), _("Signature")]
    printed = f"{by.name} · {by.unit_name} · {clock.now():%Y-%m-%d %H:%M}"
    return _set("list.typ", {"title": _("Passes handed out"), "heads": heads, "rows": rows, "printed": printed})


def _set(form: str, content: dict[str, Any]) -> bytes:
    with TemporaryDirectory() as folder:
        for turn, row in enumerate(content["rows"]):
            if "square" in row:
                name = f"{turn}.svg"
                segno.make(row["square"], error="m", micro=False).save(f"{folder}/{name}", border=0)
                row["square"] = name
        (Path(folder) / form).write_bytes((_FORMS / form).read_bytes())
        content["at"] = f"{clock.now():%Y-%m-%d}"
        made: bytes = typst.compile(
            f"{folder}/{form}",
            root=folder,
            sys_inputs={"content": orjson.dumps(content).decode()},
            timestamp=clock.now().astimezone(datetime.UTC).replace(microsecond=0),
        )
        return made
