"""Held against Erlang's published values and against the theory of M/M/c."""

from math import sqrt
from statistics import mean, stdev

import pytest

from tongzhou.queueing import erlang
from tongzhou.queueing.planning import judged, plan
from tongzhou.queueing.simulating import Stage, quantile, simulate


@pytest.mark.parametrize(
    ("servers", "load", "share"),
    [
        # closed forms: C(1, a) = a; C(2, a) = a²/(2 + a); C(3, 2) = 4/9
        (1, 0.5, 0.5),
        (1, 0.9, 0.9),
        (2, 1.0, 1 / 3),
        (2, 1.5, 1.5**2 / 3.5),
        (3, 2.0, 4 / 9),
        # the worked example of call centres: 200 calls of 180 s an hour (10 erlang), 11 and 14 agents
        (11, 10.0, 0.6821),
        (14, 10.0, 0.1741),
    ],
)
def test_erlang_c_gives_the_published_values(servers: int, load: float, share: float) -> None:
    assert erlang.delayed(servers, load) == pytest.approx(share, abs=5e-5)


def test_erlang_b_gives_the_published_value() -> None:
    assert erlang.blocking(10, 5.0) == pytest.approx(0.018385, abs=1e-6)


def test_more_work_than_servers_never_ends() -> None:
    assert erlang.within(2, 2.0, 60, 60) == 0
    with pytest.raises(ValueError, match="never ends"):
        erlang.mean_wait(2, 2.0, 60)


@pytest.mark.parametrize(("servers", "an_hour", "seconds"), [(1, 40, 60), (3, 120, 60), (6, 270, 60)])
def test_the_simulation_agrees_with_m_m_c_within_its_confidence(servers: int, an_hour: int, seconds: float) -> None:
    means = []
    for seed in range(100, 140):
        cars = simulate([an_hour] * 30, [Stage("check", servers, seconds)], seed=seed)
        means.append(mean(car.total for car in cars if car.hour >= 5))
    theory = erlang.mean_wait(servers, an_hour * seconds / 3600, seconds)
    half = 3.56 * stdev(means) / sqrt(len(means))  # t for 39 degrees of freedom: one wrong alarm in a thousand
    assert abs(mean(means) - theory) <= half


def test_the_same_question_has_the_same_answer() -> None:
    stages = [Stage("check", 3, 60)]
    assert simulate([100, 120], stages) == simulate([100, 120], stages)


def test_the_plan_is_enough_and_a_lane_less_is_not() -> None:
    found = plan([60, 240, 120], [Stage("pre-check", 1, 20), Stage("check", 1, 75), Stage("second", 1, 300, 5)], 300)
    assert found.is_enough
    assert max(found.waits) <= 300
    check = [stage if stage.name != "check" else Stage("check", stage.servers - 2, 75) for stage in found.stages]
    assert not judged([60, 240, 120], check, 300).is_enough


def test_no_cars_need_one_lane() -> None:
    assert plan([0, 0], [Stage("check", 1, 60)], 60).stages[0].servers == 1
    assert quantile([], 0.95) == 0
