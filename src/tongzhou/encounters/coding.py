"""Answers that several programmes code alike. Pure: a correction and a replay code the same way."""

from collections.abc import Mapping
from typing import Any

from tongzhou.questionnaires.checking import DECLINED, Checked
from tongzhou.questionnaires.known import Known
from tongzhou.response import queries as response

#: The city's own code: somebody "back from" here never left.
LOCAL_PROVINCE = "31"


def answers(checked: Checked, known: Mapping[str, Known]) -> dict[str, Any]:
    """By data element: what is known and was not asked again, and over it what was answered."""
    return {element: fact.value for element, fact in known.items() if fact.is_visible} | checked.values


def origin(province: Any, checked: Checked) -> str:
    """outside | local | declined, from the question ``origin_province``."""
    if checked.answers.get("origin_province") == DECLINED or not province:
        return "declined"
    return "local" if province == LOCAL_PROVINCE else "outside"


def coded(checked: Checked, question: str, value: Any) -> str:
    """The choice itself, "declined", or nothing."""
    return "declined" if checked.answers.get(question) == DECLINED else str(value or "")


def is_hot(answers: Mapping[str, Any]) -> bool:
    """By the last reading, against the threshold in use (37.3 ℃ on 8 February 2020)."""
    reading = answers.get("health.temperature_again") or answers.get("health.temperature")
    return reading is not None and float(reading) >= response.fever_from()


def is_unwell(answers: Mapping[str, Any]) -> bool:
    return any(symptom != "none" for symptom in answers.get("health.symptoms", ()))
