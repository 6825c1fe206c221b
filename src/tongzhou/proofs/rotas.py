"""Seeded roster documents of every size: towns of unlike size, skills that are scarce, people who work no nights."""

from random import Random
from typing import Any

SHIFTS = [
    {"id": "E", "start": "07:00", "minutes": 480},
    {"id": "L", "start": "15:00", "minutes": 480},
    {"id": "N", "start": "23:00", "minutes": 480, "is_night": True},
]
_CENTRE = (121.25, 31.38)


def dispatch(people: int, posts: int, *, days: int = 7, load: float = 0.92, seed: int = 1) -> dict[str, Any]:
    """Staff for posts, three shifts a day, five shifts a week for each person at a load of one."""
    random = Random(seed)
    towns = [(random.uniform(-0.12, 0.12), random.uniform(-0.1, 0.1), 1 / (1 + rank)) for rank in range(12)]

    def somewhere() -> list[float]:
        east, north, _size = random.choices(towns, [town[2] for town in towns])[0]
        return [
            round(_CENTRE[0] + east + random.gauss(0, 0.02), 5),
            round(_CENTRE[1] + north + random.gauss(0, 0.02), 5),
        ]

    listed = [
        {"id": f"p{number:05}", "home": somewhere(), "works_nights": random.random() < 0.8,
         "skills": ["medical"] if random.random() < 0.15 else []}
        for number in range(people)
    ]  # fmt: skip
    stands = [{"id": f"post{number:04}", "point": somewhere()} for number in range(posts)]
    medical = {stand["id"] for stand in stands if random.random() < 0.08}
    wanted = int(people * 5 * days / 7 * load)
    cells = [(day, shift, stand["id"]) for day in range(days) for shift in "ELN" for stand in stands]
    count = dict.fromkeys(cells, 0)
    weights = [{"E": 1.0, "L": 0.9, "N": 0.6}[shift] for _day, shift, _stand in cells]
    for cell in random.choices(cells, weights, k=wanted):
        count[cell] += 1
    cover = [
        {"day": day, "shift": shift, "post": stand, "count": number, "priority": random.choice([1, 2, 2, 3]),
         **({"skills": ["medical"]} if stand in medical else {})}
        for (day, shift, stand), number in count.items() if number
    ]  # fmt: skip
    return {
        "format": "tongzhou-roster-1", "days": days, "starts_on": "2020-02-03", "objective": "lexicographic",
        "rules": "cn", "shifts": SHIFTS, "people": listed, "posts": stands, "cover": cover,
    }  # fmt: skip


def ward(people: int, days: int, *, seed: int = 1) -> dict[str, Any]:
    """A ward as the standard instances of the field state it: contracts, wishes, cover with weights."""
    random = Random(seed)
    shifts = [{"id": "E", "minutes": 480}, {"id": "D", "minutes": 480, "not_before": ["E"]},
              {"id": "N", "minutes": 600, "not_before": ["E", "D"]}][: 2 + (people > 12)]  # fmt: skip
    weeks = days / 7
    listed: list[dict[str, Any]] = []
    for number in range(people):
        share = random.choice([1.0, 1.0, 0.6])
        limits = {
            "minutes": {"least": int(2100 * share * weeks) - 480, "most": int(2280 * share * weeks)},
            "consecutive_shifts": {"least": 2, "most": 5 if share == 1 else 4},
            "consecutive_days_off": {"least": 2 + (share < 1)},
            "weekends": {"most": max(1, int(weeks / 2))},
        }
        listed.append({"id": f"n{number}", "limits": limits, "off": [random.randrange(days)]})
    wishes = [
        {"person": one["id"], "day": random.randrange(days), "shift": random.choice(shifts)["id"],
         "weight": random.randint(1, 3), "wants": random.random() < 0.5}
        for one in listed for _wish in range(max(1, days // 5))
    ]  # fmt: skip
    each = people * 4.2 / 7 / len(shifts)
    cover = [
        {"day": day, "shift": shift["id"], "under": 100, "over": 1,
         "count": max(1, round(each + random.uniform(-0.6, 0.6)))}
        for day in range(days) for shift in shifts
    ]  # fmt: skip
    wishes = list({(wish["person"], wish["day"]): wish for wish in wishes}.values())
    return {
        "format": "tongzhou-roster-1", "days": days, "objective": "weighted", "shifts": shifts, "people": listed,
        "cover": cover, "wishes": wishes,
    }  # fmt: skip


def bureau(people: int, teams: int, *, seed: int = 1) -> dict[str, Any]:
    """People of one bureau for communities: most can lead, few have the skill that some communities ask for."""
    random = Random(seed)

    def somewhere() -> list[float]:
        return [round(one + random.uniform(-0.1, 0.1), 5) for one in _CENTRE]

    listed = [
        {"id": f"b{number:02}", "home": somewhere(), "leads": random.random() < 0.7,
         "skills": ["dialect"] if random.random() < 0.2 else []}
        for number in range(people)
    ]  # fmt: skip
    receivers = [
        {"id": f"c{number:02}", "point": somewhere(), "skills": ["dialect"] if random.random() < 0.3 else []}
        for number in range(teams)
    ]
    return {"format": "tongzhou-teams-1", "people": listed, "teams": receivers}
