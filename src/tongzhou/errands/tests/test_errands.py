"""Long work: told while it goes on, whole or not at all, seen by its asker alone, destroyed after a week."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from tongzhou.access.actors import Actor
from tongzhou.access.tests.factories import actor
from tongzhou.errands import actions, files, kinds, queries
from tongzhou.errands.errors import ErrandBegun, ErrandUnknown
from tongzhou.errands.kinds import Kind, Progress, Result, Work
from tongzhou.errands.models import Errand
from tongzhou.errands.tests.factories import work_off
from tongzhou.kernel import clock, database, ids, jobs
from tongzhou.kernel.errors import RuleBroken
from tongzhou.people import retention
from tongzhou.places.models import Place, PlaceKind

NOON = datetime(2020, 2, 8, 12, tzinfo=clock.ZONE)


@pytest.fixture
def by(committed: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Actor]:
    monkeypatch.setattr(jobs, "known", {})
    monkeypatch.setattr(kinds, "known", {})
    with clock.at(NOON):
        with database.through(database.LOAD):
            place = Place.objects.create(kind=PlaceKind.VILLAGE, opened_on=NOON.date())
        yield actor(place.id)


def kind(work: Work) -> Kind:
    def words(told: Mapping[str, Any]) -> list[str]:
        return [f"{told['rows']} rows"]

    return kinds.kind("t.errand", "An errand", words=words, leads_to="web:home")(work)


def ask(wanted: Kind, by: Actor, content: bytes = b"") -> Errand:
    with database.acting(by.scope.places):
        return actions.ask(wanted, name="List", by=by, content=content)


def now(errand: Errand, by: Actor) -> tuple[Errand, queries.State]:
    with database.acting(by.scope.places):
        found = queries.errand(errand.id, by=by)
        return found, queries.state(found)


def test_an_errand_takes_a_file_and_gives_one_back(by: Actor) -> None:
    def work(by: Actor, errand: Errand, progress: Progress) -> Result:
        return Result({"rows": 3}, files.given(errand)[::-1], "list.xlsx")

    asked = ask(kind(work), by, b"abc")
    found, state = now(asked, by)
    assert (state.word, bytes(found.given or b"") == b"abc") == ("waiting", False)
    work_off(by)
    found, state = now(asked, by)
    assert (state.word, state.lines, files.result(found), found.given) == ("done", ["3 rows"], b"cba", None)


def test_how_far_it_is_is_seen_before_it_is_committed(by: Actor) -> None:
    seen: list[tuple[int, int]] = []

    def work(by: Actor, errand: Errand, progress: Progress) -> Result:
        progress(40, 40)
        with connections[database.AUDIT].cursor() as cursor:
            cursor.execute("SELECT done, total FROM errands_errand")
            seen.append(cursor.fetchone())
        return Result({"rows": 0})

    ask(kind(work), by)
    work_off(by)
    assert seen == [(40, 40)]


def test_a_broken_rule_undoes_all_of_it_and_is_told_in_its_words(by: Actor) -> None:
    def work(by: Actor, errand: Errand, progress: Progress) -> Result:
        actions.hand_in(kinds.known["t.errand"], name="inside", by=by)
        raise RuleBroken("The draft was changed.")

    asked = ask(kind(work), by, b"abc")
    work_off(by)
    found, state = now(asked, by)
    assert (state.word, state.lines, found.given) == ("refused", ["The draft was changed."], None)
    with database.acting((), is_wide=True):
        assert Errand.objects.count() == 1


def test_what_fails_for_another_reason_stops_and_changes_nothing(by: Actor) -> None:
    def work(by: Actor, errand: Errand, progress: Progress) -> Result:
        raise ZeroDivisionError

    asked = ask(kind(work), by)
    for _try in range(4):
        work_off(by)
        with database.acting(()), database.cursor() as statement:
            statement.execute("UPDATE jobs.procrastinate_jobs SET scheduled_at = NULL")
    assert now(asked, by)[1].word == "stopped"


def test_nothing_is_done_twice(by: Actor) -> None:
    times: list[int] = []

    def work(by: Actor, errand: Errand, progress: Progress) -> Result:
        times.append(1)
        return Result({"rows": 1})

    wanted = kind(work)
    asked = ask(wanted, by)
    with database.acting(by.scope.places):
        with pytest.raises(ErrandBegun):
            actions.begin(asked.id, by=by)
        jobs.enqueue(wanted.job, by=by, errand_id=asked.id)  # as when a worker dies after its commit
    work_off(by)
    assert times == [1]


def test_one_that_waits_for_a_word_can_be_dropped(by: Actor) -> None:
    wanted = kind(lambda by, errand, progress: Result({"rows": 0}))
    with database.acting(by.scope.places):
        waiting = actions.hand_in(wanted, name="List", by=by, content=b"abc")
        assert list(queries.errands(by=by)) == []
        actions.drop(waiting.id, by=by)
        waiting.refresh_from_db()
    assert (waiting.given, bool(waiting.ended_at)) == (None, True)


def test_only_the_asker_sees_it_and_only_on_a_duty_there(by: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ask(kind(lambda by, errand, progress: Result({"rows": 1}, b"secret", "x.xlsx")), by)
    work_off(by)
    colleague, elsewhere = actor(by.post_id), actor(ids.new())
    for other in (colleague, elsewhere):
        with database.acting(other.scope.places), pytest.raises(ErrandUnknown):
            queries.errand(asked.id, by=other)
        monkeypatch.setattr("tongzhou.access.sessions.actor", lambda request, other=other: other)
        assert Client().get(reverse("errands:result", args=[asked.id])).status_code == 404
    monkeypatch.setattr("tongzhou.access.sessions.actor", lambda request: by)
    assert Client().get(reverse("errands:result", args=[asked.id])).content == b"secret"
    assert "1 rows" in Client().get(reverse("errands:errands")).content.decode()


def test_the_page_asks_again_without_a_script_until_it_is_over(by: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tongzhou.access.sessions.actor", lambda request: by)
    asked = ask(kind(lambda by, errand, progress: Result({"rows": 1})), by)
    address = reverse("errands:errand", args=[asked.id])
    assert "http-equiv" in Client().get(address).content.decode()
    work_off(by)
    assert "http-equiv" not in Client().get(address).content.decode()


def test_headquarters_sees_it_wait_too(by: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    chief = actor(by.post_id, is_wide=True)
    monkeypatch.setattr("tongzhou.access.sessions.actor", lambda request: chief)
    wanted = kind(lambda by, errand, progress: Result({"rows": 1}))
    with database.acting((), is_wide=True):
        asked = actions.ask(wanted, name="List", by=chief)
    assert Client().get(reverse("errands:errand", args=[asked.id])).status_code == 200


def test_after_a_week_it_is_destroyed(by: Actor) -> None:
    ask(kind(lambda by, errand, progress: Result({"rows": 1})), by, b"abc")
    assert retention.run(date(2020, 2, 15)).counts["errand"] == 0
    assert retention.run(date(2020, 2, 16)).counts["errand"] == 1
