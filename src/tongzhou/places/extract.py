"""The shipped extract of the real district (see README.md for its source and date)."""

import csv
from datetime import date
from pathlib import Path

#: The day from which the extract's codes are known to hold.
AS_OF = date(2019, 10, 31)
_FILE = Path(__file__).parent / "data" / "jiading.csv"


def rows() -> list[dict[str, str]]:
    """The district, its 12 towns and 375 units: code, name, kind, parent_code; parents first."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tiles() -> list[dict[str, str]]:
    """Where each town stands on our own tile map: code, column, row."""
    with _FILE.with_name("tiles.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
