from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongzhou.kernel import clock, ids

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


@given(MOMENTS)
def test_id_tells_its_time_to_the_millisecond(moment: datetime) -> None:
    difference = moment - ids.time_of(ids.new(moment))
    assert timedelta(0) <= difference < timedelta(milliseconds=1)


@given(MOMENTS)
def test_id_lies_within_its_bounds(moment: datetime) -> None:
    made = ids.new(moment)
    assert ids.bound(moment) <= made < ids.bound(moment + timedelta(milliseconds=1))


def test_id_is_version_seven_of_the_standard_variant() -> None:
    made = ids.new()
    assert (made.version, made.variant) == (7, "specified in RFC 4122")


def test_ids_of_one_moment_differ() -> None:
    with clock.at(datetime(2020, 2, 8, tzinfo=UTC)):
        assert len({ids.new() for _ in range(1000)}) == 1000


def test_time_of_another_kind_of_id_is_refused() -> None:
    with pytest.raises(ValueError, match="not a UUIDv7"):
        ids.time_of(ids.bound(datetime(2020, 2, 8, tzinfo=UTC)))


def test_day_is_the_districts_day_not_that_of_greenwich() -> None:
    late = datetime(2020, 2, 7, 16, 30, tzinfo=UTC)
    assert clock.day_of(late).isoformat() == "2020-02-08"
    with clock.at(late):
        assert clock.today().isoformat() == "2020-02-08"
