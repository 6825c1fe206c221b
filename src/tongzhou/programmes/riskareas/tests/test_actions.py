"""A place is put on the list: everybody who was there is found, and let go when it is taken off."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from tongzhou.access.actors import Actor
from tongzhou.access.tests.factories import actor
from tongzhou.encounters.encounters import Encounter
from tongzhou.errands.tests.factories import work_off
from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import NotAllowed
from tongzhou.matters.models import Matter
from tongzhou.people.models import Status
from tongzhou.programmes.arrivals import actions as arrivals
from tongzhou.programmes.arrivals.tests import factories
from tongzhou.programmes.arrivals.tests.factories import NOON, Desk
from tongzhou.programmes.riskareas import actions, evaluating, queries
from tongzhou.programmes.riskareas.actions import NewRule
from tongzhou.programmes.riskareas.errors import DocumentNeeded, NoDraft, RuleRefused
from tongzhou.programmes.riskareas.evaluating import Change
from tongzhou.programmes.riskareas.models import Hit, Stay, Version
from tongzhou.response.actions import NewRuling
from tongzhou.response.tests import factories as rulings

DOCUMENT = "试验〔2020〕1号,2020年2月8日"


@pytest.fixture
def desk(committed: None) -> Iterator[Desk]:
    with clock.at(NOON):
        yield factories.desk()


def chief(desk: Desk) -> Actor:
    places = (desk.district.district, desk.district.huating, desk.district.yongle, desk.district.nanchen)
    return actor(*(place.id for place in places), is_wide=True, unit_id=desk.by.unit_id)


def came(desk: Desk, by: Actor | None = None, **answers: Any) -> Encounter:
    by = by or desk.by
    handed = factories.registration(by.post_id, answers=answers)
    with database.acting(by.scope.places):
        arrivals.register([handed], by=by)
    return handed


def publish(desk: Desk, *rules: NewRule, off: bool = False) -> Change:
    by = chief(desk)
    with database.acting((), is_wide=True):
        for rule in rules:
            actions.put(rule, by=by)
        if off:
            for rule in queries.rules(actions.draft(by=by)):
                actions.take_off(rule.id, by=by)
        return actions.publish(document=DOCUMENT, by=by)


def standing() -> list[Hit]:
    with database.acting((), is_wide=True):
        return list(Hit.objects.filter(ended_at=None).select_related("rule__version"))


def visits(handed: Encounter) -> list[Matter]:
    with database.acting((), is_wide=True):
        return list(Matter.objects.filter(subject_id=handed.person_id, case_type="door_list").order_by("opened_at"))


def holds(handed: Encounter) -> list[Status]:
    with database.acting((), is_wide=True):
        return list(Status.objects.filter(person_id=handed.person_id, kind="risk_area", ended_at=None))


def test_whoever_was_there_is_found_and_nobody_else(desk: Desk) -> None:
    fuyang, hefei = came(desk), came(desk, origin_city="合肥")
    change = publish(desk, NewRule("阜阳市", "2020-01-20"))
    assert [one.person_id for one in change.begun] == [fuyang.person_id]
    (hit,) = standing()
    assert (hit.until_on, hit.over_on) == (date(2020, 2, 8), date(2020, 2, 22))
    assert (visits(fuyang)[0].state, visits(hefei)) == ("open", [])
    assert holds(fuyang)[0].until_on == date(2020, 2, 22)


@pytest.mark.parametrize(("place", "found"), [("34", 1), ("3412", 1), ("341221", 0), ("42", 0)])
def test_a_place_counts_at_its_level_and_above_what_is_known(desk: Desk, place: str, found: int) -> None:
    came(desk)
    assert len(publish(desk, NewRule(place, "2020-01-20")).begun) == found


def test_days_before_and_after_do_not_count(desk: Desk) -> None:
    came(desk, returned_on="2020-01-22")
    assert len(publish(desk, NewRule("34", "2020-01-23")).begun) == 0
    assert len(publish(desk, NewRule("34", "2020-01-01", "2020-01-05", "10")).begun) == 0
    assert len(publish(desk, NewRule("34", "2020-01-01", "", "10")).begun) == 0
    assert len(publish(desk, NewRule("34", "2020-01-01", "", "20")).begun) == 1


def test_taking_a_place_off_ends_what_it_caused(desk: Desk) -> None:
    handed = came(desk)
    publish(desk, NewRule("34", "2020-01-20"))
    change = publish(desk, off=True)
    assert (len(change.begun), len(change.ended)) == (0, 1)
    assert standing() == []
    assert visits(handed)[0].outcome == "off_list"
    assert holds(handed) == []


def test_who_comes_later_is_judged_at_once_and_a_withdrawn_word_no_longer_counts(desk: Desk) -> None:
    publish(desk, NewRule("34", "2020-01-20"))
    handed = came(desk)
    assert [hit.person_id for hit in standing()] == [handed.person_id]
    with database.acting(desk.by.scope.places):
        arrivals.withdraw(entry_id=handed.entry_id, reason="not_happened", by=desk.by)
    assert standing() == []
    assert visits(handed)[0].outcome == "off_list"
    with database.acting((), is_wide=True):
        assert Stay.objects.count() == 0


def test_a_correction_moves_the_stay(desk: Desk) -> None:
    publish(desk, NewRule("34", "2020-01-20"), NewRule("4201", "2020-01-20"))
    handed = came(desk)
    with database.acting(desk.by.scope.places):
        answers = {**factories.ANSWERS, "origin_province": "42", "origin_city": "武汉"}
        arrivals.correct(entry_id=handed.entry_id, answers=answers, by=desk.by)
    assert [hit.code for hit in standing()] == ["4201"]


def test_what_stays_is_explained_by_the_version_in_force(desk: Desk) -> None:
    handed = came(desk)
    publish(desk, NewRule("34", "2020-01-20"))
    change = publish(desk, NewRule("42", "2020-01-20"))
    assert (len(change.begun), len(change.ended), change.kept) == (0, 0, 1)
    (hit,) = standing()
    assert hit.rule.version.number == 2
    assert len(visits(handed)) == 1
    # when the days to look back change, the person is told anew
    assert len(publish(desk, NewRule("34", "2020-01-20", "", "21")).begun) == 1
    assert holds(handed)[0].until_on == date(2020, 2, 29)


def test_wuhan_counts_from_the_day_of_leaving(desk: Desk) -> None:
    came(desk, wuhan="yes", wuhan_left_on="2020-01-30")
    publish(desk, NewRule("4201", "2020-01-01"))
    assert standing()[0].over_on == date(2020, 2, 13)


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        (NewRule("34", "2020-02-05", "2020-02-01"), "until_on"),
        (NewRule("巢湖地区", "2020-02-05"), "place"),
        (NewRule("鼓楼区", "2020-02-05"), "place"),
        (NewRule("34", ""), "from_on"),
        (NewRule("34", "二月五日"), "from_on"),
        (NewRule("34", "2020-02-05", "", "0"), "look_back_days"),
        (NewRule("34", "2020-02-05", "", "14", "lock"), "follow"),
    ],
)
def test_a_bad_rule_is_told_at_its_field(desk: Desk, rule: NewRule, field: str) -> None:
    with database.acting((), is_wide=True), pytest.raises(RuleRefused) as told:
        actions.put(rule, by=chief(desk))
    assert told.value.field == field


def test_nothing_is_published_without_a_draft_or_a_document_or_the_duty(desk: Desk) -> None:
    with database.acting((), is_wide=True):
        with pytest.raises(NoDraft):
            actions.publish(document=DOCUMENT, by=chief(desk))
        actions.put(NewRule("34", "2020-01-20"), by=chief(desk))
        with pytest.raises(DocumentNeeded):
            actions.publish(document=" ", by=chief(desk))
        actions.discard(by=chief(desk))
        assert Version.objects.count() == 0
    worker = actor(desk.district.yongle.id, permissions=frozenset())
    with database.acting(worker.scope.places), pytest.raises(NotAllowed):
        actions.draft(by=worker)


def test_a_sheet_of_places_is_taken_and_bad_rows_come_back(desk: Desk) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["名称", "起", "止", "天数"],
        ["湖北省", "2020-01-01", "", ""],
        ["没有的地方", "2020-01-01"],
        ["温州市", "?"],
    ):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    with database.acting((), is_wide=True):
        done = actions.import_rules(out.getvalue(), by=chief(desk))
    assert (done.taken, [error.row for error in done.refused]) == (1, [3, 4])
    given_back = load_workbook(io.BytesIO(done.given_back)).active
    assert given_back is not None
    assert given_back["A2"].value == "没有的地方"


def test_each_village_sees_its_own_door_list_and_why(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    here = came(desk)
    other = factories.at(desk.district.nanchen.id)
    came(desk, by=other)
    publish(desk, NewRule("34", "2020-01-20"))
    with database.acting(desk.by.scope.places):
        (line,) = queries.door_list(by=desk.by)
        assert line.hit.person_id == here.person_id
        assert line.identity is not None
        assert line.matter is not None
        assert line.known["travel.origin_city"].value == "阜阳"
        assert desk.by.unit_name in str(line.asked)
        assert queries.why(line.hit.id, by=desk.by).version.document == DOCUMENT
    with database.acting(other.scope.places), pytest.raises(queries.HitUnknown):
        queries.why(line.hit.id, by=other)
    monkeypatch.setattr("tongzhou.access.sessions.actor", lambda request: desk.by)
    client = Client()
    assert line.identity.name in client.get(reverse("riskareas:door")).content.decode()
    assert DOCUMENT in client.get(reverse("riskareas:why", args=[line.hit.id])).content.decode()
    assert client.post(reverse("riskareas:door_sheet")).content[:2] == b"PK"


def test_headquarters_walks_from_the_draft_to_the_publication(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    came(desk)
    by = chief(desk)
    monkeypatch.setattr("tongzhou.access.sessions.actor", lambda request: by)
    client = Client()
    assert client.get(reverse("riskareas:draft")).status_code == 302
    assert client.post(reverse("riskareas:begin")).status_code == 302
    assert "安徽省阜阳市" in client.get(reverse("riskareas:draft"), {"q": "阜阳"}).content.decode()
    given = {"place": "3412", "from_on": "2020-01-20", "look_back_days": "14", "follow": "observe"}
    assert client.post(reverse("riskareas:put"), {**given, "until_on": "2020-01-01"}).status_code == 422
    assert client.post(reverse("riskareas:put"), given).status_code == 302
    refused = client.post(reverse("riskareas:publish"), {"document": ""})
    assert refused.status_code == 422
    old = client.post(reverse("riskareas:publish"), {"document": DOCUMENT, "seen": "of yesterday"})
    assert old.status_code == 422
    begun = client.post(reverse("riskareas:publish"), {"document": DOCUMENT})
    work_off(by)
    assert "verdict-good" in client.get(begun["Location"]).content.decode()
    assert DOCUMENT in client.get(reverse("riskareas:list")).content.decode()


def test_what_is_over_ends_with_the_retention_run(desk: Desk) -> None:
    came(desk)
    publish(desk, NewRule("34", "2020-01-20"))
    with clock.at(NOON + timedelta(days=30)), database.acting((), is_wide=True):
        evaluating.over(clock.today())
        assert not Hit.objects.filter(ended_at=None).exists()


def test_what_follows_and_for_how_long_are_rules_of_the_level_on_the_day_of_each(desk: Desk) -> None:
    """Observation is switched off later: whoever came before keeps it; each is explained by the rules of its day."""
    first = came(desk)
    publish(desk, NewRule("阜阳市", "2020-01-20"))
    for number, (code, value) in enumerate((("key_area_follows", "ask"), ("look_back_days", "10"))):
        at = NOON + timedelta(hours=number + 1)
        day = NOON.date()
        new = NewRuling(code=code, value=value, levels=["0"], document="通知", document_on=day, from_at=at)
        rulings.ruled(new, chief(desk), at=at)
    with clock.at(NOON + timedelta(hours=3)):
        second = came(desk)
        assert (len(holds(first)), holds(second), len(visits(second))) == (1, [], 1)
        with database.acting((), is_wide=True):
            rule = actions.put(NewRule("合肥市", "2020-01-20"), by=chief(desk))
            assert rule.look_back_days == 10
        with database.acting(desk.by.scope.places):
            hits = {hit.person_id: hit.id for hit in Hit.objects.filter(ended_at=None)}
            told = [queries.why(hits[one.person_id], by=desk.by).then[1].value for one in (first, second)]
    assert told == ["list", "ask"]
