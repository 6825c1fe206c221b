"""From headquarters to a village and back with a photo; within the district's minimum; withdrawn with open tasks."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tongzhou.access.actors import Actor
from tongzhou.access.tests.factories import actor
from tongzhou.figures import queries as figures
from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import RuleBroken
from tongzhou.kernel.tests.test_photos import picture
from tongzhou.matters import actions as matters
from tongzhou.matters import evidence
from tongzhou.matters.casetypes import State
from tongzhou.matters.errors import ProofNeeded, SecondPersonNeeded
from tongzhou.matters.models import Matter
from tongzhou.matters.tests.factories import unit
from tongzhou.people import retention
from tongzhou.places.models import Place
from tongzhou.places.tests import factories
from tongzhou.programmes.directives import actions, queries
from tongzhou.programmes.directives.actions import Wanted
from tongzhou.programmes.directives.errors import DirectiveRefused, DirectiveUnknown
from tongzhou.programmes.directives.models import Task
from tongzhou.programmes.directives.records import PROVED
from tongzhou.response.actions import NewRuling
from tongzhou.response.tests import factories as rulings
from tongzhou.units.models import UnitKind

pytestmark = pytest.mark.usefixtures("committed")
NOON = datetime(2020, 2, 8, 12, tzinfo=clock.ZONE)
WANTED = Wanted(
    title="商铺分设进出口",
    words="大卖场高峰时段分设进口和出口,贴出标记。",
    due_at=NOON + timedelta(days=2),
    document="区指挥部 5 号通告",
    article="第三条",
    document_on=date(2020, 2, 7),
    proof="photo",
)


class Tree:
    """A district, its town and villages, and somebody on duty at three levels."""

    def __init__(self) -> None:
        self.at = factories.district()
        self.chief = self._on(self.at.district, UnitKind.HEADQUARTERS, [*vars(self.at).values()])
        self.chief = replace(self.chief, is_wide=True)
        self.town = self._on(self.at.huating, UnitKind.TOWN_OFFICE, [self.at.huating, self.at.yongle, self.at.tangxing])
        self.other = self._on(self.at.xincheng, UnitKind.TOWN_OFFICE, [self.at.xincheng, self.at.nanchen])
        self.village = self._on(self.at.yongle, UnitKind.COMMITTEE, [self.at.yongle])

    def _on(self, place: Place, kind: str, seen: list[Place]) -> Actor:
        owner = unit(place, kind=kind)
        ordered = [place.id, *(one.id for one in seen if one.id != place.id)]
        return actor(*ordered, unit_id=owner.id)


def matter_of(directive_id: object, place: Place) -> Matter:
    with database.acting((), is_wide=True):
        return Matter.objects.get(id=Task.objects.get(directive_id=directive_id, place=place).matter_id)


def doing(by: Actor) -> object:
    return database.acting(by.scope.places, is_wide=by.is_wide)


@pytest.fixture
def tree() -> Tree:
    with clock.at(NOON):
        return Tree()


def test_down_to_a_village_and_back_with_a_photo(tree: Tree) -> None:
    with clock.at(NOON):
        with doing(tree.chief):
            top = actions.issue(WANTED, [tree.at.huating.id, tree.at.xincheng.id], by=tree.chief)
        how = replace(WANTED, title="永乐村农贸市场先做", due_at=NOON + timedelta(days=1), document="", under=top.id)
        with doing(tree.town):
            below = actions.issue(how, [tree.at.yongle.id], by=tree.town)
            assert (below.document, below.article) == (WANTED.document, WANTED.article)
        task = matter_of(below.id, tree.at.yongle).id
        with doing(tree.village):
            matters.accept([task], by=tree.village)
            with pytest.raises(ProofNeeded):
                matters.submit([task], outcome="done", by=tree.village)
            evidence.prove(task, kind="photo", content=picture(40, 30), name="a.jpg", by=tree.village)
            matters.submit([task], outcome="done", by=tree.village)
            with pytest.raises(SecondPersonNeeded):
                matters.close([task], by=tree.village)
        with doing(tree.town):
            matters.close([task], by=tree.town)
        with doing(tree.chief):
            found = {one.directive.id: one for one in queries.directives(by=tree.chief)}
            assert (found[below.id].closed, found[top.id].tasks, found[top.id].overdue) == (1, 2, 0)
    with clock.at(NOON + timedelta(days=3)):
        for by, late in ((tree.chief, 2), (tree.town, 1)):
            with doing(replace(by, ends_at=NOON + timedelta(days=9))):
                later = replace(by, ends_at=NOON + timedelta(days=9))
                assert {one.directive.id: one.overdue for one in queries.directives(by=later)}[top.id] == late


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"due_at": NOON + timedelta(days=3)}, "due_at"),
        ({"due_at": NOON - timedelta(days=3)}, "due_at"),
        ({"proof": ""}, "proof"),
        ({"title": " "}, "title"),
    ],
)
def test_a_town_never_loosens_what_the_district_asked(tree: Tree, change: dict[str, object], field: str) -> None:
    with clock.at(NOON):
        with doing(tree.chief):
            top = actions.issue(WANTED, [tree.at.huating.id], by=tree.chief)
        with doing(tree.town), pytest.raises(DirectiveRefused) as refused:
            actions.issue(replace(WANTED, under=top.id, **change), [tree.at.yongle.id], by=tree.town)
        assert refused.value.field == field
        with doing(tree.other), pytest.raises(DirectiveUnknown):
            actions.issue(replace(WANTED, under=top.id), [tree.at.nanchen.id], by=tree.other)


def test_only_places_directly_below_and_a_basis(tree: Tree) -> None:
    with clock.at(NOON), doing(tree.chief):
        for wanted, places in ((WANTED, [tree.at.yongle.id]), (WANTED, []), (replace(WANTED, document=""), [])):
            with pytest.raises(DirectiveRefused):
                actions.issue(wanted, places, by=tree.chief)


def test_withdrawn_with_open_tasks_waits_for_a_second_person(tree: Tree) -> None:
    with clock.at(NOON):
        with doing(tree.chief):
            top = actions.issue(WANTED, [tree.at.huating.id], by=tree.chief)
        with doing(tree.town):
            below = actions.issue(replace(WANTED, under=top.id), [tree.at.yongle.id], by=tree.town)
        with doing(tree.chief):
            with pytest.raises(RuleBroken):
                actions.withdraw(top.id, reason=" ", by=tree.chief)
            actions.withdraw(top.id, reason="市里另有规定", by=tree.chief)
        found = [matter_of(top.id, tree.at.huating), matter_of(below.id, tree.at.yongle)]
        assert [(one.state, one.proposed) for one in found] == [(State.CHECKING, "withdrawn")] * 2
        with doing(tree.town):
            matters.close([found[1].id], by=tree.town)


def test_a_level_at_which_every_directive_wants_a_proof(tree: Tree) -> None:
    wanted = NewRuling(
        code=PROVED.code,
        value="yes",
        levels=["0"],
        document="区指挥部 6 号通告",
        document_on=date(2020, 2, 8),
        from_at=NOON,
    )
    rulings.ruled(wanted, tree.chief, at=NOON)
    with clock.at(NOON), doing(tree.chief):
        with pytest.raises(DirectiveRefused) as refused:
            actions.issue(replace(WANTED, proof=""), [tree.at.huating.id], by=tree.chief)
        assert refused.value.field == "proof"
        actions.issue(WANTED, [tree.at.huating.id], by=tree.chief)


def test_pages(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    with clock.at(NOON):
        who = [tree.chief]
        monkeypatch.setattr("tongzhou.access.sessions.actor", lambda request: who[0])
        client = Client()
        words = {"title": WANTED.title, "words": WANTED.words, "document": "5 号通告", "document_on": "2020-02-07"}
        wrong = client.post(reverse("directives:issue"), {**words, "due_at": "2019-01-01T10:00"})
        assert (wrong.status_code, WANTED.words in wrong.content.decode()) == (422, True)
        sent = {**words, "due_at": "2020-02-10T10:00", "places": [str(tree.at.huating.id)]}
        made = client.post(reverse("directives:issue"), sent)
        assert made.status_code == 302
        for who[0] in (tree.chief, tree.town):
            assert WANTED.title in client.get(made["Location"]).content.decode()
        who[0] = tree.other
        assert client.get(made["Location"]).status_code == 404
        assert WANTED.title not in client.get(reverse("directives:directives")).content.decode()


def test_what_was_sent_and_confirmed_is_counted_at_the_receiver(tree: Tree) -> None:
    with clock.at(NOON):
        with doing(tree.chief):
            top = actions.issue(replace(WANTED, proof=""), [tree.at.huating.id], by=tree.chief)
        task = matter_of(top.id, tree.at.huating).id
        with doing(tree.town):
            matters.accept([task], by=tree.town)
            matters.submit([task], outcome="done", by=tree.town)
        with doing(tree.chief):
            matters.close([task], by=tree.chief)
        with doing(tree.chief):
            counted = {
                code: figures.value(code, tree.at.huating.id, NOON.date(), by=tree.chief)
                for code in ("directives.sent", "directives.done")
            }
        assert counted == {"directives.sent": 1, "directives.done": 1}


def test_a_year_after_its_deadline_a_directive_is_destroyed_with_its_tasks(tree: Tree) -> None:
    with clock.at(NOON), doing(tree.chief):
        actions.issue(WANTED, [tree.at.huating.id], by=tree.chief)
    last = NOON.date() + timedelta(days=2 + 365)
    assert retention.run(last).counts["directive"] == 0
    assert retention.run(last + timedelta(days=1)).counts["directive"] == 1
    with database.acting((), is_wide=True):
        assert not Task.objects.exists()
