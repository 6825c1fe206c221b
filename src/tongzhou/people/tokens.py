"""What a person can be found by: keyed 8-byte hashes, each of one class, so that none equals one of another class.

The key lies outside the database. Never store what was hashed, and never compare names in any other way.
"""

import hmac
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice, product
from uuid import UUID

from pypinyin import Style, pinyin

from tongzhou.kernel.keys import keyring
from tongzhou.people import surnames
from tongzhou.people.identities import Identity

MOST = 24
_FULL, _INITIALS, _PREFIXES = 6, 4, 7
_READ_EACH = 4  # of a longer name only these characters are indexed in every reading
#: Written where nobody knows the name: found by nothing else about the person, and alike to nobody.
NAMELESS = frozenset({"不详", "未知", "无名", "无名氏", "unknown"})


def _of(kind: str, text: str) -> bytes:
    return hmac.digest(keyring().tokens, f"{kind}\x1f{text}".encode(), "sha256")[:8]


def of_number(number: str) -> bytes | None:
    """Whatever the kind of the paper: the wrong kind is chosen now and then."""
    return _of("number", number) if number else None


def of_phone(phone: str) -> bytes | None:
    return _of("phone", phone) if phone else None


def of_name(name: str) -> bytes | None:
    return None if _plain(name) in NAMELESS else _of("name", _plain(name))


def of_name_with_phone(name: str, phone: str) -> bytes | None:
    """Finds somebody among the many who gave the telephone of a firm or a family."""
    return _of("both", f"{_plain(name)}\x1f{phone}") if phone and of_name(name) else None


def of_receipt(code: str) -> bytes:
    return _of("receipt", code)


def of_address(place_id: UUID, address: str) -> UUID:
    """The id of the household at this address: a keyed hash (UUID version 8, RFC 9562), so that equal addresses of
    one place are one household without asking."""
    plain = re.sub(r"[,，。;；]|(?<!\d)\s|\s(?!\d)", "", address.lower())
    digest = hmac.digest(keyring().tokens, f"household\x1f{place_id}\x1f{plain}".encode(), "sha256")
    value = int.from_bytes(digest[:16]) & ~(0xF << 76) & ~(3 << 62)
    return UUID(int=value | 8 << 76 | 2 << 62)


def _plain(name: str) -> str:
    return re.sub(r"[\s·.'’\-,()/]", "", unicodedata.normalize("NFKC", name).casefold())


def of_person(identity: Identity) -> list[bytes]:
    """Everything the person can be found by, at most :data:`MOST`."""
    exact = (
        of_number(identity.id_number),
        of_phone(identity.phone),
        of_name(identity.name),
        of_name_with_phone(identity.name, identity.phone),
    )
    found = [token for token in exact if token is not None]
    if of_name(identity.name) is not None:
        found += [_of(kind, text) for kind, text in _spellings(identity.name)]
    return list(dict.fromkeys(found))[:MOST]


def _spellings(name: str) -> Iterable[tuple[str, str]]:
    """(class, text): the first characters, full readings, initials, and the readings' first syllables."""
    plain, read = _plain(name), readings(name)
    yield from (("head", plain[:count]) for count in (1, 2) if count < len(plain))
    yield from (("pinyin", "".join(syllables)) for syllables in islice(read, _FULL))
    yield from (("initials", text) for text in _first(_initials(read), _INITIALS))
    yield from (("syllables", text) for text in _first(_beginnings(read), _PREFIXES))


def _first(texts: Iterable[str], count: int) -> Iterable[str]:
    return islice(dict.fromkeys(texts), count)


def _initials(read: list[tuple[str, ...]]) -> Iterable[str]:
    return ("".join(syllable[0] for syllable in syllables) for syllables in read)


def _beginnings(read: list[tuple[str, ...]]) -> Iterable[str]:
    """ "zhang", then "zhangjian", of every reading of 张建国: the shorter ones first."""
    longest = max((len(syllables) for syllables in read), default=0)
    return ("".join(syllables[:count]) for count in range(1, longest) for syllables in read if count < len(syllables))


@lru_cache(maxsize=8192)
def _heard(character: str) -> tuple[str, ...]:
    """The readings of one character without tones, the usual one first, at most three."""
    return tuple(dict.fromkeys(pinyin(character, style=Style.NORMAL, heteronym=True)[0]))[:3]


def readings(name: str) -> list[tuple[str, ...]]:
    """The ways to read a name in syllables: a surname as surnames are read, then every other reading.

    Words of a name in letters count as syllables.
    """
    each = [_heard(part) if len(part) == 1 else (part,) for part in _parts(name)]
    for place, syllable in enumerate(surnames.syllables(name)):
        each[place] = tuple(dict.fromkeys((syllable, *each[place])))
    ranked = [heard if place < _READ_EACH else heard[:1] for place, heard in enumerate(each)]
    found = product(*(tuple(enumerate(heard)) for heard in ranked))
    by_habit = sorted(found, key=lambda reading: sum(rank for rank, _syllable in reading))
    return [tuple(syllable for _rank, syllable in reading) for reading in by_habit] if each else []


def _parts(name: str) -> list[str]:
    """Words in letters as they are, every other character by itself."""
    text = unicodedata.normalize("NFKC", name).casefold()
    return re.findall(r"[a-zà-öø-ɏ]+|[^\W_]", text)


def wanted(text: str) -> list[bytes]:
    """The tokens of what somebody typed: a number, a telephone, a name, its beginning, pinyin or initials."""
    plain = _plain(text)[:100]
    if not plain:
        return []
    if any(character.isdigit() for character in plain):
        found = [of_number(plain.upper()), of_phone(re.sub(r"^(\+|00)?86(?=1\d{10}$)", "", plain))]
    elif re.fullmatch(r"[a-zü]+", plain):
        typed = plain.replace("ü", "v").replace("lyu", "lv")
        found = [of_name(plain), *(_of(kind, typed) for kind in ("pinyin", "initials", "syllables"))]
    else:
        # a character whose reading nobody knows stands for itself among the syllables
        found = [of_name(plain), _of("head", plain), _of("pinyin", plain)]
    return [token for token in found if token is not None]
