"""What the desks recorded from 7 to 9 February 2020, as raw as it came: twice, wrong, withdrawn, for other towns.

Generated, the same for the same seed, and played through the actions that the pages use. On 8 February it holds exactly
256 distinct persons of Huating from outside the city; the raw input of that day holds far more. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from tongzhou.demonstration.inventing import Resident, home
from tongzhou.kernel import clock

#: 256 名: "returnees from outside, distinct persons by whatever channel", 8 February, the paragraph on Huating.
RETURNEES = 256
DAYS = (date(2020, 2, 7), date(2020, 2, 8), date(2020, 2, 9))
_SEED = 20200208
_OUTSIDE = ("34", "36", "32", "33", "41", "42", "37", "43", "51", "61", "35", "50", "44")


@dataclass
class Visit:
    """One person at a desk (or on the telephone), and what became of the record later that day.

    ``again``: registered once more by telephone. ``twin``: typed a second time as somebody else; the town merges the
    two. ``correction``: the answers as they were put right. ``withdrawn``: taken back, for that reason. The two ids are
    known once it was played.
    """

    at: datetime
    post: UUID
    who: Resident
    answers: dict[str, Any]
    again: bool = False
    twin: bool = False
    correction: dict[str, Any] | None = None
    withdrawn: str = ""
    entry_id: UUID | None = None
    person_id: UUID | None = None


@dataclass
class Day:
    """The visits of one day, in the order of their time."""

    on: date
    visits: list[Visit] = field(default_factory=list)


def answers(random: Random, province: str, on: date) -> dict[str, Any]:
    """The answers of somebody back from ``province`` (31: never left the city)."""
    was_in_wuhan = province == "42" and random.random() < 0.3
    hot = random.random() < 0.012
    given = {
        "origin_province": province,
        "wuhan": "yes" if was_in_wuhan else "no",
        "transport": random.choice(("train", "car", "coach", "car", "train")),
        "returned_on": str(on),
        "contact": "no",
        "symptoms": ["fever"] if hot else ["none"],
        "measured": "yes",
        "temperature": f"{random.uniform(37.3, 38.6) if hot else random.uniform(36.0, 37.1):.1f}",
        "mask": "wearing",
        "advice": ["mask", "wash", "home", "call"],
        "promise": "yes",
        "papers": "shown",
    }
    if hot:
        given["temperature_again"] = given["temperature"]
    return given


def days(huating: Sequence[UUID], others: Sequence[UUID]) -> list[Day]:
    """The three days for the villages of Huating and of the other towns."""
    random = Random(_SEED)
    cast = _Cast(random)
    played = [Day(on) for on in DAYS]
    for day, share in zip(played, (0.7, 1.0, 0.5), strict=True):
        plain = 0 if day.on == DAYS[1] else int(RETURNEES * share)
        day.visits += [cast.visit(random.choice(huating), day.on) for _one in range(plain)]
        day.visits += [cast.visit(random.choice(others), day.on) for _one in range(int(620 * share))]
    played[1].visits += _eighth(cast, random, huating, others)
    for day in played:
        day.visits.sort(key=lambda visit: (visit.at, visit.who.id_number))
    return played


class _Cast:
    """Makes people who have not been seen before."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.serial = 5_000_000

    def visit(self, village: UUID, on: date, province: str = "", post: UUID | None = None) -> Visit:
        self.serial += 1
        who = next(iter(home(self.random, village, self.serial, 1)))
        at = datetime.combine(on, time(7, 30), clock.ZONE) + timedelta(seconds=self.random.randrange(12 * 3600))
        return Visit(at, post or village, who, answers(self.random, province or self.random.choice(_OUTSIDE), on))


def _eighth(cast: _Cast, random: Random, huating: Sequence[UUID], others: Sequence[UUID]) -> list[Visit]:
    """8 February in Huating: 256 that count, and everything that does not."""
    on = DAYS[1]

    def outside(count: int, **changes: Any) -> list[Visit]:
        return [cast.visit(random.choice(huating), on, **changes) for _one in range(count)]

    counting = outside(RETURNEES - 13)
    for visit in counting[:31]:
        visit.again = True
    for visit in counting[31:43]:
        visit.twin = True
    first_local = outside(8, province="31")
    for visit in first_local:
        visit.correction = answers(random, random.choice(_OUTSIDE), on)
    at_other_desks = outside(5)
    for visit in at_other_desks:
        visit.post = random.choice(others)
    return counting + first_local + at_other_desks + _not_counting(cast, random, huating, others, on)


def _not_counting(
    cast: _Cast, random: Random, huating: Sequence[UUID], others: Sequence[UUID], on: date
) -> list[Visit]:
    """Withdrawn, corrected to local, locals, silent ones, and people of other towns at Huating's desks."""

    def here(count: int, province: str = "") -> list[Visit]:
        return [cast.visit(random.choice(huating), on, province) for _one in range(count)]

    withdrawn = here(9)
    for visit, reason in zip(withdrawn, ("twice", "wrong_person", "exercise") * 3, strict=True):
        visit.withdrawn = reason
    became_local = here(7)
    for visit in became_local:
        visit.correction = answers(random, "31", on)
    silent = here(6)
    for visit in silent:
        visit.answers |= dict.fromkeys(("origin_province", "wuhan", "transport"), "declined")
        visit.answers["declined_done"] = ["persuaded"]
    passing = [cast.visit(random.choice(others), on, post=random.choice(huating)) for _one in range(14)]
    return withdrawn + became_local + here(74, "31") + silent + passing
