"""Surnames: those of two characters, and those that are read otherwise than the character in a word.

``surnames.csv`` is our own list; a surname of two characters without a reading is read as its characters are. Every
other reading of a character is indexed too, so a missing line costs the order of the readings and no match.
"""

import csv
from pathlib import Path

_PATH = Path(__file__).with_name("surnames.csv")


def _table() -> dict[str, tuple[str, ...]]:
    with _PATH.open(encoding="utf-8", newline="") as file:
        return {row["surname"]: tuple(row["reading"].split()) for row in csv.DictReader(file)}


READING = _table()


def length(name: str) -> int:
    """How many characters of ``name`` are the surname: two for 欧阳, one otherwise."""
    return 2 if len(name) > 2 and name[:2] in READING else 1


def syllables(name: str) -> tuple[str, ...]:
    """The syllables of the surname when it is read otherwise; empty when it is not."""
    return READING.get(name[: length(name)], ())
