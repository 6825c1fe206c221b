"""The provinces, cities and counties of the country, and how somebody names them. Pure.

Codes are those of the National Bureau of Statistics: two figures for a province, four for a city, six for a county.
"""

import csv
import hmac
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from tongzhou.kernel.keys import keyring

_FILE = Path(__file__).parent / "data" / "national.csv"
_SUFFIX = re.compile(
    r"(特别行政区|(维吾尔|壮族|回族)?自治区|[\u4e00-\u9fff]{1,6}族自治(州|县)|自治(州|县|旗)|地区|新区|省|市|县|区|旗|盟)$"
)
#: Divisions that stand in the codes and that nobody names.
_UNNAMED = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


@cache
def names() -> dict[str, str]:
    """Code to name, whole country."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def short(name: str) -> str:
    """阜阳市 → 阜阳; a name that would be left with one character stays."""
    cut = _SUFFIX.sub("", name)
    return cut if len(cut) > 1 else name


@cache
def _by_short() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for code, name in names().items():
        if name not in _UNNAMED:
            found[short(name)].append(code)
    return dict(found)


def path(code: str) -> list[str]:
    """The code and those of the divisions above it, the narrowest first."""
    return [code[:length] for length in (6, 4, 2) if len(code) >= length and code[:length] in names()]


def full_name(code: str) -> str:
    """安徽省阜阳市临泉县."""
    named = [names()[one] for one in reversed(path(code)) if names()[one] not in _UNNAMED]
    return "".join(named)


def resolve(text: str, province: str = "") -> set[str]:
    """The narrowest divisions that ``text`` names; inside ``province`` when there is one; it stands if none is.

    A name that several places of the country bear counts only inside its province or city.
    """
    mentioned = {code for name in _mentions(text) for code in _by_short()[name]}
    inside = {code for code in mentioned if not province or code.startswith(province)}
    clear = {code for code in inside if _is_clear(code, inside, province)}
    narrow = {code for code in clear if not any(other != code and other.startswith(code) for other in clear)}
    return narrow or ({province} if province in names() else set())


def _mentions(text: str) -> set[str]:
    """Every short name in the text; a name inside a longer one (吉林 in 吉林市) is the same name."""
    known = _by_short()
    return {
        text[start:end] for start in range(len(text)) for end in range(start + 2, start + 9) if text[start:end] in known
    }


def _is_clear(code: str, inside: set[str], province: str) -> bool:
    above = {one for one in path(code) if one != code}
    rivals = [one for one in inside if one != code and short(names()[one]) == short(names()[code])]
    rivals = [one for one in rivals if not one.startswith(code) and not code.startswith(one)]
    return bool(province) and not rivals or bool(above & inside) or not rivals


def called(name: str) -> list[str]:
    """The codes of every division of exactly this name, in full or by itself."""
    named = ((code, own) for code, own in names().items() if name and own not in _UNNAMED)
    return [code for code, own in named if name in (own, full_name(code))]


def search(text: str, limit: int = 12) -> list[tuple[str, str]]:
    """(code, full name) of divisions whose code begins so or whose name holds it, the widest first."""
    wanted = text.strip()
    if not wanted:
        return []
    found = [code for code, name in names().items() if code.startswith(wanted) or wanted in name]
    found = [code for code in found if names()[code] not in _UNNAMED]
    return [(code, full_name(code)) for code in sorted(found, key=lambda code: (len(code), code))[:limit]]


def token(code: str) -> bytes:
    """The keyed hash under which a stay there is kept: eight bytes."""
    return hmac.digest(keyring().tokens, f"stay\x1f{code}".encode(), "sha256")[:8]


def tokens(codes: Iterable[str]) -> set[bytes]:
    """Of these divisions and of all above them."""
    return {token(one) for code in codes for one in path(code)}
