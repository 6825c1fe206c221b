"""The daily root of each town: over all that it received that day, chained to its last one, signed.

A day is sealed under the town's lock, which every writer shares: nothing can be received on a day that is sealed.
"""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from tongzhou.kernel import clock, database, signing
from tongzhou.ledger import checkpoints, journal, seals
from tongzhou.ledger.errors import DayNotOver
from tongzhou.ledger.journal import Page
from tongzhou.ledger.models import Root

#: Stands before the first root of a town.
BEGINNING = bytes(32)


def seal_day(day: date) -> list[Root]:
    """Seal ``day`` and every day before it that is still open; the new roots. Raises DayNotOver before midnight."""
    if day >= clock.today():
        raise DayNotOver(_("A day is sealed when it is over. Try again after midnight."), field="day")
    checkpoints.checkpoint()
    with journal.writing(), database.through(database.LOAD):
        towns = {town_id for past in _until(day) for town_id in journal.towns(past)}
        return [root for town_id in sorted(towns) for root in _seal_town(town_id, day)]


def _until(day: date) -> list[date]:
    return [past for past in journal.days() if past <= day]


def _seal_town(town_id: UUID, day: date) -> list[Root]:
    with database.atomic():
        _lock(town_id)
        checkpoints.note(town_id)
        last = Root.objects.filter(town_id=town_id).order_by("day").last()
        _mend(last)
        pages = _open_pages(town_id, day, last.day if last else date.min)
        roots = _chain(last, pages)
        Root.objects.bulk_create(roots)
    for page, root in zip(pages, roots, strict=True):
        journal.close(page, bytes(root.root), bytes(root.signature))
    return roots


def _lock(town_id: UUID) -> None:
    with database.cursor() as statement:
        statement.execute("SELECT pg_advisory_xact_lock(%s)", [seals.lock_of(town_id)])


def _mend(last: Root | None) -> None:
    """Note a root that was stored when its line was cut off."""
    if last and (page := journal.read(last.town_id, last.day)).root is None:
        journal.close(page, bytes(last.root), bytes(last.signature))


def _open_pages(town_id: UUID, day: date, after: date) -> list[Page]:
    days = (past for past in _until(day) if past > after and town_id in journal.towns(past))
    return [journal.read(town_id, past) for past in days]


def _chain(last: Root | None, pages: Iterable[Page]) -> list[Root]:
    roots = []
    for page in pages:
        last = _root(page, head(last))
        roots.append(last)
    return roots


def _root(page: Page, previous: bytes) -> Root:
    root = Root(
        town_id=page.town_id,
        day=page.day,
        count=len(page.leaves),
        root=page.merkle_root(),
        previous=previous,
        sealed_at=clock.now(),
    )
    root.signature = signing.sign(message(root))
    return root


def message(root: Root) -> bytes:
    """What is signed: town, day, count, root and the head of the chain before it."""
    numbers = f"tongzhou root 1 {root.town_id} {root.day.isoformat()} {root.count} ".encode()
    return numbers + bytes(root.root) + bytes(root.previous)


def head(root: Root | None) -> bytes:
    """By which the next root names this one."""
    return sha256(message(root)).digest() if root else BEGINNING


def last_days() -> dict[UUID, date]:
    """The last sealed day of each town."""
    return dict(Root.objects.values("town_id").annotate(last=Max("day")).values_list("town_id", "last"))
