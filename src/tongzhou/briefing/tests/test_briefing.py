"""A brief is made, amended, signed, written and verified; and its numbers are those of the ledger."""

import io
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.tests.factories import actor
from tongzhou.briefing import actions, building, jobs, paper, queries, signing, telling, verifying, word
from tongzhou.briefing.errors import BriefSigned, BriefUnknown, CodeUnknown, TemplateRefused
from tongzhou.briefing.models import Brief
from tongzhou.encounters.encounters import Encounter
from tongzhou.figures import asof
from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import NotAllowed, Several
from tongzhou.ledger.models import Stored
from tongzhou.people import actions as people
from tongzhou.people import receipts
from tongzhou.places.queries import current_tree
from tongzhou.programmes.arrivals import actions as arrivals
from tongzhou.programmes.arrivals.tests import factories
from tongzhou.programmes.arrivals.tests.factories import NOON, Desk
from tongzhou.units.models import Unit, UnitKind

DAY = date(2020, 2, 8)
EVENING = NOON + timedelta(hours=7)


@pytest.fixture
def desk(committed: None) -> Iterator[Desk]:
    with clock.at(NOON):
        yield factories.desk()


def chief(desk: Desk) -> Actor:
    return actor(desk.district.district.id, *current_tree().nodes, is_wide=True, unit_id=desk.by.unit_id)


def came(desk: Desk, by: Actor | None = None) -> Encounter:
    by = by or desk.by
    handed = factories.registration(by.post_id)
    with database.acting(by.scope.places):
        arrivals.register([handed], by=by)
    return handed


def make(desk: Desk, *, sign: bool = False, told: dict[str, tuple[str, str]] | None = None) -> Brief:
    by = chief(desk)
    with clock.at(EVENING), database.acting((), is_wide=True):
        brief = actions.make(desk.district.district.id, DAY, by=by)
        actions.amend(brief.id, told=told or {}, words_zh="今日返回人员平稳。", words_en="A calm day.", by=by)
        return actions.sign(brief.id, by=by) if sign else brief


def values(brief: Brief) -> dict[str, int]:
    return {one["code"]: one["value"] for one in brief.content["figures"]}


def test_a_brief_counts_what_the_records_hold_and_what_is_overdue(desk: Desk) -> None:
    came(desk)
    came(desk, by=factories.at(desk.district.nanchen.id))
    brief = make(desk)
    assert values(brief)["arrivals.returnees"] == 2
    assert sum(town["values"][0] for town in brief.content["towns"]) == 2
    with clock.at(EVENING + timedelta(days=2)), database.acting((), is_wide=True):
        later = actions.make(desk.district.district.id, date(2020, 2, 9), by=chief(desk))
    assert sum(row["count"] for row in later.content["overdue"]) == 2
    assert "欧阳" not in str(brief.content)


def test_a_changed_number_bears_its_mark_reason_and_name(desk: Desk) -> None:
    came(desk)
    brief = make(desk, sign=True, told={"arrivals.returnees": ("3", "南陈一人电话补报,尚未登记")})
    told = telling.told(brief, "zh")
    line = next(line for line in told.imported if line.code == "arrivals.returnees")
    assert (line.value, line.counted, line.change) == ("3†", 1, "+3")
    assert "电话补报" in told.changed[0]


@pytest.mark.parametrize(("value", "reason"), [("many", "因为"), ("-1", "因为"), ("3", "")])
def test_a_number_without_sense_or_reason_is_refused(desk: Desk, value: str, reason: str) -> None:
    brief = make(desk)
    with database.acting((), is_wide=True), pytest.raises(Several):
        actions.amend(brief.id, told={"arrivals.returnees": (value, reason)}, by=chief(desk))


def test_a_signed_brief_never_changes_and_the_next_one_lists_what_came_late(desk: Desk) -> None:
    late = came(desk)
    first = make(desk, sign=True)
    with database.acting((), is_wide=True), pytest.raises(BriefSigned):
        actions.amend(first.id, told={}, by=chief(desk))
    with clock.at(EVENING + timedelta(hours=1)), database.acting(desk.by.scope.places):
        by = replace(desk.by, ends_at=EVENING + timedelta(hours=5))
        arrivals.withdraw(entry_id=late.entry_id, reason="not_happened", by=by)
    with clock.at(EVENING + timedelta(hours=2)), database.acting((), is_wide=True):
        by = replace(chief(desk), ends_at=EVENING + timedelta(hours=5))
        second = actions.make(desk.district.district.id, DAY, by=by)
        elsewhere = building.content(desk.district.nanchen.id, DAY, by=by, late_after=EVENING)
        own = building.content(desk.district.yongle.id, DAY, by=by, late_after=EVENING)
    assert (second.number, values(second)["arrivals.returnees"]) == (2, 0)
    assert (len(own["late"]), elsewhere["late"]) == (1, [])
    (line,) = second.content["late"]
    assert line["who"]
    assert telling.late_line(line, "en")[1] == "Withdrawn"
    with database.acting((), is_wide=True):
        assert values(queries.brief(first.id, by=chief(desk)))["arrivals.returnees"] == 1


def test_a_signed_brief_tells_which_numbers_changed_after_it_who_changed_them_and_why(desk: Desk) -> None:
    withdrawn = came(desk)
    brief = make(desk, sign=True)
    by = replace(desk.by, ends_at=EVENING + timedelta(hours=5))
    late = factories.registration(by.post_id)
    with clock.at(EVENING + timedelta(hours=1)), database.acting(by.scope.places):
        arrivals.withdraw(entry_id=withdrawn.entry_id, reason="not_happened", by=by)
        arrivals.register([replace(late, at=NOON, channel="paper")], by=by)
        arrivals.register([factories.registration(by.post_id) for _one in range(3)], by=by)
    with clock.at(EVENING + timedelta(hours=2)), database.acting((), is_wide=True):
        since = queries.since(brief, "en", by=replace(chief(desk), ends_at=EVENING + timedelta(hours=5)))
    assert ("Registrations", 1, 4) in since.figures
    said = [(what, why) for _when, what, _where, who, why in since.lines if who]
    assert len(said) == 3
    assert ("Registered at the desk", "recorded late, from paper") in said
    assert ("Registered at the desk × 3", "recorded late") in said
    assert ("Withdrawn", "It did not happen") in said


def test_the_clock_drafts_for_the_district_and_its_towns_and_leaves_what_is_made(desk: Desk) -> None:
    came(desk)
    made = make(desk, sign=True)
    with database.acting((), is_wide=True):
        town = desk.district.huating.id
        Unit.objects.create(name="华亭镇", kind=UnitKind.TOWN_OFFICE, place_id=town, opened_on=date(2020, 1, 1))
    with clock.at(EVENING):
        jobs.daily.run(EVENING)
        jobs.daily.run(EVENING)
    with database.acting((), is_wide=True):
        drafts = {brief.place_id: values(brief) for brief in Brief.objects.filter(day=DAY)}
        assert Brief.objects.get(place_id=made.place_id).id == made.id
    assert drafts[desk.district.huating.id]["arrivals.returnees"] == 1


def test_an_office_makes_briefs_for_its_own_place_and_those_below(desk: Desk) -> None:
    by = actor(desk.district.huating.id, desk.district.yongle.id, unit_id=desk.by.unit_id)
    with database.acting(by.scope.places):
        assert [place for place, _name in queries.places(by=by)] == [by.post_id, desk.district.yongle.id]
        assert actions.make(desk.district.yongle.id, DAY, by=by).place_id == desk.district.yongle.id
        with pytest.raises(NotAllowed):
            actions.make(desk.district.district.id, DAY, by=by)


def test_what_was_signed_is_true_and_what_was_altered_is_not(desk: Desk) -> None:
    brief = make(desk, sign=True)
    assert signing.is_true(brief)
    brief.content["figures"][0]["value"] += 1
    assert not signing.is_true(brief)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_word_and_pdf_say_what_the_brief_says(desk: Desk, language: str) -> None:
    came(desk)
    brief = make(desk, sign=True, told={"arrivals.returnees": ("3", "补报")})
    told = telling.told(brief, language, address="http://127.0.0.1/verify/x/")
    with database.acting(()):
        content = word.write(queries.template(language), told)
    assert word.differences(content, told) == []
    with ZipFile(io.BytesIO(content)) as packed:
        assert b"{{" not in packed.read("word/document.xml")
    made = paper.write(told, at=clock.now() + timedelta(microseconds=7))
    assert made[:5] == b"%PDF-"
    assert made == paper.write(told, at=clock.now())


def altered(content: bytes, old: str, new: str) -> bytes:
    document = Document(io.BytesIO(content))
    for table in document.tables:
        for row in table.rows:
            if row.cells[0].text == old:
                row.cells[1].text = new
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_the_page_says_yes_to_a_true_brief_and_names_what_differs(desk: Desk) -> None:
    came(desk)
    brief = make(desk, sign=True)
    told = telling.told(brief, "zh")
    with database.acting(()):
        content = word.write(queries.template("zh"), told)
        assert verifying.verify(brief.code, language="zh").is_true
        same = verifying.verify(told.code, content, language="zh")
        assert (same.is_true, same.differences) == (True, [])
        label = told.imported[0].label
        other = verifying.verify(brief.code, altered(content, label, "999"), language="zh")
        (difference,) = other.differences
        assert label in difference
        assert "999" in difference
        with pytest.raises(CodeUnknown):
            verifying.verify("0000-0000-0000", language="zh")


def test_a_receipt_is_true_without_showing_whose(desk: Desk) -> None:
    handed = came(desk)
    with database.acting(desk.by.scope.places):
        code = receipts.issue(handed.person_id, handed.place_id, by=desk.by)
    with database.acting(()):
        found = verifying.verify(code, language="zh")
    assert (found.is_true, found.brief, found.place) == (True, None, desk.district.yongle.name)


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def with_tag(tag: str) -> bytes:
    document = Document(io.BytesIO(word.shipped("zh")))
    document.add_paragraph(tag)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no word file",
        zipped(a=b"x"),
        zipped(bomb=b"0" * 50_000_000),
        zipped(word__vbaProject=b"x"),
        with_tag("{{ salary }}"),
        with_tag("{{ title"),
        with_tag("{% for x in %}"),
    ],
    ids=["empty", "text", "zip", "bomb", "macro", "unknown field", "open tag", "broken loop"],
)
def test_a_bad_template_is_refused_and_the_old_one_stays(desk: Desk, content: bytes) -> None:
    with database.acting((), is_wide=True):
        with pytest.raises(TemplateRefused):
            actions.use_template("zh", name="x.docx", content=content, by=chief(desk))
        assert queries.template("zh") == word.shipped("zh")
        actions.use_template("zh", name="own.docx", content=with_tag("{{ place }}"), by=chief(desk))
        assert queries.template("zh") != word.shipped("zh")


def test_a_template_cannot_reach_out_of_its_sandbox(desk: Desk) -> None:
    brief = make(desk)
    with pytest.raises(TemplateRefused):
        word.write(with_tag("{{ title.__class__.__mro__[1].__subclasses__() }}"), telling.told(brief, "zh"))


def test_a_village_sees_no_brief_of_the_district(desk: Desk) -> None:
    brief = make(desk, sign=True)
    worker = actor(desk.district.yongle.id, permissions=frozenset(Permission))
    with database.acting(worker.scope.places):
        assert list(queries.briefs(by=worker)) == []
        with pytest.raises(BriefUnknown):
            queries.brief(brief.id, by=worker)


def test_pages_from_making_to_verifying(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    came(desk)
    by = chief(desk)
    monkeypatch.setattr("tongzhou.access.sessions.actor", lambda request: by)
    client = Client()
    made = client.post(reverse("briefing:make"), {"day": "2020-02-08"})
    with database.acting((), is_wide=True):
        brief = Brief.objects.get()
    assert made["Location"] == reverse("briefing:brief", args=[brief.id])
    amend = reverse("briefing:amend", args=[brief.id])
    wrong = client.post(amend, {"value-arrivals.returnees": "9", "reason-arrivals.returnees": ""})
    assert wrong.status_code == 422
    assert client.post(amend, {"words_zh": "平稳。", "sign": "1"}).status_code == 302
    for form in ("zh.docx", "en.docx", "zh.pdf", "en.pdf"):
        assert client.get(reverse("briefing:form", args=[brief.id, form])).status_code == 200
    public = Client()
    monkeypatch.setattr("tongzhou.access.sessions.actor", lambda request: None)
    assert "verdict-good" in public.get(reverse("briefing:verify_brief", args=[brief.code])).content.decode()
    assert public.get(reverse("briefing:verify"), {"code": "WRONG"}).status_code == 422


class Shuffler:
    """Random work on random people, by a seed that a failure prints."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk, self.random = desk, random.Random(seed)
        self.desks = [desk.by, factories.at(desk.district.tangxing.id), factories.at(desk.district.nanchen.id)]
        self.living: list[tuple[Actor, Encounter]] = []
        self.merged: list[tuple[UUID, Actor]] = []

    def step(self) -> None:
        moves = [self.come, self.come, self.correct, self.withdraw, self.merge, self.unmerge, self.take_over]
        self.random.choice(moves)()

    def come(self) -> None:
        by = self.random.choice(self.desks)
        answers = {"temperature": self.random.choice(["36.5", "38.0"]), "temperature_again": "38.0"}
        answers["origin_province"] = self.random.choice(["34", "31", "42"])
        handed = factories.registration(by.post_id, answers=answers)
        with database.acting(by.scope.places):
            arrivals.register([handed], by=by)
        self.living.append((by, handed))

    def correct(self) -> None:
        if self.living:
            by, handed = self.random.choice(self.living)
            answers = {**factories.ANSWERS, "origin_province": self.random.choice(["34", "31"])}
            with database.acting(by.scope.places):
                arrivals.correct(entry_id=handed.entry_id, answers=answers, by=by)

    def withdraw(self) -> None:
        if self.living:
            by, handed = self.living.pop(self.random.randrange(len(self.living)))
            with database.acting(by.scope.places):
                arrivals.withdraw(entry_id=handed.entry_id, reason="not_happened", by=by)

    def merge(self) -> None:
        pool = {handed.person_id for _by, handed in self.living} - {person for person, _by in self.merged}
        pair = self.random.sample(sorted(pool), 2) if len(pool) > 1 else []
        if pair:
            by = chief(self.desk)
            with database.acting((), is_wide=True):
                people.merge(loser_id=pair[0], survivor_id=pair[1], reason="同一人", by=by)
            self.merged += [(pair[0], by), (pair[1], by)]

    def unmerge(self) -> None:
        if len(self.merged) >= 2:
            (loser, by), _survivor = self.merged.pop(0), self.merged.pop(0)
            with database.acting((), is_wide=True):
                people.unmerge(loser_id=loser, reason="不是同一人", by=by)

    def take_over(self) -> None:
        """Another village takes a person over: who lives elsewhere counts where they lived when asked."""
        if self.living:
            by, handed = self.random.choice(self.living)
            home = self.random.choice(self.desks).post_id
            with database.acting((), is_wide=True):
                people.move(person_id=handed.person_id, place_id=home, address="1号", by=chief(self.desk))


def test_the_briefs_numbers_are_the_ledgers_after_a_thousand_random_changes(desk: Desk) -> None:
    shuffler = Shuffler(desk, seed=20200208)
    for second in range(500):
        with clock.at(NOON + timedelta(seconds=second)):
            shuffler.step()
    brief = make(desk, sign=True)
    for second in range(500):
        with clock.at(EVENING + timedelta(minutes=5, seconds=second)):
            shuffler.step()
    with clock.at(EVENING + timedelta(hours=1)), database.acting((), is_wide=True):
        by = replace(chief(desk), ends_at=EVENING + timedelta(hours=9))
        # what was signed is found again, whatever has changed since
        assert queries.differences(brief, by=by) == []
        # and what is told now is what a slow count over the ledger gives
        now = actions.make(desk.district.district.id, DAY, by=by)
        assert queries.differences(now, by=by) == []
        assert values(now) != values(brief)
        assert values(now) == asof.values(now.place_id, DAY, clock.now(), by=by)
        assert sum(line["count"] for line in now.content["late"]) > 20
        assert Stored.objects.count() > 500
