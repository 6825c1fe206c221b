"""Days as offices write them; what could be two days is told, never guessed."""

from datetime import date

import pytest

from tongzhou.tables import days
from tongzhou.tables.days import DayRefused

NEAR = date(2020, 2, 9)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2020-02-08",
            "2020/2/8",
            "2020.2.8",
            "2020 年 2 月 8 日",
            "2020年2月8号",
            "20200208",
            "２０２０－０２－０８",
        ),
        *("2020-02-08 00:00:00", "2020-02-08T14:30", "2020年2月8日14时30分", "2020年02月08日 上午"),
        *("二〇二〇年二月八日", "二○二○年二月八号", "2月8日", "二月八日", "2/8", "02-08", "43869", "43869.0"),
    ],
)
def test_one_day_in_many_spellings(text: str) -> None:
    assert days.read(text, near=NEAR) == date(2020, 2, 8)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *(("十二月三十日", date(2019, 12, 30)), ("1月20日", date(2020, 1, 20)), ("二月十日", date(2020, 2, 10))),
        *(("二月二十九日", date(2020, 2, 29)), ("25/01/2020", date(2020, 1, 25)), ("01/25/2020", date(2020, 1, 25))),
        ("2/2/2020", date(2020, 2, 2)),
    ],
)
def test_the_year_is_the_nearest_and_ten_is_a_number(text: str, day: date) -> None:
    assert days.read(text, near=NEAR) == day


@pytest.mark.parametrize(
    "text",
    ["", "昨天", "2月31日", "2020-02-30", "2020-13-01", "02/08/2020", "正月十五", "初五", "2.8", "8", "99999999"],
)
def test_what_is_no_day_or_two_is_refused_in_words(text: str) -> None:
    with pytest.raises(DayRefused) as told:
        days.read(text, near=NEAR)
    assert str(told.value)
