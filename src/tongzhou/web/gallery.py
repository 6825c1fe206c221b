"""Every brick in its states, with long words and with none: the gallery page and a test show the same list."""

from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from tongzhou.kernel import clock
from tongzhou.kernel.errors import RuleBroken, Several


@dataclass(frozen=True)
class Example:
    """One brick with the inputs of one state."""

    brick: str
    state: str
    inputs: dict[str, Any] = field(default_factory=dict)

    @property
    def template(self) -> str:
        return f"components/{self.brick}.html"


_TOWNS = [(SimpleNamespace(name="华亭镇"), [SimpleNamespace(id=1, name="塘行村")])]
_LONG = "阿卜杜拉·艾尔肯江 / Maria Fernanda dos Santos e Silva"


def examples() -> list[Example]:
    return [*_forms(), *_figures(), *_lists()]


def _forms() -> list[Example]:
    options = [("train", _("Train")), ("coach", _("Coach")), ("other", _LONG)]
    temperature = {"name": "t", "label": _("Temperature (℃)"), "type": "text", "inputmode": "decimal"}
    return [
        Example("field", _("empty"), {**temperature, "hint": _("For example 36.6"), "required": True}),
        Example(
            "field", _("refused"), {**temperature, "name": "t2", "value": "366", "error": _("Between 34 and 43 ℃.")}
        ),
        Example("field", _("long text"), {"name": "a", "label": _("Remark"), "type": "textarea", "value": _LONG}),
        Example(
            "choice",
            _("chosen"),
            {"name": "c", "label": _("How did you travel?"), "options": options, "value": "coach"},
        ),
        Example("select", _("open"), {"name": "s", "label": _("Village"), "options": options}),
        Example("places", _("open"), {"name": "p", "label": _("Village"), "towns": _TOWNS}),
        Example("errors", _("one"), {"error": RuleBroken(_("The last place does not fit the others."))}),
        Example("errors", _("several"), {"error": Several([RuleBroken("①"), RuleBroken("②")])}),
        Example("verdict", _("good"), {"tone": "good", "sign": "✓", "title": _("Registered"), "words": _LONG}),
        Example("verdict", _("warn"), {"tone": "warn", "sign": "!", "title": _("Measure once more")}),
        Example("verdict", _("bad"), {"tone": "bad", "sign": "✕", "title": _("Not saved")}),
    ]


def _figures() -> list[Example]:
    tile = {"label": _("Returnees from outside"), "value": 256, "change": 41, "unit": _("persons")}
    tiles = [
        {"name": "华亭镇", "value": 256, "column": 2, "row": 0, "shade": 4, "url": "#"},
        {"name": "嘉定工业区", "value": 120, "column": 1, "row": 0, "shade": 2, "url": "#"},
        {"name": "外冈镇", "value": 0, "column": 0, "row": 1, "shade": 0, "url": "#"},
    ]
    rows = [{"label": "2-7", "value": 120, "share": 47}, {"label": "2-8", "value": 256, "share": 100}]
    return [
        Example("tile", _("with a change"), {**tile, "url": "#"}),
        Example(
            "tile", _("qualified"), {**tile, "value": 650, "qualifier": _("more than"), "change": None, "note": _LONG}
        ),
        Example("map", _("towns"), {"tiles": tiles, "label": _("Towns")}),
        Example("bars", _("two days"), {"rows": rows}),
    ]


def _lists() -> list[Example]:
    at = datetime(2020, 2, 8, 14, 30, tzinfo=clock.ZONE)
    look = SimpleNamespace(name="测试甲", unit_name=_LONG, at=at, what="identity", reason=_("Follow-up by telephone"))
    return [
        Example(
            "empty", _("first step"), {"title": _("Nobody yet"), "words": _LONG, "url": "#", "action": _("Register")}
        ),
        Example("crumbs", _("three"), {"steps": [("#", "嘉定区"), ("#", "华亭镇"), ("", "永乐村")]}),
        Example("pager", _("in the middle"), {"page": Paginator(range(300), 50).page(2)}),
        Example("looks", _("one"), {"looks": [look]}),
        Example("looks", _("none"), {"looks": []}),
    ]
