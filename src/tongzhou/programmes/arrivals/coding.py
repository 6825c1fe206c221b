"""From checked answers to the coded keys that the figures need. Pure: a correction and a replay code the same way."""

from collections.abc import Mapping
from typing import Any

from tongzhou.encounters import coding
from tongzhou.questionnaires.checking import Checked
from tongzhou.questionnaires.known import Known


def body(checked: Checked, known: Mapping[str, Known]) -> dict[str, Any]:
    """The body of a registration: see records.REGISTERED for the keys and what they hold."""
    answers = coding.answers(checked, known)
    return {
        "origin": coding.origin(answers.get("travel.origin_province"), checked),
        "wuhan": coding.coded(checked, "wuhan", answers.get("travel.wuhan")),
        "contact": coding.coded(checked, "contact", answers.get("health.contact")),
        "measured": str(answers.get("health.measured", "")),
        "is_hot": coding.is_hot(answers),
        "is_unwell": coding.is_unwell(answers),
        "papers": str(answers.get("arrivals.papers", "")),
    }
