"""Who is sent to a clinic: a table that anybody can read."""

from typing import Any

import pytest

from tongzhou.programmes.consults import rules

CALM: dict[str, Any] = {
    **{"is_hot": False, "is_unwell": False, "is_breathless": False},
    **{"contact": "no", "wuhan": "", "recent": "no", "home": "36"},
}


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({}, ""),
        ({"is_unwell": True}, ""),
        ({"is_unwell": True, "home": "42"}, ""),  # home in Hubei is not recent travel
        ({"is_unwell": True, "recent": "yes"}, ""),
        ({"contact": "yes"}, ""),
        ({"is_unwell": True, "contact": "yes"}, "contact"),
        ({"is_unwell": True, "contact": "unknown"}, ""),
        ({"is_unwell": True, "wuhan": "yes"}, "wuhan"),
        ({"is_hot": True}, "hot"),
        ({"is_unwell": True, "is_breathless": True}, "breath"),
        ({"is_hot": True, "is_unwell": True, "contact": "yes"}, "hot"),
    ],
)
def test_reason(said: dict[str, Any], reason: str) -> None:
    assert rules.reason(CALM | said) == reason
