"""The HTTP gateway against a fake that is itself held to the contract."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tongzhou.kernel import ids
from tongzhou.messages import http
from tongzhou.messages.answers import Answer
from tongzhou.messages.http import HttpGateway
from tongzhou.messages.tests import fake_gateway
from tongzhou.messages.tests.fake_gateway import SECRET, Gateway


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(http, "SECONDS", 5.0)
    with fake_gateway.running() as found:
        yield found


def ours(fake: Gateway, **changes: Any) -> HttpGateway:
    return HttpGateway(**fake.settings(**changes)["http"])


def _post(fake: Gateway, told: dict[str, str], secret: str = SECRET) -> int:
    headers = {"Authorization": f"Bearer {secret}"}
    try:
        with urlopen(Request(fake.url, json.dumps(told).encode(), headers, method="POST")) as answer:
            return answer.status
    except HTTPError as error:
        error.close()
        return error.code


def test_the_fake_keeps_its_contract(fake: Gateway) -> None:
    told = {"id": "7", "to": "10000000001", "text": "a"}
    assert _post(fake, told, "wrong") == 401
    assert [_post(fake, told), _post(fake, told)] == [202, 409]
    assert fake.sent == [("10000000001", "a")]
    with urlopen(fake.url + "/7") as answer:
        assert json.load(answer) == {"status": "pending"}


def test_what_is_taken_is_asked_for_until_it_arrived(fake: Gateway) -> None:
    gateway, number = ours(fake), ids.new()
    assert gateway.ask(number) == (Answer.UNKNOWN, "")
    assert gateway.hand_over(number, "10000000001", '他说"{phone}"') == (Answer.ACCEPTED, "")
    assert fake.sent == [("10000000001", '他说"{phone}"')]
    assert gateway.hand_over(number, "10000000001", "b")[0] == Answer.ACCEPTED
    assert len(fake.sent) == 1
    assert gateway.ask(number) == (Answer.LATER, "")
    fake.all("delivered")
    assert gateway.ask(number) == (Answer.DELIVERED, "")
    fake.all("failed")
    assert gateway.ask(number) == (Answer.FAILED, "undelivered")


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        (400, "failed"),
        (401, "failed"),
        (302, "failed"),
        (429, "later"),
        (503, "later"),
        (500, "unsure"),
        (502, "unsure"),
    ],
)
def test_a_refusal_says_whether_it_may_be_handed_over_again(fake: Gateway, code: int, answer: str) -> None:
    fake.answers = [code]
    assert ours(fake).hand_over(ids.new(), "10000000001", "a") == (answer, f"http {code}")


def test_who_answers_200_and_refuses_is_understood(fake: Gateway) -> None:
    gateway = ours(fake, accepted="code=0")
    assert gateway.hand_over(ids.new(), "10000000001", "a")[0] == Answer.ACCEPTED
    fake.says = {"code": 17}
    assert gateway.hand_over(ids.new(), "10000000001", "a") == (Answer.FAILED, "refused")


def test_a_line_cut_before_the_answer_leaves_it_open_and_one_never_made_does_not(fake: Gateway) -> None:
    fake.cuts = 1
    assert ours(fake).hand_over(ids.new(), "10000000001", "a") == (Answer.UNSURE, "no answer")
    assert len(fake.sent) == 1
    closed = ours(fake, url="http://127.0.0.1:1/")
    assert closed.hand_over(ids.new(), "10000000001", "a") == (Answer.LATER, "unreachable")


def test_the_secret_is_not_shown(fake: Gateway) -> None:
    assert SECRET not in repr(ours(fake))
