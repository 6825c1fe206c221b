"""Whether the rows of gates are as the ledger vouches for them. For ``verify``; reads through its login."""

from base64 import b64decode
from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef

from tongzhou.kernel import clock
from tongzhou.ledger.entries import Record
from tongzhou.ledger.models import Stored
from tongzhou.ledger.verifying import What
from tongzhou.programmes.gates import rows
from tongzhou.programmes.gates.models import Passage
from tongzhou.programmes.gates.queries import row_of


def wrong(batches: Sequence[Record]) -> Iterator[tuple[What, UUID, UUID]]:
    """What is wrong with which row, and the entry that vouches for it; a missing row is named by that entry."""
    found: dict[UUID, list[Passage]] = defaultdict(list)
    for one in Passage.objects.filter(batch_id__in=[record.id for record in batches]).order_by("entry_id"):
        found[one.batch_id].append(one)
    withdrawn = set(
        Stored.objects.filter(corrects__in=[record.id for record in batches]).values_list("corrects", flat=True)
    )
    for record in batches:
        text = b64decode(record.body["marks"])
        marks = {text[at : at + rows.MARK] for at in range(0, len(text), rows.MARK)}
        own = found[record.id]
        for one in own:
            if rows.mark(row_of(one), one.post_id) not in marks:
                yield What.ALTERED, one.entry_id, record.id
        is_due = record.keep_until < clock.today() or record.id in withdrawn
        if len(own) != record.body["checks"] and not is_due:
            yield (What.MISSING if len(own) < record.body["checks"] else What.ADDED), record.id, record.id


def added() -> Iterator[tuple[UUID, UUID]]:
    """Rows for which no entry vouches, with their gate."""
    vouched = Stored.objects.filter(id=OuterRef("batch_id"))
    yield from Passage.objects.filter(~Exists(vouched)).values_list("entry_id", "post_id")
