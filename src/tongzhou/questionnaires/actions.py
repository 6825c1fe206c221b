"""The only place where the dictionary, the versions and the known facts change.

Never change a version that has been published: entries name it. Never store a known fact that no ledger entry holds.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, database, sealing, sheets
from tongzhou.kernel.errors import RuleBroken
from tongzhou.questionnaires import dictionary
from tongzhou.questionnaires.dictionary import Imported, NewElement
from tongzhou.questionnaires.errors import ElementRefused
from tongzhou.questionnaires.known import Fact
from tongzhou.questionnaires.models import DataElement


def add_elements(elements: Sequence[NewElement], *, by: Actor) -> list[DataElement]:
    """Add to the dictionary; one that is there gets the new words and dates. All or none.

    Raises ElementRefused for one without owner, purpose or end date, and for one whose type would change.
    """
    require(by, Permission.QUESTIONNAIRE_PUBLISH)
    today = clock.today()
    known = dict(DataElement.objects.values_list("code", "holds"))
    for element in elements:
        _judge(element, known, today)
    rows = [_row(element, by) for element in elements]
    DataElement.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[
            *("label_zh", "label_en", "standard_name", "owner", "purpose", "ends_on", "fresh_days", "is_sensitive"),
            *("recorded_by", "recorded_at"),
        ],
    )
    return rows


def _judge(element: NewElement, known: dict[str, str], today: date) -> None:
    dictionary.judge(element, today=today)
    if known.setdefault(element.code, element.holds) != element.holds:
        raise ElementRefused(
            _("“%(code)s” is already kept as another type. Give the new question an element of its own.")
            % {"code": element.code},
            field="type",
        )


def _row(element: NewElement, by: Actor) -> DataElement:
    if element.ends_on is None:
        raise ValueError("judged elements have an end")
    return DataElement(
        code=element.code,
        label_zh=element.label_zh,
        label_en=element.label_en,
        holds=element.holds,
        standard_name=element.standard_name,
        owner=element.owner,
        purpose=element.purpose,
        ends_on=element.ends_on,
        fresh_days=element.fresh_days,
        is_sensitive=element.is_sensitive,
        recorded_by=by.staff_id,
        recorded_at=clock.now(),
    )


def import_elements(content: bytes, *, by: Actor, ends_on: date | None = None) -> Imported:
    """Take in the dictionary from XLSX or CSV; ``ends_on`` stands where a row has no end date.

    A bad row is refused with its reason and given back; the others are taken. Raises SheetRefused for a file that is
    no sheet or lacks a column.
    """
    require(by, Permission.QUESTIONNAIRE_PUBLISH)
    sheet = dictionary.read(content)
    known = dict(DataElement.objects.values_list("code", "holds"))
    taken: dict[str, NewElement] = {}
    refused: list[RuleBroken] = []
    for number, row in enumerate(sheet.rows, start=2):
        try:
            element = dictionary.from_row(row, ends_on=ends_on)
            _refuse_second(element.code, taken)
            _judge(element, known, clock.today())
            taken[element.code] = element
        except ElementRefused as error:
            error.row = number
            refused.append(error)
    add_elements(list(taken.values()), by=by)
    return Imported(list(taken), refused, sheets.refused(sheet, refused) if refused else b"")


def _refuse_second(code: str, taken: dict[str, NewElement]) -> None:
    if code in taken:
        raise ElementRefused(_("“%(code)s” stands in the sheet twice. Keep one row.") % {"code": code}, field="code")


_UNLEARN = "SELECT questionnaires_unlearn(%s::uuid[])"
_REMEMBER = (
    "SELECT questionnaires_remember(%s::uuid[], %s::text[], %s::uuid[], %s::bytea[], %s::uuid[], %s::timestamptz[])"
)

#: Who else works on what is learned, in the same transaction: (facts in force now, first entries they stand for, by).
Learner = Callable[[Sequence[Fact], Sequence[UUID], Actor], None]
_learners: list[Learner] = []


def tell(learner: Learner) -> None:
    """Let a programme hear of every fact that is learned or unlearned. Once, at the start."""
    if learner not in _learners:
        _learners.append(learner)


def remember(facts: Sequence[Fact], *, by: Actor, instead_of: Iterable[UUID] = ()) -> None:
    """Keep the latest answer in force of each person and element, sealed under the person's key. One statement each.

    A projection of the ledger: call it in the transaction of the entries. After a correction or a withdrawal name the
    first entry of the chain in ``instead_of`` and hand in what is in force now (earlier answers too, when they count
    again): what that chain had said is no longer known.
    """
    require(by, Permission.ARRIVAL_REGISTER)
    chains = sorted(set(instead_of))
    for learn in _learners:
        learn(facts, chains, by)
    latest: dict[tuple[UUID, str], Fact] = {}
    for fact in sorted(facts, key=lambda fact: fact.at):
        latest[fact.person_id, fact.element] = fact
    rows = [latest[key] for key in sorted(latest)]  # one order for everybody: no two writers wait for each other
    if chains:
        database.prepared(_UNLEARN, [chains])
    if rows:
        database.prepared(
            _REMEMBER,
            [
                [fact.person_id for fact in rows],
                [fact.element for fact in rows],
                [fact.place_id for fact in rows],
                [sealing.seal(fact.key, {"value": fact.value}) for fact in rows],
                [fact.entry_id for fact in rows],
                [fact.at for fact in rows],
            ],
        )
