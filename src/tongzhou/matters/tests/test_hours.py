"""Due times in office hours, against a slow count of its own that walks span by span over 2018 to 2026."""

from datetime import date, datetime, time, timedelta

import pytest
from chinese_calendar import is_workday
from hypothesis import given
from hypothesis import strategies as st

from tongzhou.kernel import clock, database
from tongzhou.matters import workdays
from tongzhou.matters.errors import DueRefused
from tongzhou.matters.hours import OFFICE

CALENDAR = workdays.calendar({})
MOMENTS = st.datetimes(datetime(2018, 1, 1), datetime(2026, 11, 30)).map(lambda at: at.replace(tzinfo=clock.ZONE))


def works(day: date) -> bool:
    """The State Council's notice, and Shanghai's delay of February 2020."""
    if date(2020, 2, 3) <= day <= date(2020, 2, 9):
        return False
    return is_workday(day)


def slow(start: datetime, seconds: int) -> datetime:
    day, left = start.date(), timedelta(seconds=seconds)
    while True:
        for begins, ends in OFFICE if works(day) else ():
            begin = max(datetime.combine(day, begins, clock.ZONE), start)
            end = datetime.combine(day, ends, clock.ZONE)
            if end <= begin:
                continue
            if left <= end - begin:
                return begin + left
            left -= end - begin
        day += timedelta(days=1)


@given(start=MOMENTS, seconds=st.integers(1, 20 * 6 * 3600))
def test_due_time_equals_the_slow_count(start: datetime, seconds: int) -> None:
    due = slow(start, seconds) if start < datetime(2026, 10, 15, tzinfo=clock.ZONE) or seconds < 3600 else None
    if due is not None:
        assert CALENDAR.after(start, seconds, OFFICE) == due
        assert not CALENDAR.is_provisional(due)


@given(start=MOMENTS, seconds=st.integers(1, 400_000))
def test_what_lies_between_is_what_was_added(start: datetime, seconds: int) -> None:
    assert CALENDAR.between(start, CALENDAR.after(start, seconds, OFFICE), OFFICE) == seconds


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=clock.ZONE)


def test_a_clock_across_the_spring_festival_of_2020_waits_for_the_tenth_of_february() -> None:
    assert CALENDAR.after(at(2020, 1, 23, 16), 2 * 3600, OFFICE) == at(2020, 2, 10, 9, 30)


def test_beyond_the_published_year_a_due_time_is_provisional_and_has_an_end() -> None:
    due = CALENDAR.after(at(2026, 12, 31, 16), 2 * 3600, OFFICE)
    assert due == at(2027, 1, 1, 9, 30)
    assert CALENDAR.is_provisional(due)
    with pytest.raises(DueRefused):
        CALENDAR.after(due, 10_000 * 6 * 3600, OFFICE)


@pytest.mark.usefixtures("committed")
def test_the_district_decides_over_the_calendar_and_every_day_names_its_source() -> None:
    with database.acting((), is_wide=True):
        assert workdays.source(date(2020, 2, 8)) == workdays.DELAYED[date(2020, 2, 8)]
        assert workdays.source(date(2020, 2, 10)) == (True, workdays.STATE)
        workdays.decide(date(2020, 2, 8), is_worked=True, source="区指挥部 3 号")
        assert workdays.source(date(2020, 2, 8)) == (True, "区指挥部 3 号")
        assert workdays.current().after(at(2020, 2, 7, 12), 60, OFFICE) == at(2020, 2, 8, 8, 31)
    workdays.forget()


def test_time_of_day_is_the_districts() -> None:
    assert CALENDAR.after(at(2020, 2, 10, 8), 60, OFFICE).time() == time(8, 31)
