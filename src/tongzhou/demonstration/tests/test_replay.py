"""The figures of 8 February 2020 that exist so far, out of raw input that holds more."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import override_settings

from tongzhou.access import quick
from tongzhou.access.models import Account
from tongzhou.demonstration import clocks, making, playing, replaying, setting_up
from tongzhou.demonstration.models import Stamp
from tongzhou.figures import queries as figures
from tongzhou.figures.rebuilding import rebuild
from tongzhou.kernel import clock, database
from tongzhou.ledger.models import Stored
from tongzhou.ledger.verifying import verify
from tongzhou.people import actions as people
from tongzhou.people.models import Person
from tongzhou.programmes.arrivals import actions

DAY = replaying.DAYS[1]


@pytest.fixture
def played(committed: None, tmp_path: Any) -> Iterator[None]:
    """The demonstration with few residents, and the whole of the replay, the 9th of February included."""
    end = making.SHOWS + timedelta(days=1)
    with override_settings(VAR=tmp_path), clock.at(end):
        making.make(40, making.Progress(lambda phase, length: None, lambda count: None), until=end)
        yield
    clock.set_back(timedelta())


def value(code: str, place: str) -> int:
    by = setting_up.officer(setting_up.DISTRICT, is_wide=True)
    with database.acting((), is_wide=True):
        return figures.value(code, setting_up.place_id(place), DAY, by=by)


def independent_count(town: str) -> int:
    """Returnees of a town, counted slowly and otherwise: every entry read as the auditor, nothing else asked."""
    with database.through(database.AUDIT):
        entries = list(Stored.objects.order_by("received_at", "id"))
    withdrawn = {entry.corrects for entry in entries if entry.kind == "entry.withdrawn"}
    latest: dict[UUID, Stored] = {}
    same_as: dict[UUID, UUID] = {}
    for entry in entries:
        if entry.kind == "arrivals.registered":
            latest[entry.corrects or entry.id] = entry
        elif entry.kind == "person.merged":
            same_as[entry.subject_id] = UUID(entry.body["into"])
        elif entry.kind == "person.unmerged":
            same_as.pop(entry.subject_id, None)
    homes = setting_up.current_tree().scope([setting_up.place_id(town)]).places
    first: dict[UUID, tuple[datetime, UUID]] = {}
    for root, entry in latest.items():
        if root not in withdrawn and entry.body["origin"] == "outside" and clock.day_of(entry.occurred_at) == DAY:
            person = entry.subject_id
            while person in same_as:
                person = same_as[person]
            first[person] = min(
                first.get(person, (entry.occurred_at, entry.subject_place_id)),
                (entry.occurred_at, entry.subject_place_id),
            )
    return sum(place in homes for _at, place in first.values())


@pytest.mark.usefixtures("played")
def test_huating_has_256_returnees_on_the_eighth() -> None:
    assert value("arrivals.returnees", setting_up.HUATING) == replaying.RETURNEES == 256
    assert independent_count(setting_up.HUATING) == 256
    assert value("arrivals.registrations", setting_up.HUATING) > 350
    assert all(_entries_of(day) > 300 for day in replaying.DAYS)
    assert value("arrivals.returnees", setting_up.DISTRICT) == independent_count(setting_up.DISTRICT) > 256
    assert rebuild() == []
    assert verify() == []

    # withdrawing three and merging two moves the figure by five
    taken = _withdraw(3)
    _merge_two(beside=taken)
    assert value("arrivals.returnees", setting_up.HUATING) == independent_count(setting_up.HUATING) == 251
    assert rebuild() == []


def _entries_of(day: date) -> int:
    with database.through(database.AUDIT):
        return Stored.objects.of_kind("arrivals.registered").occurred_on(day).count()


def _counting() -> list[tuple[UUID, UUID, UUID]]:
    """(entry, person, post) of those who count in Huating by one entry alone."""
    by = setting_up.officer(setting_up.DISTRICT, is_wide=True)
    huating = setting_up.place_id(setting_up.HUATING)
    with database.acting((), is_wide=True):
        standings = list(figures.standings("arrivals.returnees", huating, DAY, by=by))
        rows = Stored.objects.filter(subject_id__in=[row.whose for row in standings], kind="arrivals.registered")
        of_person: dict[UUID, list[Stored]] = defaultdict(list)
        for entry in rows:
            of_person[entry.subject_id].append(entry)
        merged = set(Person.objects.filter(merged_into__isnull=False).values_list("merged_into_id", flat=True))
    inside = setting_up.current_tree().scope([huating]).places
    return [
        (found[0].id, person, found[0].place_id)
        for person, found in sorted(of_person.items())
        if len(found) == 1 and person not in merged and found[0].place_id in inside
    ]


def _withdraw(count: int) -> list[UUID]:
    taken = []
    for entry_id, person, post in _counting()[:count]:
        by = setting_up.officer(place=post)
        with database.acting(by.scope.places):
            actions.withdraw(entry_id=entry_id, reason="not_happened", by=by)
        taken.append(person)
    return taken


def _merge_two(beside: list[UUID]) -> None:
    """Two records go into two others: two persons fewer."""
    left = [person for _entry, person, _post in _counting() if person not in beside]
    town = setting_up.officer(setting_up.HUATING)
    for loser, survivor in ((left[0], left[1]), (left[2], left[3])):
        with database.acting(town.scope.places):
            people.merge(loser_id=loser, survivor_id=survivor, reason="同一人", by=town)


def test_the_raw_input_is_the_same_every_time() -> None:
    huating, others = [UUID(int=one) for one in range(1, 9)], [UUID(int=one) for one in range(20, 60)]
    one, two = replaying.days(huating, others), replaying.days(huating, others)
    assert one == two
    visits = one[1].visits
    assert (sum(v.again for v in visits), sum(v.twin for v in visits), sum(bool(v.withdrawn) for v in visits)) == (
        31,
        12,
        9,
    )


def test_nobody_invented_could_be_real() -> None:
    for day in replaying.days([UUID(int=1)], [UUID(int=2)]):
        for visit in day.visits:
            assert visit.who.id_number.startswith("999999")
            assert visit.who.phone == "" or visit.who.phone.startswith("100")


@pytest.mark.usefixtures("committed")
def test_accounts_open_with_one_click_only_in_a_stamped_database_on_this_machine() -> None:
    assert quick.offered() == []
    Stamp.objects.create(made_at=clock.now(), shows=making.SHOWS, residents=0)
    with clock.at(making.SHOWS):
        setting_up.lay_district()
        setting_up.open_accounts(making.SHOWS)
    assert Account.objects.count() == len(setting_up.ACCOUNTS)
    with override_settings(IS_LOOPBACK=False):
        assert quick.offered() == []
    with override_settings(IS_LOOPBACK=True, MODE="production"):
        assert quick.offered() == []
    with override_settings(IS_LOOPBACK=True):
        assert len(quick.offered()) == len(setting_up.ACCOUNTS)


@pytest.mark.usefixtures("committed")
def test_production_refuses_a_stamped_database() -> None:
    Stamp.objects.create(made_at=clock.now(), shows=making.SHOWS, residents=0)
    with override_settings(MODE="production"), pytest.raises(clocks.ImproperlyConfigured):
        clocks.install()
    assert settings.MODE == "demo"


@pytest.mark.usefixtures("committed")
def test_a_database_that_holds_persons_becomes_no_demonstration() -> None:
    with clock.at(making.SHOWS):
        setting_up.lay_district()
        by = setting_up.officer(setting_up.DISTRICT, is_wide=True)
        with database.acting((), is_wide=True):
            village = playing.homes()[0][0]
            people.add([people.NewPerson("王一", "none", "", "", "", village)], by=by)
    with pytest.raises(making.NotEmpty):
        making.make(10, making.Progress(lambda phase, length: None, lambda count: None))
