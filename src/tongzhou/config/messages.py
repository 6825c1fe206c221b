"""Chinese catalogues, one a room: ``python -m tongzhou.config.messages update|check|compile``.

``update`` adds what the code and pages say and drops what they no longer say; ``check`` fails on anything
untranslated, and on words that two rooms translate differently: say it in other English in one of them.
"""

import ast
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[1]
LOCALE = "zh_Hans"
_KEYWORDS = dict.fromkeys(("_", "gettext", "gettext_lazy", "_lazy")) | dict.fromkeys(
    ("ngettext", "ngettext_lazy"), (1, 2)
)
_IN_TEMPLATE = re.compile(
    r"\bn?gettext\((u?(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')(?:\s*,\s*u?(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'))?)"
)

Message = str | tuple[str, ...]


def rooms() -> list[Path]:
    """Every room that says something to a user."""
    folders = [*ROOT.iterdir(), *(ROOT / "programmes").iterdir()]
    return sorted(folder for folder in folders if (folder / "__init__.py").exists() and folder.name != "programmes")


def _of_python(path: Path) -> Iterator[Message]:
    for _line, message, _comments, _context in extract_from_file("python", path, keywords=_KEYWORDS):
        yield message if isinstance(message, str) else tuple(message)


def _of_template(path: Path) -> Iterator[Message]:
    for found in _IN_TEMPLATE.finditer(templatize(path.read_text())):
        value = ast.literal_eval(found.group(1))
        yield value if isinstance(value, str) else tuple(value)


def said(room: Path) -> set[Message]:
    """Every message in the room's code and pages."""
    messages: set[Message] = set()
    for path in room.rglob("*.py"):
        if "tests" not in path.parts and "migrations" not in path.parts:
            messages.update(_of_python(path))
    for path in room.rglob("*.html"):
        messages.update(_of_template(path))
    return {message for message in messages if message}


def _path(room: Path) -> Path:
    return room / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def catalogue(room: Path) -> Catalog:
    path = _path(room)
    if not path.exists():
        return Catalog(locale=LOCALE, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE)


def update(room: Path) -> None:
    """Rewrite the room's catalogue with what is said now, keeping the translations that still apply."""
    old, new = catalogue(room), Catalog(locale=LOCALE, fuzzy=False, header_comment="# 同舟")
    for message in sorted(said(room), key=str):
        kept = old.get(message if isinstance(message, str) else message[0])
        new.add(message, kept.string if kept else "", flags=["python-format"] if "%(" in str(message) else [])
    if len(new):
        _path(room).parent.mkdir(parents=True, exist_ok=True)
        _path(room).write_bytes(_undated(new))


def _undated(catalogue: Catalog) -> bytes:
    """The catalogue as a file, without the moment of its making: two branches would differ by nothing else."""
    file = BytesIO()
    write_po(file, catalogue, width=110, ignore_obsolete=True)
    return re.sub(rb'^"(POT-Creation|PO-Revision)-Date: .*\n', b"", file.getvalue(), flags=re.M)


def _is_translated(found: object) -> bool:
    return all(found) if isinstance(found, tuple | list) else bool(found)


def untranslated(room: Path) -> list[str]:
    """What the room says and its catalogue does not."""
    known = catalogue(room)
    missing = []
    for message in said(room):
        key = message if isinstance(message, str) else message[0]
        entry = known.get(key)
        if entry is None or not _is_translated(entry.string):
            missing.append(key)
    return sorted(missing)


def torn(rooms: Iterable[Path]) -> list[str]:
    """What two rooms say in the same English and in different Chinese: a page would take the Chinese of either."""
    told: dict[str, dict[str, str]] = defaultdict(dict)
    for room in rooms:
        for entry in catalogue(room):
            key = entry.id if isinstance(entry.id, str) else entry.id[0]
            told[key][str(entry.string)] = room.name
    return [f"{key!r} is {found}" for key, found in sorted(told.items()) if key and len(found) > 1]


def compile_all() -> None:
    """Write the compiled catalogues that Django reads."""
    for room in rooms():
        if _path(room).exists():
            fresh = _path(room).with_suffix(f".{os.getpid()}")
            with fresh.open("wb") as file:
                write_mo(file, catalogue(room))
            fresh.replace(_path(room).with_suffix(".mo"))  # whole at once: another process may be reading


def main() -> None:
    command, names = (sys.argv + [""])[1], sys.argv[2:]
    chosen = [room for room in rooms() if not names or room.name in names]
    if command == "update":
        for room in chosen:
            update(room)
    elif command == "compile":
        compile_all()
    else:
        wrong = [f"{room.name}: {text!r}" for room in chosen for text in untranslated(room)] + torn(rooms())
        print("\n".join(wrong) or "Every message has its Chinese, and one only.")
        sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
