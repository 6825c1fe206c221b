"""A firm from the question to the visit, the dated rule, 8,000 rows of staff, standings, and the stop by a case."""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.roles import ROLES
from tongzhou.access.tests.factories import actor
from tongzhou.encounters import firms as conversations
from tongzhou.kernel import clock, codes, database, sheets
from tongzhou.kernel.errors import NotAllowed, RuleBroken
from tongzhou.matters.models import Matter
from tongzhou.people import hearing, retention, tokens
from tongzhou.people.idcheck import check_character
from tongzhou.places.models import Place
from tongzhou.programmes.arrivals import actions as arrivals
from tongzhou.programmes.arrivals.tests import factories
from tongzhou.programmes.arrivals.tests.factories import NOON, Desk
from tongzhou.programmes.resumption import queries, rules
from tongzhou.programmes.resumption.actions import applying, asking, deciding, staffing, stopping, visiting
from tongzhou.programmes.resumption.actions.applying import Applied, NewApplication
from tongzhou.programmes.resumption.actions.asking import NewFirm
from tongzhou.programmes.resumption.actions.visiting import CHECKLIST, Seen
from tongzhou.programmes.resumption.codes import check as check_digit
from tongzhou.programmes.resumption.errors import (
    ApplicationRefused,
    FirmRefused,
    NotFound,
    RequirementRefused,
    SecondPersonNeeded,
    TooEarly,
    WrongStage,
)
from tongzhou.programmes.resumption.models import Firm, Requirement, Staffer, State, Visit
from tongzhou.programmes.resumption.rules import Sheet
from tongzhou.response.actions import NewRuling
from tongzhou.response.tests import factories as rulings
from tongzhou.units.models import Unit, UnitKind

READY = Seen(ready=tuple(CHECKLIST), masks=300, rooms=1, verdict="allowed")


class World:
    """A town with its office, headquarters, two departments, and the sheet of 8 February in force."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.at = desk, desk.district
        self.top = self._office(self.at.district, "指挥部", UnitKind.HEADQUARTERS)
        self.town_office = self._office(self.at.huating, "华亭镇政府", UnitKind.TOWN_OFFICE)
        self._office(self.at.xincheng, "新成路街道办", UnitKind.TOWN_OFFICE)
        self.departments = [self._office(self.at.district, name, UnitKind.DEPARTMENT) for name in ("经委", "卫健委")]
        every = [self.at.district.id, self.at.huating.id, self.at.yongle.id, self.at.tangxing.id]
        every += [self.at.xincheng.id, self.at.nanchen.id]
        self.chief = replace(self._by("headquarters", self.top, every), is_wide=True)
        self.town = self._by("town_office", self.town_office, [self.at.huating.id, self.at.yongle.id])
        self.mate = self._by("town_office", self.town_office, [self.at.huating.id, self.at.yongle.id])
        self.signers = [self._by("department", unit, every) for unit in self.departments]

    def _office(self, place: Place, name: str, kind: str) -> Unit:
        return Unit.objects.create(name=name, kind=kind, place=place, opened_on=factories.places.ON)

    def _by(self, role: str, unit: Unit, places: list) -> Actor:  # type: ignore[type-arg]
        return actor(*places, permissions=ROLES[role].permissions, unit_id=unit.id)

    def publish(self) -> Requirement:
        sheet = Sheet(
            words="一人一档;三天口罩;隔离观察室",
            document="市政府关于延迟企业复工的通知",
            document_on=date(2020, 1, 27),
            earliest_at=datetime(2020, 2, 10, tzinfo=clock.ZONE),
            exempt=("city", "control", "daily", "nation"),
            departments=[unit.id for unit in self.departments],
        )
        return as_(self.chief, rules.publish, sheet)


def as_(by: Actor, act: Callable, *given: object, **named: object):  # type: ignore[no-untyped-def,type-arg]
    """The action as ``by`` in a transaction of their scope."""
    with database.acting(by.scope.places, is_wide=by.is_wide):
        return act(*given, by=by, **named)


@pytest.fixture
def world(committed: None) -> Iterator[World]:
    with clock.at(NOON):
        made = World(factories.desk())
        made.publish()
        yield made


def credit(number: int) -> str:
    body = f"91310114MA{number:07d}"
    return body + check_digit(body)


def new_firm(world: World, number: int = 1, **changes: object) -> NewFirm:
    given = NewFirm(
        place_id=world.at.yongle.id,
        name=f"演示{number}号厂",
        credit_code=credit(number),
        size="medium",
        trade="making",
        staff_number=100,
        from_outside=40,
        contact="测试丙",
        phone="10000000009",
    )
    return replace(given, **changes)  # type: ignore[arg-type]


def new(world: World, number: int = 1, **changes: object) -> NewApplication:
    given = NewApplication(
        firm=new_firm(world, number),
        planned_on=date(2020, 2, 10),
        plan="门口测温,分批用餐,宿舍一人一间。",
        promised_by="测试丙",
        is_promised=True,
    )
    return replace(given, **changes)  # type: ignore[arg-type]


def applied(world: World, number: int = 1, **changes: object) -> Applied:
    with database.acting(()):
        return applying.apply(new(world, number, **changes), by=None)


def filed(world: World, number: int = 1) -> Applied:
    made = applied(world, number)
    id = made.application.id
    for signer in world.signers:
        as_(signer, deciding.sign, id, is_agreed=True, words="")
    as_(world.town, deciding.check, id, words="材料齐全")
    as_(world.chief, deciding.file, id, words="已备案")
    return made


def allowed(world: World, number: int = 1) -> Applied:
    made = filed(world, number)
    as_(world.mate, visiting.visit, made.application.id, READY)
    return made


def state(made: Applied) -> str:
    with database.acting((), is_wide=True):
        return Firm.objects.get(id=made.application.firm_id).state


def follow(made: Applied) -> applying.Followed:
    with database.acting(()):
        return applying.follow(made.code)


def number(serial: int) -> str:
    digits = (
        f"99999919800101{serial:03d}" if serial < 1000 else f"999999198{serial // 1000 % 10}0202{serial % 1000:03d}"
    )
    return digits + check_character(digits)


def staff(*rows: tuple[str, ...]) -> bytes:
    return sheets.write(("姓名", "证件号码", "手机", "从何处来", "返回日期"), rows)


def test_from_the_question_to_the_visit(world: World) -> None:
    firm = as_(world.desk.by, asking.list_firm, new_firm(world))
    asked = as_(world.desk.by, asking.ask, firm.id, planned_on=date(2020, 2, 12))
    assert (asked.state, asked.told.number, asked.planned_on) == (State.ASKED, 1, date(2020, 2, 12))
    assert as_(world.desk.by, asking.contact, firm.id) == ("测试丙", "10000000009")
    made = applied(world)
    assert made.application.firm_id == firm.id
    assert (follow(made).waiting, follow(made).state) == (["卫健委", "经委"], "checking")
    with pytest.raises(WrongStage):  # a visit is an act of its own, after filing
        as_(world.mate, visiting.visit, made.application.id, READY)
    as_(world.town, deciding.check, made.application.id, words="材料齐全")
    as_(world.signers[0], deciding.sign, made.application.id, is_agreed=True, words="")
    with pytest.raises(WrongStage, match="卫健委"):
        as_(world.chief, deciding.file, made.application.id, words="")
    as_(world.signers[1], deciding.sign, made.application.id, is_agreed=True, words="")
    as_(world.chief, deciding.file, made.application.id, words="已备案")
    with pytest.raises(SecondPersonNeeded):
        as_(world.town, visiting.visit, made.application.id, READY)
    for lacking in (replace(READY, masks=299), replace(READY, rooms=0), replace(READY, ready=("system",))):
        with pytest.raises(WrongStage):
            as_(world.mate, visiting.visit, made.application.id, lacking)
    as_(world.mate, visiting.visit, made.application.id, READY)
    assert (state(made), follow(made).label) == (State.ALLOWED, "可以复工")
    with pytest.raises(NotFound), database.acting(()):
        applying.follow(codes.grouped("0" * 12))


def test_the_silent_department_is_named_after_two_working_days(world: World) -> None:
    made = applied(world)  # Saturday noon
    as_(world.signers[0], deciding.sign, made.application.id, is_agreed=True, words="")
    for at, waiting, silent in (
        (datetime(2020, 2, 11, 16, 59, tzinfo=clock.ZONE), ["卫健委"], []),
        (datetime(2020, 2, 11, 17, 1, tzinfo=clock.ZONE), [], ["卫健委"]),
    ):
        with clock.at(at):
            assert (follow(made).waiting, follow(made).silent) == (waiting, silent)
            town = replace(world.town, ends_at=at + timedelta(hours=8))
            (shown,) = as_(town, lambda by: queries.applications(made.application.firm, by=by))
            assert shown.silent == silent


def test_an_objection_or_something_lacking_sends_it_back_and_it_applies_anew(world: World) -> None:
    made = applied(world)
    as_(world.signers[0], deciding.sign, made.application.id, is_agreed=False, words="宿舍太挤")
    as_(world.town, deciding.check, made.application.id, words="材料齐全")
    with pytest.raises(WrongStage):
        as_(world.chief, deciding.file, made.application.id, words="")
    as_(world.town, deciding.send_back, made.application.id, words="宿舍一人一间后再报")
    assert (state(made), follow(made).answer) == (State.SENT_BACK, "宿舍一人一间后再报")
    with database.acting((), is_wide=True):
        assert not Matter.objects.filter(case_type="resumption_sign", closed_at=None).exists()
    again = filed(world)
    as_(world.mate, visiting.visit, again.application.id, replace(READY, masks=0, verdict="sent_back"))
    assert (state(again), follow(again).answer) == (State.SENT_BACK, "三天用的口罩")


def test_the_dated_rule(world: World) -> None:
    """No firm before 24:00 of 9 February 2020, four classes excepted; a later sheet says otherwise from its moment."""
    with pytest.raises(TooEarly, match="2020-02-09"):
        applied(world, planned_on=date(2020, 2, 9))
    for serial, exempt in enumerate(("city", "control", "daily", "nation"), start=2):
        assert applied(world, serial, planned_on=date(2020, 2, 8), exempt=exempt).application.exempt == exempt
    first = applied(world, planned_on=date(2020, 2, 10)).application.rules_id
    later = Sheet(
        words="新要求新要求",
        document="通知二",
        document_on=date(2020, 2, 9),
        earliest_at=datetime(2020, 2, 17, tzinfo=clock.ZONE),
        exempt=["city"],
        departments=[world.departments[0].id],
    )
    with clock.at(NOON + timedelta(hours=1)):
        as_(world.chief, rules.publish, later)
        for changes in ({"planned_on": date(2020, 2, 10)}, {"planned_on": date(2020, 2, 10), "exempt": "daily"}):
            with pytest.raises(TooEarly):
                applied(world, 9, **changes)
        assert applied(world, 9, planned_on=date(2020, 2, 17)).application.rules.number == 2
    with database.acting((), is_wide=True):
        assert rules.in_force(NOON).id == first


def test_the_response_level_says_who_may_resume(world: World) -> None:
    """Some rule as the district rules at a level; a decision is explained by the rule of its own moment."""
    before = applied(world, planned_on=date(2020, 2, 10)).application
    wanted = NewRuling(
        code=rules.WHO.code,
        value="exempt",
        levels=["0"],
        document="通知三",
        document_on=date(2020, 2, 8),
        from_at=clock.start_of(date(2020, 2, 8)),
    )
    rulings.ruled(wanted, world.chief, at=NOON + timedelta(hours=1))
    with clock.at(NOON + timedelta(hours=1)):
        with pytest.raises(TooEarly):
            applied(world, 2, planned_on=date(2020, 2, 10))
        with pytest.raises(TooEarly):
            rules.refuse_closed("")
        applied(world, 2, planned_on=date(2020, 2, 8), exempt="city")
        with database.acting((), is_wide=True):
            shown = queries.applications(before.firm, by=world.chief)[0]
            assert [held.value for held in shown.then] == ["0", "earliest"]
    rulings.ruled(replace(wanted, value="all"), world.chief, at=NOON + timedelta(hours=2))
    with clock.at(NOON + timedelta(hours=2)):
        applied(world, 3, planned_on=date(2020, 2, 8))


@pytest.mark.usefixtures("committed")
def test_nothing_is_asked_before_the_first_sheet_and_a_sheet_is_whole() -> None:
    with clock.at(NOON):
        made = World(factories.desk())
        firm = as_(made.desk.by, asking.list_firm, new_firm(made))
        with pytest.raises(RequirementRefused):
            as_(made.desk.by, asking.ask, firm.id, planned_on=None)
        whole = Sheet(
            words="要求要求",
            document="通知",
            document_on=date(2020, 2, 8),
            earliest_at=NOON,
            exempt=[],
            departments=[made.departments[0].id],
        )
        for wrong in ({"words": ""}, {"document": ""}, {"earliest_at": None}, {"exempt": ["x"]}, {"departments": []}):
            with pytest.raises(RequirementRefused):
                as_(made.chief, rules.publish, replace(whole, **wrong))  # type: ignore[arg-type]


def test_bad_input_is_refused_at_its_field(world: World) -> None:
    for wrong, field in (
        ({"firm": new_firm(world, credit_code="91310114MA0000000X")}, "credit_code"),
        ({"firm": new_firm(world, name="")}, "name"),
        ({"firm": new_firm(world, from_outside=101)}, "from_outside"),
        ({"firm": new_firm(world, phone="12")}, "phone"),
        ({"planned_on": None}, "planned_on"),
        ({"plan": ""}, "plan"),
        ({"is_promised": False}, "promised_by"),
    ):
        with pytest.raises(RuleBroken) as refused:
            applied(world, **wrong)
        assert refused.value.field == field
    applied(world)
    with pytest.raises(ApplicationRefused):
        applied(world)
    elsewhere = new_firm(world, place_id=world.at.nanchen.id)
    with pytest.raises(FirmRefused):
        applied(world, firm=elsewhere)


def test_eight_thousand_staff_with_three_hundred_bad_rows(world: World) -> None:
    made = applied(world)
    good = [(f"王试{serial}", number(serial), "", "安徽", "2020-02-05") for serial in range(1, 7_701)]
    bad = [("王坏", "123456789012345678", "", "", "")] * 100
    bad += [("", number(9_001), "", "", "")] * 100 + [("王晚", number(9_002), "", "", "2020-02-30")] * 100
    with database.acting(()):
        taken = staffing.hand_in_by_code(made.code, staff(*good, *bad))
    assert (taken.taken, len(taken.refused)) == (7_700, 300)
    back = sheets.read(taken.given_back)
    assert (len(back.rows), back.headings[:2], bool(back.rows[0][back.headings[-1]])) == (
        300,
        ["姓名", "证件号码"],
        True,
    )
    mended = staff(("王好", number(9_003), "", "", ""), ("王试1", number(1), "", "湖北", ""))
    as_(world.desk.by, staffing.hand_in, made.application.id, mended)
    with database.acting((), is_wide=True):
        rows = Staffer.objects.filter(application=made.application)
        assert (rows.count(), rows.get(number=tokens.of_number(number(1))).came_from) == (7_701, "湖北")
        assert rows.filter(masked__contains="试").count() == 0
    assert follow(made).staff == 7_701
    with pytest.raises(RuleBroken):
        as_(world.desk.by, staffing.hand_in, made.application.id, b"no sheet")


def registered(world: World, serial: int, place: Place) -> object:
    given = factories.registration(place.id, factories.person(place.id, id_number=number(serial)))
    as_(factories.at(place.id), lambda by: arrivals.register([given], by=by))
    return given.person_id


def test_the_register_names_who_is_followed_up_and_who_is_not_registered(world: World) -> None:
    """Wherever they live: here a village of another town, which the firm's town does not see."""
    registered(world, 901, world.at.nanchen)
    made = applied(world)
    rows = staff(
        ("王在册", number(901), "", "安徽", "2020-02-08"),
        ("王未登", number(902), "", "湖北", "2020-02-07"),
        ("王本地", number(903), "", "", ""),
    )
    as_(world.town, staffing.hand_in, made.application.id, rows)
    flagged = as_(world.town, lambda by: queries.standings(made.application.id))
    assert [(one.row, one.masked, bool(one.why)) for one in flagged] == [(2, "王＊＊", True), (3, "王＊＊", True)]
    assert flagged[0].until is not None
    outside = actor(world.at.nanchen.id, permissions=ROLES["town_office"].permissions)
    assert as_(outside, lambda by: queries.standings(made.application.id)) == []


def test_a_case_among_the_staff_stops_the_firm_at_once_wherever_it_is(world: World) -> None:
    person = registered(world, 911, world.at.nanchen)
    works, waits, other = allowed(world, 1), applied(world, 2), allowed(world, 3)
    for made, serial in ((works, 911), (waits, 911), (other, 912)):
        as_(world.town, staffing.hand_in, made.application.id, staff(("王病例", number(serial), "", "", "")))
    clinic = factories.at(world.at.nanchen.id)
    as_(clinic, lambda by: hearing.tell_of_case([person], by=by))
    assert [state(made) for made in (works, waits, other)] == [State.STOPPED, State.STOPPED, State.ALLOWED]
    assert follow(works).state == "stopped"
    with database.acting((), is_wide=True):
        told = {one.id: one.owner_unit.name for one in Matter.objects.filter(case_type="resumption_stopped")}
        assert list(told.values()) == ["华亭镇政府"] * 2
        assert not Matter.objects.filter(case_type="resumption", closed_at=None).exists()
    found = [as_(world.town, lambda by, one=one: queries.stopped_by(one, by=by)) for one in told]
    assert {firm.id for firm in found} == {works.application.firm_id, waits.application.firm_id}
    with database.acting(clinic.scope.places):
        assert Firm.objects.count() == 0  # the one who told it sees no firm of another town
    assert state(filed(world, 1)) == State.VISITING  # it applies anew


def test_spot_checks_are_drawn_at_random_and_may_stop_a_firm(world: World) -> None:
    made = [allowed(world, serial) for serial in range(1, 4)]
    drawn = as_(world.town, visiting.draw, 2)
    assert len({one.firm_id for one in drawn}) == 2
    (last,) = as_(world.town, visiting.draw, 5)
    assert last.firm_id not in {one.firm_id for one in drawn}
    with pytest.raises(WrongStage):
        as_(world.town, visiting.draw, 1)
    as_(world.town, visiting.spot, drawn[0].id, replace(READY, rooms=0, verdict="stopped", words="隔离室堆了货"))
    as_(world.town, visiting.spot, drawn[1].id, READY)
    by_firm = {one.application.firm_id: state(one) for one in made}
    assert (by_firm[drawn[0].firm_id], by_firm[drawn[1].firm_id]) == (State.STOPPED, State.ALLOWED)
    with pytest.raises(NotFound):
        as_(world.town, visiting.spot, drawn[0].id, READY)


def test_what_another_programme_asked_is_kept_here_and_asked_once(world: World) -> None:
    answer = conversations.Answer(
        name="演示7号厂", place_id=world.at.yongle.id, planned_on=date(2020, 2, 12), version=3
    )
    for again in (answer, replace(answer, planned_on=None, version=None)):
        as_(world.desk.by, conversations.told, [again])
    (firm,) = as_(world.desk.by, lambda by: list(queries.firms(by=by)))
    assert (firm.state, firm.planned_on, firm.script, firm.told) == ("asked", date(2020, 2, 12), 3, None)
    assert applied(world, 7).application.firm_id == firm.id  # the same firm, whose code is known now


def test_each_step_asks_for_its_duty_and_its_place(world: World) -> None:
    made = applied(world)
    id, desk = made.application.id, replace(world.desk.by, permissions=ROLES["village_desk"].permissions)
    nobody = replace(world.town, permissions=frozenset({Permission.MATTER_VIEW}))
    for by, act in (
        (desk, lambda by: deciding.check(id, words="", by=by)),
        (desk, lambda by: deciding.file(id, words="", by=by)),
        (desk, lambda by: deciding.sign(id, is_agreed=True, words="", by=by)),
        (world.town, lambda by: deciding.file(id, words="", by=by)),
        (world.signers[0], lambda by: deciding.check(id, words="", by=by)),
        (world.town, lambda by: stopping.order(made.application.firm_id, words="不合要求", by=by)),
        (world.town, lambda by: rules.publish(None, by=by)),  # type: ignore[arg-type]
        (nobody, lambda by: asking.contact(made.application.firm_id, by=by)),
        (nobody, lambda by: visiting.draw(1, by=by)),
    ):
        with pytest.raises(NotAllowed):
            as_(by, act)
    outside = replace(world.town, scope=replace(world.town.scope, places=frozenset({world.at.nanchen.id})))
    for act in (
        lambda by: deciding.check(id, words="看过", by=by),
        lambda by: asking.contact(made.application.firm_id, by=by),
        lambda by: queries.firm(made.application.firm_id, by=by),
    ):
        with pytest.raises(NotFound):
            as_(outside, act)


def test_a_firm_is_forgotten_with_all_that_hangs_on_it(world: World) -> None:
    made = allowed(world)
    as_(world.town, staffing.hand_in, made.application.id, staff(("王好", number(921), "", "", "")))
    last = date(2021, 2, 7)
    assert [retention.run(last + timedelta(days=later)).counts["firm"] for later in (0, 1)] == [0, 1]
    with database.acting((), is_wide=True):
        assert (Staffer.objects.count(), Visit.objects.count()) == (0, 0)


def test_pages(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client, who = Client(), [None]
    monkeypatch.setattr("tongzhou.access.sessions.actor", lambda request: who[0])
    firm = new_firm(world)
    given = {
        **{"place": str(firm.place_id), "name": firm.name, "credit_code": firm.credit_code, "size": firm.size},
        **{"trade": firm.trade, "staff_number": "100", "from_outside": "40", "contact": "测试丙", "phone": firm.phone},
        **{"planned_on": "2020-02-10", "plan": "门口测温,分批用餐", "promised_by": "测试丙", "promise": "yes"},
    }
    wrong = client.post(reverse("resumption:apply"), {**given, "planned_on": "2020-02-09"})
    assert (wrong.status_code, firm.name in wrong.content.decode()) == (422, True)
    page = client.post(reverse("resumption:apply"), given).content.decode()
    code = page.split('class="receipt">')[1].split("<")[0]
    rows = io.BytesIO(staff(("王好", number(931), "", "", ""), ("王坏", "1", "", "", "")))
    rows.name = "staff.xlsx"
    back = client.post(reverse("resumption:follow"), {"code": code, "file": rows})
    assert (back.headers["X-Taken"], back.headers["X-Refused"]) == ("1", "1")
    assert firm.name in client.post(reverse("resumption:follow"), {"code": code}).content.decode()
    assert client.post(reverse("resumption:follow"), {"code": "0" * 12}).status_code == 422

    with database.acting((), is_wide=True):
        id = Firm.objects.get().id
    address = reverse("resumption:firm", args=[id])

    def step(by: Actor, code: str, **words: object) -> int:
        who[0] = by  # type: ignore[call-overload]
        assert firm.name in client.get(address).content.decode()
        return client.post(reverse("resumption:act", args=[id, code]), words).status_code

    assert step(world.town, "check", words="") == 422
    assert step(world.town, "check", words="齐") == 302
    assert [step(by, "sign", agree="1") for by in world.signers] == [302, 302]
    assert step(world.town, "file", words="越权") == 422
    assert step(world.chief, "file", words="备案") == 302
    seen = {"ready": list(CHECKLIST), "masks": "300", "rooms": "1", "verdict": "allowed"}
    assert step(world.mate, "visit", **{**seen, "masks": "1"}) == 422
    assert step(world.mate, "visit", **seen) == 302
    assert step(world.town, "contact") == 200
    assert firm.name in client.get(reverse("resumption:firms"), {"state": "allowed"}).content.decode()
    assert client.post(reverse("resumption:spot_checks"), {"size": "1"}).status_code == 302
    with database.acting((), is_wide=True):
        drawn = Visit.objects.get(done_at=None)
    spot = reverse("resumption:spot", args=[drawn.id])
    assert client.post(spot, {**seen, "verdict": ""}).status_code == 422
    assert client.post(spot, seen).status_code == 302
    assert step(world.chief, "stop", words="区指挥部通知") == 302
    for name in ("sheets", "add"):
        assert client.get(reverse(f"resumption:{name}")).status_code == 200
    assert client.post(reverse("resumption:sheets"), {}).status_code == 422
    who[0] = world.signers[0]  # type: ignore[call-overload]
    assert client.get(reverse("resumption:firms"), {"state": "sign"}).status_code == 200
