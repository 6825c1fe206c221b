"""Random answer sheets over any compiled form: right, missing, of the wrong type, out of the list, at a bound, odd."""

from datetime import date, timedelta
from random import Random
from typing import Any

from tongzhou.questionnaires.state import Compiled, Item, walk_items

ODD: tuple[Any, ...] = (
    *(
        "",
        " ",
        "\u3000",
        "declined",
        ["declined"],
        "0",
        0,
        1,
        -1,
        3.5,
        1e-7,
        36.6,
        True,
        False,
        None,
        [],
        {},
        [1],
        [""],
    ),
    *("３６．６", "-0", "+5", ".5", "5.", "1e3", "NaN", "Infinity", "0x10", "1_000", "٣", "12 ", "9" * 15, "9" * 16),
    *("34", "33.9999999999", "43", "43.0000000001", "37.3", "37.29", "0.1", "999999999999999.9999999999"),
    *("䶮😀", "e\u0301", "é", "a\x00b", "\ud800", "\ufeffyes", "\x1cyes\x85", "yes\u200b", "x" * 4000, "😀" * 4001),
    *("2020-02-30", "2020-02-29", "2019-02-29", "20200208", "2020/02/08", "2020.2.8", "0000-01-01", "0001-01-01"),
    *("9999-12-31", "2020-W07-6", "2020-02-08x", "2020-0208", "２０２０-02-08", "2020-02/08", "1900-02-29"),
    *(
        "14:30",
        "24:00",
        "14：30",
        "14:30:59",
        "14:60",
        "2020-02-08 14:30",
        "2020-02-08T14:30:01.1Z",
        "2020-02-08T24:00",
    ),
    *("2020-02-08T14:30+0800", "2020-02-08T14:30:00.000-23:59", "2020-02-08T14:30+24:00", "2020-02-08T14:30:60"),
    *(
        "31.38 121.26",
        "91 0",
        "-90,180",
        "1 2 3 4 5",
        "0001-01-01T00:00Z",
        "none cough",
        "cough\u00a0fever",
        "cough cough",
    ),
    *(["none", "cough"], ["cough", "cough", " "], ["x"] * 501, ["y" * 3999, "zz"], "y n", "other", "OK", ("\n" * 3)),
)


def sheet(chance: Random, form: Compiled, today: date) -> dict[str, Any]:
    """Answers of one filling; now and then with a question that is not on the form."""
    given = _filling(chance, form, form["items"], today)
    if chance.random() < 0.02:
        given[chance.choice(["__proto__", "constructor", "toString", "😀" * 90, "7", "journey"])] = "x"
    return given


def _filling(chance: Random, form: Compiled, items: list[Item], today: date) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for item in items:
        if item["kind"] == "group":
            given.update(_filling(chance, form, item["children"], today))
        elif item["kind"] == "repeat":
            given[item["key"]] = _parts(chance, form, item, today)
        elif chance.random() < 0.92:
            given[item["key"]] = answer(chance, form, item, today)
    return given


def _parts(chance: Random, form: Compiled, item: Item, today: date) -> Any:
    if chance.random() < 0.05:
        return chance.choice(["", None, "x", 3, {}, ["x"], [{}, 1], [{}] * 201])
    return [_filling(chance, form, item["children"], today) for _ in range(chance.randrange(4))]


def answer(chance: Random, form: Compiled, item: Item, today: date) -> Any:
    """Mostly right, so that whole sheets pass too."""
    return chance.choice(ODD) if chance.random() < 0.04 else right(chance, form, item, today)


def right(chance: Random, form: Compiled, item: Item, today: date) -> Any:
    names = [choice["name"] for choice in form["lists"].get(item.get("list", ""), [])]
    if item["holds"] == "choices":
        return chance.sample(names, chance.randint(1, min(3, len(names))))
    if names:
        return chance.choice(names)
    if "range" in item:
        return f"{chance.uniform(item['range'][0], item['range'][1]):.1f}"
    if item["type"] == "acknowledge":
        return "OK"
    day = (today - timedelta(days=chance.randrange(-1, 50))).isoformat()
    return {
        "integer": str(chance.randrange(-1, 130)),
        "number": f"{chance.uniform(33.5, 43.2):.{chance.randrange(4)}f}",
        "date": day,
        "time": f"{chance.randrange(24):02d}:{chance.randrange(60):02d}",
        "datetime": f"{day}T{chance.randrange(24):02d}:30",
        "point": f"{chance.uniform(-91, 91):.4f} {chance.uniform(-181, 181):.4f}",
    }.get(item["holds"], chance.choice(["安徽 䶮", "沪A12345", "13800000000", "K1", "😀"]))


def known_values(chance: Random, form: Compiled, today: date) -> dict[str, Any]:
    """Facts by element: none on most sheets, out of scope (None) for some."""
    if chance.random() < 0.5:
        return {}
    asked = [item for item in walk_items(form["items"]) if "element" in item and not item["repeats"]]
    some = chance.sample(asked, chance.randint(1, min(6, len(asked))))
    return {item["element"]: chance.choice([None, kept(right(chance, form, item, today), item)]) for item in some}


def kept(given: Any, item: Item) -> Any:
    return {"integer": int, "number": float}.get(item["holds"], lambda same: same)(given)
