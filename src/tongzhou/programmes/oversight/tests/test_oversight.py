"""The wall, the second look, draws and call-backs, and a suggestion followed by its code."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tongzhou.access.actors import Actor
from tongzhou.access.models import Look
from tongzhou.access.permissions import Permission
from tongzhou.access.roles import INSPECTOR
from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, codes, database, ids
from tongzhou.kernel.errors import NotAllowed, RuleBroken
from tongzhou.kernel.tests.test_photos import picture
from tongzhou.ledger.errors import NotAuthor
from tongzhou.matters import actions as matters
from tongzhou.matters import evidence
from tongzhou.matters.casetypes import State
from tongzhou.matters.errors import ProofNeeded, SecondPersonNeeded
from tongzhou.matters.models import Matter
from tongzhou.people import retention
from tongzhou.programmes.arrivals import actions as arrivals
from tongzhou.programmes.arrivals.tests import factories
from tongzhou.programmes.arrivals.tests.factories import NOON, Desk
from tongzhou.programmes.oversight import queries
from tongzhou.programmes.oversight.actions import finding, sampling, suggesting
from tongzhou.programmes.oversight.actions.finding import NewFinding
from tongzhou.programmes.oversight.actions.sampling import Wanted
from tongzhou.programmes.oversight.errors import (
    CheckRefused,
    DrawRefused,
    FindingRefused,
    NotFound,
    OwnWork,
    SuggestionRefused,
    SuggestionUnknown,
)
from tongzhou.programmes.oversight.models import Check, Draw, Finding, Suggestion
from tongzhou.units.models import Unit, UnitKind

KIND = "arrivals.registered"


@pytest.fixture
def desk(committed: None) -> Iterator[Desk]:
    with clock.at(NOON):
        yield factories.desk()


def inspector(desk: Desk, *, staff_id: UUID | None = None, outside: bool = False) -> Actor:
    """On an inspector's duty over the town of the desk, or over the other town."""
    at = desk.district
    places = (at.xincheng.id, at.nanchen.id) if outside else (at.huating.id, at.yongle.id, at.tangxing.id)
    office = Unit.objects.get_or_create(
        name="区纪委监委",
        defaults={"kind": UnitKind.DEPARTMENT, "place": at.district, "opened_on": factories.places.ON},
    )[0]
    return actor(*places, permissions=INSPECTOR.permissions, staff_id=staff_id, unit_id=office.id)


def doing(by: Actor) -> object:
    return database.acting(by.scope.places)


def found_by(by: Actor, desk: Desk, **changes: object) -> Finding:
    new = NewFinding(place_id=desk.district.yongle.id, words="商铺没有分设进出口", **changes)  # type: ignore[arg-type]
    with doing(by):
        return finding.find(new, by=by)


def matter(of: Finding) -> Matter:
    with database.acting((), is_wide=True):
        return Matter.objects.get(id=of.matter_id)


def mended(desk: Desk, of: Finding, by: Actor | None = None) -> None:
    worker = by or desk.by
    with doing(worker):
        matters.accept([of.matter_id], by=worker)
        if not of.entry_id:
            evidence.prove(of.matter_id, kind="photo", content=picture(40, 30), name="a.jpg", by=worker)
        matters.submit([of.matter_id], outcome="fixed", by=worker)


def registered(desk: Desk, by: Actor | None = None) -> UUID:
    given = factories.registration(desk.district.yongle.id)
    worker = by or desk.by
    with doing(worker):
        arrivals.register([given], by=worker)
    return given.entry_id


def wanted(desk: Desk, size: int = 50) -> Wanted:
    day = clock.day_of(NOON)
    return Wanted(place_id=desk.district.huating.id, kind=KIND, from_on=day, until_on=day, size=size)


def drawn(by: Actor, desk: Desk, size: int = 50) -> list[Check]:
    with doing(by):
        made = sampling.draw(wanted(desk, size), by=by)
        return list(made.checks.order_by("id"))


def test_found_mended_and_looked_at_again_by_an_inspector(desk: Desk) -> None:
    by = inspector(desk)
    found = found_by(by, desk, photo=picture(300, 200))
    assert matter(found).due_at == NOON + timedelta(days=2)
    with doing(desk.by):
        matters.accept([found.matter_id], by=desk.by)
        with pytest.raises(ProofNeeded):
            matters.submit([found.matter_id], outcome="fixed", by=desk.by)
        evidence.prove(found.matter_id, kind="photo", content=picture(40, 30), name="a.jpg", by=desk.by)
        matters.submit([found.matter_id], outcome="fixed", by=desk.by)
    with doing(by):
        finding.look_again(found.id, is_good=False, words="出口还没有贴标记", by=by)
    assert matter(found).state == State.ACCEPTED
    with doing(desk.by):
        evidence.prove(found.matter_id, kind="photo", content=picture(40, 30), name="b.jpg", by=desk.by)
        matters.submit([found.matter_id], outcome="fixed", by=desk.by)
    with doing(by):
        finding.look_again(found.id, is_good=True, words="", by=by)
        shown, story = queries.finding(found.id, by=by)
    assert (matter(found).state, shown.line.outcome if shown.line else "", len(story)) == (State.CLOSED, "已整改", 8)


def test_whoever_mended_it_does_not_look_again_even_as_an_inspector(desk: Desk) -> None:
    found = found_by(inspector(desk), desk)
    mended(desk, found)
    same_person = inspector(desk, staff_id=desk.by.staff_id)
    with doing(same_person):
        for is_good in (True, False):
            with pytest.raises(SecondPersonNeeded):
                finding.look_again(found.id, is_good=is_good, words="自己看过了", by=same_person)
    assert matter(found).state == State.CHECKING


def test_whoever_found_it_does_not_work_on_it_under_a_desk_duty(desk: Desk) -> None:
    at_desk = desk.by
    found = found_by(inspector(desk, staff_id=at_desk.staff_id), desk)
    with doing(at_desk):
        for act in (
            lambda: matters.accept([found.matter_id], by=at_desk),
            lambda: matters.note([found.matter_id], text="去过", by=at_desk, attempt=True),
            lambda: evidence.prove(found.matter_id, kind="photo", content=picture(4, 3), name="a", by=at_desk),
            lambda: matters.set_due([found.matter_id], due_at=NOON + timedelta(days=9), reason="忙", by=at_desk),
        ):
            with pytest.raises(OwnWork):
                act()
    assert matter(found).state == State.OPEN


def test_nobody_finds_against_or_checks_or_edits_the_records_across_the_wall(desk: Desk) -> None:
    own, other_worker = registered(desk), factories.at(desk.district.yongle.id)
    theirs = registered(desk, other_worker)
    by = inspector(desk, staff_id=desk.by.staff_id)
    with doing(by), pytest.raises(OwnWork):
        finding.find(NewFinding(place_id=desk.district.yongle.id, words="这条登记不实", entry_id=own), by=by)
    checks = drawn(by, desk)
    assert [check.entry_id for check in checks] == [theirs]
    with doing(by):
        finding.find(NewFinding(place_id=desk.district.yongle.id, words="这条登记不实", entry_id=theirs), by=by)
    # what he found against he cannot mend as a worker of the same desk
    with doing(desk.by), pytest.raises(NotAuthor):
        arrivals.withdraw(entry_id=theirs, reason="not_happened", by=desk.by)
    # drawn by a colleague, his own record is still not his to check
    colleague = inspector(desk)
    (check,) = drawn(colleague, desk)
    assert check.entry_id == own
    with doing(by):
        for act in (
            lambda: sampling.dial(check.id, by=by),
            lambda: sampling.conclude(check.id, way="phone", result="holds", by=by),
        ):
            with pytest.raises(OwnWork):
                act()


def test_a_draw_can_be_drawn_again_and_draws_nothing_twice(desk: Desk) -> None:
    every = {registered(desk) for _number in range(12)}
    by = inspector(desk)
    first = {check.entry_id for check in drawn(by, desk, 5)}
    with database.acting((), is_wide=True):
        made = Draw.objects.get()
    assert (made.population, len(first), first < every) == (12, 5, True)
    assert set(sampling.picked(list(every), 5, made.seed)) == first
    second = {check.entry_id for check in drawn(inspector(desk), desk)}
    assert (first & second, first | second) == (set(), every)
    with doing(by), pytest.raises(DrawRefused):
        sampling.draw(wanted(desk), by=by)


def test_what_was_withdrawn_or_is_outside_is_not_drawn(desk: Desk) -> None:
    gone = registered(desk)
    with doing(desk.by):
        arrivals.withdraw(entry_id=gone, reason="not_happened", by=desk.by)
    for by in (inspector(desk), inspector(desk, outside=True)):
        with doing(by), pytest.raises(RuleBroken):
            sampling.draw(wanted(desk), by=by)


def test_a_number_is_shown_for_the_drawn_record_only_and_the_look_is_written(desk: Desk) -> None:
    registered(desk)
    by = inspector(desk)
    (check,) = drawn(by, desk)
    with doing(by):
        identity = sampling.dial(check.id, by=by)
    assert identity is not None
    assert identity.phone.startswith("100")
    with database.acting((), is_wide=True):
        (look,) = Look.objects.filter(subject_id=check.person_id, account_id=by.account_id)
    assert "抽查回访" in look.reason
    elsewhere = inspector(desk, outside=True)
    with doing(elsewhere):
        for act in (lambda: sampling.dial(check.id, by=elsewhere), lambda: queries.check(check.id, by=elsewhere)):
            with pytest.raises(NotFound):
                act()


def test_what_does_not_hold_becomes_a_finding_at_the_place_that_recorded_it(desk: Desk) -> None:
    by, other = inspector(desk), factories.at(desk.district.yongle.id)
    for _number in range(3):
        registered(desk)
    for check, result in zip(drawn(by, desk), ("never_asked", "wrong_number", "differs"), strict=True):
        with doing(by):
            made = sampling.conclude(check.id, way="phone", result=result, by=by)
            with pytest.raises(CheckRefused):
                sampling.conclude(check.id, way="phone", result="holds", by=by)
        assert made is not None
        assert (made.place_id, made.entry_id) == (desk.district.yongle.id, check.entry_id)
        mended(desk, made, other)
        with doing(by):
            finding.look_again(made.id, is_good=True, words="重新问过了", by=by)
        assert matter(made).outcome == "fixed"


def test_no_answer_is_a_result_the_third_time_and_what_holds_opens_nothing(desk: Desk) -> None:
    for _number in range(2):
        registered(desk)
    by = inspector(desk)
    silent, reached = drawn(by, desk)
    with doing(by):
        made = [sampling.conclude(silent.id, way="phone", result="no_answer", by=by) for _attempt in range(3)]
        assert sampling.conclude(reached.id, way="visit", result="holds", by=by) is None
    assert [one is None for one in made] == [True, True, False]


def test_an_inspector_changes_no_record_and_a_desk_does_not_inspect(desk: Desk) -> None:
    reading = {Permission.OVERSIGHT_INSPECT, Permission.FIGURE_VIEW, Permission.MATTER_VIEW}
    assert INSPECTOR.permissions == reading
    by = inspector(desk)
    with doing(by), pytest.raises(NotAllowed):
        arrivals.register([factories.registration(desk.district.yongle.id)], by=by)
    nobody = replace(desk.by, permissions=desk.by.permissions - {Permission.OVERSIGHT_INSPECT})
    with doing(nobody):
        for act in (
            lambda: finding.find(NewFinding(place_id=desk.district.yongle.id, words="随便写写"), by=nobody),
            lambda: sampling.draw(wanted(desk), by=nobody),
            lambda: queries.draws(by=nobody),
        ):
            with pytest.raises(NotAllowed):
                act()
    outside = NewFinding(place_id=desk.district.nanchen.id, words="别的镇的事情")
    with doing(by), pytest.raises(NotAllowed):
        finding.find(outside, by=by)


def test_a_finding_needs_words_and_days(desk: Desk) -> None:
    by = inspector(desk)
    for words, days in (("短", 2), ("长" * 201, 2), ("话说清楚了", 0), ("话说清楚了", 15)):
        with doing(by), pytest.raises(FindingRefused):
            finding.find(NewFinding(place_id=desk.district.yongle.id, words=words, days=days), by=by)


def suggested(desk: Desk, by: Actor | None = None) -> tuple[str, Suggestion]:
    with database.acting(()):
        code = suggesting.suggest(place_id=desk.district.yongle.id, words="集市高峰时段分设进口和出口", by=by)
    with database.acting((), is_wide=True):
        return code, Suggestion.objects.order_by("-made_at", "-id")[0]


def followed(code: str) -> suggesting.Followed:
    with database.acting(()):
        return suggesting.follow(code)


def test_a_suggestion_is_tried_adopted_and_followed_by_its_code(desk: Desk) -> None:
    code, one = suggested(desk)
    assert (followed(code).state, followed(code).outcome) == ("open", "")
    until = NOON + timedelta(days=3)
    with doing(desk.by):
        matters.accept([one.matter_id], by=desk.by)
        matters.pause([one.matter_id], until=until, reason="试行三天", by=desk.by)
    assert followed(code.lower()).trial_until == until
    with doing(desk.by):
        matters.resume([one.matter_id], by=desk.by)
        matters.close([one.matter_id], outcome="adopted", note="三个集市都分开了", by=desk.by)
    answer = followed(code)
    assert (answer.outcome, answer.answer, answer.owner) == ("adopted", "三个集市都分开了", "永乐村村委会")
    with pytest.raises(SuggestionUnknown):
        followed(codes.grouped("0" * 12))


def test_it_is_declined_with_a_reason_and_never_by_whoever_made_it(desk: Desk) -> None:
    code, one = suggested(desk, desk.by)
    assert one.made_by == desk.by.staff_id
    other = factories.at(desk.district.yongle.id)
    with doing(desk.by):
        matters.accept([one.matter_id], by=desk.by)
        with pytest.raises(OwnWork):
            matters.close([one.matter_id], outcome="adopted", note="我看行", by=desk.by)
    with doing(other):
        with pytest.raises(RuleBroken):
            matters.close([one.matter_id], outcome="declined", by=other)
        matters.close([one.matter_id], outcome="declined", note="路太窄,消防通道不能占", by=other)
    assert followed(code).answer == "路太窄,消防通道不能占"


def test_a_suggestion_needs_words_a_place_and_is_no_flood(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    here = desk.district.yongle.id
    with database.acting(()):
        for place, told in ((here, "短"), (here, "长" * 201), (None, "话说清楚了"), (ids.new(), "话说清楚了")):
            with pytest.raises(SuggestionRefused):
                suggesting.suggest(place_id=place, words=told, by=None)
    monkeypatch.setattr(suggesting, "PER_PLACE_AND_HOUR", 1)
    suggested(desk)
    with pytest.raises(SuggestionRefused):
        suggested(desk)
    suggested(desk, desk.by)


def test_everything_is_destroyed_when_its_time_is_over(desk: Desk) -> None:
    registered(desk)
    suggested(desk)
    by = inspector(desk)
    (check,) = drawn(by, desk)
    with doing(by):
        sampling.conclude(check.id, way="phone", result="never_asked", by=by)
    last = date(2021, 2, 7)
    kept = retention.run(last).counts
    gone = retention.run(last + timedelta(days=1)).counts
    names = ("suggestion", "draw", "finding")
    assert ([kept[name] for name in names], [gone[name] for name in names]) == ([0, 0, 0], [1, 1, 1])


def test_pages(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    registered(desk)
    client, who = Client(), [None]
    monkeypatch.setattr("tongzhou.access.sessions.actor", lambda request: who[0])
    sent = {"place": str(desk.district.yongle.id), "words": "集市高峰时段分设进口和出口"}
    assert client.post(reverse("oversight:suggest"), {"words": "短"}).status_code == 422
    page = client.post(reverse("oversight:suggest"), sent).content.decode()
    code = page.split('class="receipt">')[1].split("<")[0]
    assert sent["words"] in client.post(reverse("oversight:follow"), {"code": code}).content.decode()
    assert client.post(reverse("oversight:follow"), {"code": "0" * 12}).status_code == 422

    who[0] = inspector(desk)  # type: ignore[call-overload]
    assert sent["words"] in client.get(reverse("oversight:suggestions")).content.decode()
    photo = io.BytesIO(picture(300, 200))
    photo.name = "a.jpg"
    new = {"place": str(desk.district.yongle.id), "words": "没有分设进出口", "days": "2", "photo": photo}
    assert client.post(reverse("oversight:find"), {**new, "days": "x", "photo": ""}).status_code == 422
    made = client.post(reverse("oversight:find"), new)
    assert "没有分设进出口" in client.get(made["Location"]).content.decode()
    assert client.get(made["Location"] + "photo.jpg").content[:2] == b"\xff\xd8"
    with database.acting((), is_wide=True):
        found = Finding.objects.get()
    assert client.post(reverse("oversight:look_again", args=[found.id]), {"good": "1"}).status_code == 422
    mended(desk, found)
    assert client.post(reverse("oversight:look_again", args=[found.id]), {"good": "1"}).status_code == 302

    drawing = {"kind": KIND, "from_on": "2020-02-08", "until_on": "2020-02-08", "size": "3"}
    assert client.post(reverse("oversight:draws"), {**drawing, "size": "0"}).status_code == 422
    draw = client.post(reverse("oversight:draws"), drawing)["Location"]
    with database.acting((), is_wide=True):
        check = Check.objects.get()
    address = reverse("oversight:check", args=[check.id])
    assert str(check.id) in client.get(draw).content.decode()
    assert "100" not in client.get(address).content.decode().split("<h1>")[1]
    assert "tel:100" in client.post(address).content.decode()
    assert client.post(address, {"result": "", "way": "phone"}).status_code == 422
    assert client.post(address, {"result": "never_asked", "way": "phone"}).status_code == 302
    assert "findings/" in client.get(address).content.decode()
