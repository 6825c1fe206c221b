"""Server and phone give the same check and the same view of every shipped questionnaire, sheet for sheet."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.utils import translation

import tongzhou
from tongzhou.kernel.errors import Several
from tongzhou.questionnaires.checking import check
from tongzhou.questionnaires.known import Known
from tongzhou.questionnaires.showing import questions
from tongzhou.questionnaires.state import Compiled
from tongzhou.questionnaires.tests import sheets
from tongzhou.questionnaires.tests.factories import YES_NO, compiled
from tongzhou.questionnaires.xlsform import compile_form

ROOMS = Path(tongzhou.__file__).parent
FIELD = ROOMS.parents[1] / "field"
SHEETS = 10_000
TODAY = date(2020, 2, 8)
NOW = datetime.fromisoformat("2020-02-08T14:30:00+08:00")
NOTHING = {"answers": {}, "values": {}, "repeats": {}, "declined": [], "known": []}
DJANGO_LANGUAGE = {"zh": "zh-hans", "en": "en"}
#: What the shipped forms do not use yet: repeats, calculations, filters, every type.
EVERY_TYPE = (
    ("type", "name", "label::中文 (zh)", "label::English (en)", "relevant", "constraint", "required", "calculation",
     "choice_filter", "repeat_count", "parameters", "default", "may_decline"),
    ("start", "began"),
    ("today", "day"),
    ("integer", "nights", "几晚", "Nights", "", ". >= 0 and . < 200"),
    ("decimal", "heat", "体温", "Heat", "", "", "${nights} > 2"),
    ("calculate", "double", "", "", "", "", "", "round(${heat} * 2.675, 2) + ${nights} div 3"),
    ("calculate", "until", "", "", "", "", "", "format-date(date(today() + ${nights}), '%e %b %a %Y')"),
    ("note", "told", "${double} / ${until}", "${double} / ${until}", "${double} > 0"),
    ("text", "plate", "车牌", "Plate", "", r"regex(., '[\u4e00-\u9fa5][A-Z][A-Z0-9]{5}') or string-length(.) < 3"),
    ("date", "arrived", "到达", "Arrived", "", ". <= today()", "", "", "", "", "", "today()"),
    ("time", "hour", "时间", "Hour"),
    ("dateTime", "moment", "时刻", "Moment", "", ". < now()"),
    ("geopoint", "where", "地点", "Where"),
    ("range", "grade", "程度", "Grade", "", "", "", "", "", "", "start=0 end=2.5 step=0.5"),
    ("acknowledge", "agreed", "同意", "Agreed"),
    ("select_multiple yn or_other", "many", "多选", "Many", "", "", "yes", "", "", "", "", "y n", "yes"),
    ("select_one yn", "one", "单选", "One", "", "", "", "", "selected(${many}, name)"),
    ("begin repeat", "members", "同行人 ${nights}", "Members", "${nights} < 100"),
    ("text", "who", "姓名", "Name", "", "", "position(..) > 1"),
    ("integer", "age", "年龄", "Age", "${who} != ''", ". < 120"),
    ("note", "hello", "${who}，${age}", "Hello ${who}"),
    ("end repeat",),
    ("calculate", "ages", "", "", "", "", "", "concat(sum(${age}), '/', join('-', ${who}), '/', count(${members}))"),
    ("begin repeat", "beds", "床", "Beds", "", "", "", "", "", "${nights} - 3"),
    ("text", "bed", "床", "Bed", "", "", "", "", "", "", "", "", "yes"),
    ("end repeat",),
)  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    form: Compiled
    answers: dict[str, Any]
    language: str
    known: Mapping[str, Known]

    def line(self, before: Compiled | None) -> str:
        known = {element: {**asdict(fact), "on": fact.on.isoformat()} for element, fact in self.known.items()}
        given = {"answers": self.answers, "language": self.language, "known": known}
        form = {} if self.form is before else {"form": self.form}
        now = NOW.isoformat(timespec="milliseconds")
        return json.dumps({**form, **given, "today": TODAY.isoformat(), "now": now})


def forms() -> list[Compiled]:
    shipped = [path for path in sorted(ROOMS.glob("programmes/*/forms/*.xlsx")) if path.name != "elements.xlsx"]
    assert len(shipped) >= 3
    return [*(compile_form(path) for path in shipped), compiled(EVERY_TYPE, YES_NO)]


def drawn(form: Compiled, count: int, seed: int) -> Iterator[Sheet]:
    chance = Random(seed)
    for _ in range(count):
        known = sheets.known_values(chance, form, TODAY)
        facts = {element: Known(element, value, "永乐村", TODAY) for element, value in known.items()}
        yield Sheet(form, sheets.sheet(chance, form, TODAY), chance.choice(["zh", "en"]), facts)


def phone(asked: list[Sheet], folder: Path) -> list[dict[str, Any]]:
    """What the phone's program answers, built anew and run once."""
    if shutil.which("node") is None or not (FIELD / "node_modules" / ".bin" / "vite").exists():
        pytest.fail("The field app is not installed: make field", pytrace=False)
    build = ["node", "node_modules/vite/bin/vite.js", "build", "--ssr", "src/forms/tests/answering.ts"]
    subprocess.run([*build, "--outDir", str(folder), "--logLevel", "error"], cwd=FIELD, check=True, timeout=120)
    before = [None, *(sheet.form for sheet in asked)]
    lines = "\n".join(sheet.line(form) for sheet, form in zip(asked, before, strict=False))
    program = next(folder.glob("answering.*"))
    run = subprocess.run(["node", program], input=lines.encode(), stdout=subprocess.PIPE, check=True, timeout=300)
    return [json.loads(line) for line in run.stdout.splitlines()]


def server(sheet: Sheet) -> dict[str, Any]:
    circumstances: dict[str, Any] = {"today": TODAY, "now": NOW, "language": sheet.language, "known": sheet.known}
    try:
        found = check(sheet.form, sheet.answers, **circumstances)
    except Several as several:
        return {**NOTHING, "errors": {str(e.field): {"code": e.code, "message": str(e)} for e in several}}
    named = {"declined": sorted(found.declined), "known": sorted(found.known), "errors": {}}
    return {"answers": found.answers, "values": found.values, "repeats": found.repeats, **named}


def shown(sheet: Sheet) -> Any:
    found = questions(sheet.form, sheet.answers, today=TODAY, now=NOW, language=sheet.language, known=sheet.known)
    return camel([asdict(one) for one in found])


def camel(part: Any) -> Any:
    """Names of the fields as TypeScript writes them; what is known keeps those of the JSON."""
    if isinstance(part, list):
        return [camel(inner) for inner in part]
    if isinstance(part, date):
        return part.isoformat()
    if not isinstance(part, dict) or "place_name" in part:
        return {**part, "on": part["on"].isoformat()} if isinstance(part, dict) else part
    return {re.sub("_(.)", lambda found: found[1].upper(), name): camel(inner) for name, inner in part.items()}


def is_showable(sheet: Sheet) -> bool:
    """Only texts, numbers and choices are ever shown; everything else is refused before."""
    texts = json.dumps(sheet.answers)
    return not re.search(r"true|false|\\ud800|\{\}|\[1\]|: \[\[|constructor|__proto__", texts)


def test_server_and_phone_give_the_same_for_every_shipped_form(tmp_path: Path) -> None:
    found = forms()
    asked = [sheet for seed, form in enumerate(found) for sheet in drawn(form, SHEETS // len(found), seed)]
    replies = phone(asked, tmp_path)
    assert len(replies) == len(asked) == SHEETS
    accepted = 0
    for sheet, reply in zip(asked, replies, strict=True):
        with translation.override(DJANGO_LANGUAGE[sheet.language]):
            mine = server(sheet)
            assert json.loads(json.dumps(mine)) == reply["checked"], sheet.answers
            if is_showable(sheet):
                assert shown(sheet) == reply["shown"], sheet.answers
        accepted += not mine["errors"]
    assert SHEETS // 20 < accepted < SHEETS * 19 // 20
