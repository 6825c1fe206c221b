"""From checked answers to the coded keys that figures and the rule need. Pure."""

from collections.abc import Mapping
from typing import Any

from tongzhou.encounters import coding
from tongzhou.programmes.consults import rules
from tongzhou.questionnaires.checking import Checked
from tongzhou.questionnaires.known import Known


def body(checked: Checked, known: Mapping[str, Known]) -> dict[str, Any]:
    """The body of a consult: see records.CONSULTED. Home, recent travel and contact stay three facts."""
    answers = coding.answers(checked, known)
    coded = {
        "home": str(answers.get("person.home_province", "")),
        "recent": coding.coded(checked, "recent", answers.get("travel.recent")),
        "wuhan": coding.coded(checked, "wuhan", answers.get("travel.wuhan")),
        "contact": coding.coded(checked, "contact", answers.get("health.contact")),
        "measured": str(answers.get("health.measured", "")),
        "is_hot": coding.is_hot(answers),
        "is_unwell": coding.is_unwell(answers),
        "is_breathless": "breath" in answers.get("health.symptoms", ()),
    }
    return coded | {"clinic": rules.reason(coded)}
