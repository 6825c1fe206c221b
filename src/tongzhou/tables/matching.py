"""From a heading to what we know: by its words, by a confirmed match, by its sound. Pure.

Never guess: two fields that fit alike are no match, and what only sounds alike is offered, not taken.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from pathlib import Path

from django.utils.translation import get_language
from pypinyin import lazy_pinyin

from tongzhou.tables.layouts import Column

_FILE = Path(__file__).parent / "fields.csv"
_NOISE = re.compile(
    r"[\s*★☆:：、，,。.;；“”\"'‘’\-—_#]+|^\d+[.、)]?|^[(（][一二三四五六七八九十\d]+[)）]|[(（](必填|选填|可不填|单选|多选)[)）]"
)
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
#: Words that ask politely and change nothing.
_POLITE = re.compile(r"^(请填写|请填|填写|本人|人员|返回人员|返沪人员|来沪人员|居民|您的)")
#: Groups whose parts mean something only for somebody else.
_OTHERS = re.compile(
    r"紧急联系人|联系人信息|家属|监护人|父亲|母亲|配偶|房东|单位联系人|同行人|亲属|保证人|包干|责任人|网格"
)
SOUNDS_ALIKE = 0.86


@dataclass(frozen=True)
class Field:
    """Something that is known of a person. ``words``: every heading that means it, plain."""

    code: str
    zh: str
    en: str
    words: frozenset[str]

    @property
    def label(self) -> str:
        """In the viewer's language."""
        return self.en if (get_language() or "zh").startswith("en") else self.zh


@dataclass(frozen=True)
class Match:
    """``field`` is empty when nothing is sure; then ``offered`` may hold what it could be."""

    column: Column
    field: str
    how: str
    offered: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Nobody knows what it means yet: neither its words nor a person has said."""
        return self.how in ("several", "double", "unknown")


def plain(text: str) -> str:
    """A heading without numbering, stars, blanks and brackets that only explain."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    return _NOISE.sub("", wide)


@cache
def fields() -> Mapping[str, Field]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["field"]: _field(row["field"], row["zh"], row["en"], row["words"].split("|")) for row in rows}


def _field(code: str, zh: str, en: str, words: Iterable[str]) -> Field:
    return Field(code, zh, en, frozenset(plain(word) for word in (*words, zh, en, code)))


def with_elements(labels: Iterable[tuple[str, str, str]]) -> Mapping[str, Field]:
    """The fields, and every (code, Chinese, English) of the dictionary that is none of them yet."""
    known = dict(fields())
    for code, zh, en in labels:
        own = _field(code, zh, en, ())
        known[code] = (
            Field(code, known[code].zh, known[code].en, known[code].words | own.words) if code in known else own
        )
    return known


def match(
    columns: Sequence[Column], known: Mapping[str, Field], remembered: Mapping[str, str] | None = None
) -> list[Match]:
    """One match for each column. A field that two columns claim stays with the one that names it most plainly."""
    found = [_match(column, known, remembered or {}) for column in columns]
    claimed: dict[str, list[Match]] = {}
    for one in found:
        if one.field:
            claimed.setdefault(one.field, []).append(one)
    doubtful = {id(one) for several in claimed.values() for one in _doubles(several)}
    return [Match(one.column, "", "double", (one.field,)) if id(one) in doubtful else one for one in found]


def _doubles(several: Sequence[Match]) -> Sequence[Match]:
    """Who gives way when several columns mean the same: all but the first that is confirmed or stands by itself."""
    ranked = sorted(several, key=lambda one: (one.how != "remembered", len(one.column.above), one.how != "words"))
    return ranked[1:]


def _match(column: Column, known: Mapping[str, Field], remembered: Mapping[str, str]) -> Match:
    own = plain(column.heading)
    whole = plain("".join((*column.above, column.heading)))
    for text in (whole, own):
        if text in remembered:
            return Match(column, remembered[text], "remembered")
    if _OTHERS.search(whole):
        return Match(column, "", "others")
    for text in dict.fromkeys((whole, *_spellings(own))):
        fits = _meaning(text, known)
        if len(fits) == 1:
            return Match(column, fits[0], "words")
        if fits:
            return Match(column, "", "several", tuple(fits))
    return Match(column, "", "unknown", _offers(own, known))


def _spellings(own: str) -> list[str]:
    bare = _BRACKETS.sub("", own)
    return [own, bare, _POLITE.sub("", own), _POLITE.sub("", bare)]


@lru_cache(maxsize=64)
def _index(known: tuple[tuple[str, frozenset[str]], ...]) -> Mapping[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for code, words in known:
        for word in words:
            index.setdefault(word, []).append(code)
    return {word: tuple(codes) for word, codes in index.items()}


def _meaning(text: str, known: Mapping[str, Field]) -> tuple[str, ...]:
    return _index(tuple((code, field.words) for code, field in known.items())).get(text, ()) if text else ()


def is_known(text: str, known: Mapping[str, Field]) -> bool:
    """Whether a cell looks like one of our headings."""
    return any(_meaning(one, known) for one in _spellings(plain(text)))


def _offers(own: str, known: Mapping[str, Field]) -> tuple[str, ...]:
    """What it may mean: a word of ours inside it, or one that sounds alike. To be confirmed by a person."""
    if not own:
        return ()
    sound = "".join(lazy_pinyin(own))
    scored = {
        code: max((_likeness(own, sound, word) for word in field.words if len(word) > 1), default=0.0)
        for code, field in known.items()
    }
    best = sorted(scored, key=lambda code: -scored[code])[:3]
    return tuple(code for code in best if scored[code] >= SOUNDS_ALIKE)


def _likeness(own: str, sound: str, word: str) -> float:
    if word in own:
        return 0.9 + min(len(word), 9) / 100
    return SequenceMatcher(None, sound, "".join(lazy_pinyin(word))).ratio()
