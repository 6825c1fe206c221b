"""A task of a directive done in the street: its photo comes up without metadata, once, and from nobody else."""

import base64
import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from tongzhou.kernel import clock, database
from tongzhou.kernel.tests.test_photos import picture
from tongzhou.matters import actions as matters
from tongzhou.matters.models import Evidence, Matter
from tongzhou.matters.tests.factories import unit
from tongzhou.programmes.directives import actions
from tongzhou.programmes.directives.tests.test_directives import NOON, WANTED, Tree, doing, matter_of
from tongzhou.sync.tests import factories as telephones
from tongzhou.sync.tests.factories import Phone, entry
from tongzhou.units.models import UnitKind

PHOTO = base64.b64encode(picture(60, 40)).decode()


@pytest.fixture
def tree(committed: None) -> Iterator[Tree]:
    with clock.at(NOON):
        yield Tree()


@pytest.fixture
def task(tree: Tree) -> UUID:
    unit(tree.at.tangxing, kind=UnitKind.COMMITTEE)
    with doing(tree.chief):
        top = actions.issue(WANTED, [tree.at.huating.id], by=tree.chief)
    below = actions.Wanted(
        title="先做农贸市场", words="贴标记", due_at=NOON + timedelta(days=1), proof="photo", under=top.id
    )
    with doing(tree.town):
        issued = actions.issue(below, [tree.at.yongle.id, tree.at.tangxing.id], by=tree.town)
    return matter_of(issued.id, tree.at.yongle).id


@pytest.fixture
def phone(tree: Tree, task: UUID) -> Phone:
    return telephones.phone(tree.at.yongle.id)


def done(task: UUID, **more: Any) -> dict[str, Any]:
    return entry("directive.done", {"matter": str(task), "photo": PHOTO, "words": "已贴好", **more})


def answers(phone: Phone, *entries: dict[str, Any]) -> list[str]:
    return [one["status"] for one in phone.up(*entries).json()["answers"]]


def kept() -> list[Evidence]:
    with database.acting((), is_wide=True):
        return list(Evidence.objects.all())


def state(task: UUID) -> str:
    with database.acting((), is_wide=True):
        return Matter.objects.get(id=task).state


def test_a_task_goes_down_is_done_with_a_photo_and_waits_for_a_second_person(
    tree: Tree, task: UUID, phone: Phone
) -> None:
    told = phone.down().json()
    (shown,) = told["parts"]["directives"]["tasks"]
    assert (shown["id"], shown["title"], shown["proof"]) == (str(task), "先做农贸市场", "photo")
    given = done(task)
    assert answers(phone, given) == ["stored"]
    assert answers(phone, given) == ["already"]
    assert state(task) == "checking"
    assert phone.down(told["cursor"]).json()["parts"]["directives"]["tasks"] == []
    (proof,) = kept()
    with Image.open(io.BytesIO(bytes(proof.content))) as photo:
        assert dict(photo.getexif()) == {}
    with doing(tree.town):
        matters.close([task], by=tree.town)
    assert answers(phone, given, done(task)) == ["already", "refused"]
    assert len(kept()) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"photo": "°"}, "photo"),
        ({"photo": base64.b64encode(b"no picture").decode()}, "photo"),
        ({"photo": ""}, "photo"),
        ({"matter": ""}, "matter"),
        ({"words": "x" * 201}, "words"),
    ],
)
def test_what_cannot_be_comes_back_and_moves_nothing(
    task: UUID, phone: Phone, change: dict[str, Any], field: str
) -> None:
    (told,) = phone.up(done(task, **change)).json()["answers"]
    assert (told["status"], told["error"]["field"]) == ("refused", field)
    assert (state(task), kept()) == ("open", [])


def test_another_village_and_another_duty_neither_see_nor_do_it(tree: Tree, task: UUID, phone: Phone) -> None:
    there = telephones.phone(tree.at.tangxing.id)
    (own,) = there.down().json()["parts"]["directives"]["tasks"]
    assert own["id"] != str(task)
    gate = telephones.phone(tree.at.yongle.id, "gate")
    assert "directives" not in gate.down().json()["parts"]
    for one in (there, gate):
        assert answers(one, done(task)) == ["refused"]
    assert (state(task), kept()) == ("open", [])
