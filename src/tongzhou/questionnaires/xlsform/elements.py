"""Which data element each question records, and whether the dictionary allows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tongzhou.questionnaires.problems import Report, Where


@dataclass(frozen=True)
class ElementType:
    """An entry of the dictionary as far as a form needs it. `holds` as in vocabulary.QuestionType."""

    code: str
    holds: str
    ends_on: date | None = None


@dataclass(frozen=True)
class Recorded:
    code: str
    holds: str
    where: Where


SAME = {"choice": "text", "integer": "number"}


def check_elements(
    records: list[Recorded], dictionary: Mapping[str, ElementType] | None, report: Report, on: date | None = None
) -> None:
    """`on` is the day from which the form is asked: an element whose last day is before it is refused."""
    first: dict[str, Recorded] = {}
    for record in records:
        earlier = first.setdefault(record.code, record)
        if _kind(earlier.holds) != _kind(record.holds):
            report.refuse(
                record.where,
                _(
                    "The element “%(code)s” is recorded as %(here)s here and as %(there)s in row "
                    "%(row)s. Give one of them another element."
                )
                % {"code": record.code, "here": record.holds, "there": earlier.holds, "row": earlier.where.row},
            )
        elif dictionary is not None:
            _check_known(record, dictionary.get(record.code), report, on)


def _check_known(record: Recorded, element: ElementType | None, report: Report, on: date | None) -> None:
    if element is None:
        report.refuse(
            record.where,
            _(
                "The element “%(code)s” is not in the dictionary. Add it with owner, purpose and "
                "end date, or name another one in the column “element”."
            )
            % {"code": record.code},
        )
    elif on is not None and element.ends_on is not None and element.ends_on < on:
        report.refuse(
            record.where,
            _("The element “%(code)s” may be asked until %(day)s only. Let its owner set a later end or remove it.")
            % {"code": record.code, "day": element.ends_on},
        )
    elif _kind(element.holds) != _kind(record.holds):
        report.refuse(
            record.where,
            _(
                "The dictionary holds the element “%(code)s” as %(there)s, but the question asks "
                "for %(here)s. Change the type or the element."
            )
            % {"code": record.code, "there": element.holds, "here": record.holds},
        )


def _kind(holds: str) -> str:
    return SAME.get(holds, holds)
