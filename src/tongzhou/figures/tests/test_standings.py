from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongzhou.figures import indicators
from tongzhou.figures.indicators import Indicator
from tongzhou.figures.standings import Fact, shares
from tongzhou.kernel import clock, ids

NOON = datetime(2020, 2, 8, 12, tzinfo=clock.ZONE)
PERSON, HOME, POST = (UUID(int=number) for number in (1, 2, 3))
PERSONS = Indicator("t.persons", "", "", frozenset({"t.seen"}), lambda body: body.get("yes") is True)
ENTRIES = Indicator("t.entries", "", "", frozenset({"t.seen"}), lambda body: True, per="entry", at="post")


@pytest.fixture(autouse=True)
def _only_these(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indicators, "INDICATORS", {})
    monkeypatch.setattr("tongzhou.figures.standings.INDICATORS", {"t.persons": PERSONS, "t.entries": ENTRIES})


def fact(hours: float = 0, kind: str = "t.seen", corrects: UUID | None = None, **body: Any) -> Fact:
    at = NOON + timedelta(hours=hours)
    return Fact(ids.new(at), kind, POST, PERSON, HOME, corrects, at, at, body or {"yes": True})


def counted(code: str, facts: list[Fact]) -> int:
    return sum(key.indicator == code for key in shares(PERSON, facts))


def test_a_person_counts_once_a_day_by_the_first_entry_at_home() -> None:
    first, second, tomorrow = fact(0), fact(3), fact(24)
    found = shares(PERSON, [second, tomorrow, first])
    (share,) = [share for key, share in found.items() if key.indicator == "t.persons" and key.day == NOON.date()]
    assert (share.entry_id, share.place_id, share.whose) == (first.id, HOME, PERSON)
    assert (counted("t.persons", [first, second, tomorrow]), counted("t.entries", [first, second, tomorrow])) == (2, 3)


def test_a_correction_replaces_and_a_withdrawal_removes() -> None:
    first = fact(0)
    corrected = fact(1, corrects=first.id, yes=False)
    assert (counted("t.persons", [first, corrected]), counted("t.entries", [first, corrected])) == (0, 1)
    withdrawn = fact(2, kind="entry.withdrawn", corrects=first.id)
    assert shares(PERSON, [first, corrected, withdrawn]) == {}


def test_the_day_is_the_day_it_happened_in_the_district() -> None:
    late = fact(11.9)
    early = fact(12.1)
    assert {key.day.day for key in shares(PERSON, [late, early])} == {8, 9}


@given(st.lists(st.tuples(st.integers(0, 60), st.booleans()), max_size=12), st.randoms())
def test_the_order_in_which_entries_came_in_changes_nothing(rows: list[tuple[int, bool]], random: Any) -> None:
    facts = [fact(hours, yes=yes) for hours, yes in rows]
    shuffled = list(facts)
    random.shuffle(shuffled)
    assert shares(PERSON, facts) == shares(PERSON, shuffled)
