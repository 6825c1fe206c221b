"""What a gate's page shows: the checks of the day at this post."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.ledger.models import Stored
from tongzhou.programmes.gates.models import Passage
from tongzhou.programmes.gates.records import CHECKED, TALKED
from tongzhou.programmes.gates.rows import OUTCOME_CODES, Row

_PASSED, _TURNED_BACK = OUTCOME_CODES.index("passed"), OUTCOME_CODES.index("turned_back")
_REFUSED = [number for number, code in enumerate(OUTCOME_CODES) if code.startswith("refused")]


@dataclass(frozen=True)
class Tally:
    """Of the day at this post, what was taken back left out."""

    went_in: int = 0
    went_out: int = 0
    hot: int = 0
    turned_back: int = 0
    refused: int = 0
    reminders: int = 0


def through() -> QuerySet[Passage]:
    """Who was let through, at the gates that the transaction sees."""
    return Passage.objects.filter(outcome=_PASSED)


def rows_of(ids: Sequence[UUID]) -> list[Row]:
    """The rows of these checks that the transaction sees."""
    return [row_of(one) for one in Passage.objects.filter(entry_id__in=ids)]


def row_of(one: Passage) -> Row:
    given = {name: getattr(one, name) for name in Row._fields}
    return Row(**given | {name: bytes(given[name]) if given[name] else None for name in ("household", "car")})


def tally(*, zone_id: UUID, by: Actor) -> Tally:
    """``zone_id``: the zone of the post, by which its rows are found."""
    require(by, Permission.GATE_CHECK)
    start = clock.start_of(clock.today())
    today = Passage.objects.filter(zone_id=zone_id, at__gte=start, post_id=by.post_id)
    told = today.aggregate(
        went_in=Count("entry_id", Q(outcome=_PASSED, is_out=False)),
        went_out=Count("entry_id", Q(outcome=_PASSED, is_out=True)),
        hot=Count("entry_id", Q(is_hot=True)),
        turned_back=Count("entry_id", Q(outcome=_TURNED_BACK)),
        refused=Count("entry_id", Q(outcome__in=_REFUSED)),
    )
    talks = Stored.objects.of_kind(TALKED.code).recorded_at([by.post_id]).occurred_on(clock.today())
    return Tally(**told, reminders=talks.count())


def may_undo(check_id: UUID | None, *, by: Actor) -> bool:
    """Whether this check was recorded alone, by ``by``, a moment ago, and still stands."""
    row = Passage.objects.filter(entry_id=check_id).first() if check_id else None
    entry = Stored.objects.filter(id=row.batch_id, kind=CHECKED.code).first() if row else None
    if entry is None or entry.body.get("checks") != 1 or by.staff_id not in entry.authors:
        return False
    return not Stored.objects.filter(corrects=entry.id).exists()
