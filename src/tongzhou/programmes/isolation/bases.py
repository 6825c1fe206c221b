"""On which documents an act may rest, each with the days on which it holds. Data: ``bases.csv``. Pure.

Never let an act rest on a document of another day.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Basis:
    """``acts``: home, central, transfer, release, remedy."""

    code: str
    acts: frozenset[str]
    document: str
    article: str
    document_on: date
    from_on: date
    until_on: date | None

    def __str__(self) -> str:
        return f"《{self.document}》{self.article}({self.document_on:%Y-%m-%d})"


@lru_cache(maxsize=1)
def every() -> dict[str, Basis]:
    with (Path(__file__).parent / "bases.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: _basis(row) for row in csv.DictReader(file)}


def _basis(row: dict[str, str]) -> Basis:
    days = (date.fromisoformat(row["document_on"]), date.fromisoformat(row["from_on"]))
    until = date.fromisoformat(row["until_on"]) if row["until_on"] else None
    return Basis(row["code"], frozenset(row["acts"].split()), row["document"], row["article"], *days, until)


def in_force(act: str, on: date) -> list[Basis]:
    """Those on which the act may rest on that day."""
    found = (one for one in every().values() if act in one.acts and one.from_on <= on)
    return [one for one in found if one.until_on is None or on <= one.until_on]


def told(codes: str | Iterable[str]) -> list[str]:
    """Codes as they are stored (joined by a blank) in words."""
    wanted = codes.split() if isinstance(codes, str) else codes
    return [str(every()[code]) for code in wanted if code in every()]
