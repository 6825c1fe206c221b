"""From checked answers to the coded keys that the figures need. Pure: a correction and a replay code the same way."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from tongzhou.questionnaires.checking import DECLINED, Checked
from tongzhou.questionnaires.known import Known

#: The city's own code: somebody "back from" here never left.
LOCAL_PROVINCE = "31"


def body(checked: Checked, *, version: str, known: Mapping[str, Known]) -> dict[str, Any]:
    """The body of a registration: see records.REGISTERED for the keys and what they hold."""
    answers = {element: fact.value for element, fact in known.items() if fact.is_visible} | checked.values
    return {
        "origin": _origin(answers.get("travel.origin_province"), checked),
        "wuhan": _coded(checked, "wuhan", answers.get("travel.wuhan")),
        "contact": _coded(checked, "contact", answers.get("health.contact")),
        "measured": str(answers.get("health.measured", "")),
        "is_hot": is_hot(answers),
        "is_unwell": any(symptom != "none" for symptom in answers.get("health.symptoms", ())),
        "papers": str(answers.get("arrivals.papers", "")),
        "version": version,
    }


def _origin(province: Any, checked: Checked) -> str:
    if checked.answers.get("origin_province") == DECLINED or not province:
        return "declined"
    return "local" if province == LOCAL_PROVINCE else "outside"


def _coded(checked: Checked, question: str, value: Any) -> str:
    return "declined" if checked.answers.get(question) == DECLINED else str(value or "")


def is_hot(answers: Mapping[str, Any]) -> bool:
    """By the last reading, against the threshold in use (37.3 ℃ on 8 February 2020; a setting)."""
    reading = answers.get("health.temperature_again") or answers.get("health.temperature")
    return reading is not None and float(reading) >= float(settings.FEVER_FROM)
