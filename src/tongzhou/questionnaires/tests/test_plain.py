import pytest

from tongzhou.questionnaires.showing import questions
from tongzhou.questionnaires.tests.factories import compiled
from tongzhou.questionnaires.tests.test_checking import TODAY
from tongzhou.questionnaires.xlsform.plain import plain


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**Name** of the _head_", "Name of the head"),
        ("__Name__ *now*", "Name now"),
        ("# Part 1", "Part 1"),
        ('<span style="color:red">Red</span><br/>line', "Red\nline"),
        ("See [the notice](https://example.org/a)", "See the notice (https://example.org/a)"),
        (r"\# 3 and \*", "# 3 and *"),
        ("2 * 3 * 4, a_b_c, <5 and >3, x < y", "2 * 3 * 4, a_b_c, <5 and >3, x < y"),
        ("体温 > 37.3 ℃", "体温 > 37.3 ℃"),
    ],
)
def test_styling_is_taken_away_and_nothing_else(written: str, shown: str) -> None:
    assert plain(written) == shown


def test_styled_answer_in_a_label_is_shown_plainly() -> None:
    form = compiled([("type", "name", "label"), ("text", "a", "A"), ("note", "n", "Hello **${a}**<br>again")])
    assert questions(form, {"a": "甲"}, today=TODAY)[1].label == "Hello 甲\nagain"
