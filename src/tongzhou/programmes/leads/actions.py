"""Taking in a list: who is known is told, the others become leads, bad rows come back. Nobody becomes a person here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, ids, sealing, sheets
from tongzhou.kernel.errors import RuleBroken
from tongzhou.matters import actions as matters
from tongzhou.matters import queries as worklists
from tongzhou.matters.actions import NewMatter
from tongzhou.people import tokens
from tongzhou.people.identities import NewPerson, seal
from tongzhou.people.matching import find_similar
from tongzhou.programmes.leads import lists
from tongzhou.programmes.leads.lists import Row, Taken
from tongzhou.programmes.leads.models import Lead
from tongzhou.programmes.leads.records import LEAD
from tongzhou.units import queries as units

KEEP_DAYS = 30
_AT_ONCE = 500


@dataclass(frozen=True)
class Imported:
    """``known``: how many are recorded already; ``waiting``: how many wait as leads of another list. ``given_back``:
    refused rows with a reason each, empty for none."""

    taken: int
    known: int
    waiting: int
    refused: list[RuleBroken]
    given_back: bytes


def import_list(
    *,
    name: str,
    content: bytes,
    by: Actor,
    matches: Mapping[str, str] | None = None,
    with_hidden: bool = True,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Imported:
    """Take in a list, with the ``matches`` that a person confirmed (None: what is sure of the headings).

    Raises SheetRefused, ListRefused.
    """
    require(by, Permission.ARRIVAL_REGISTER)
    taken = lists.read(content, by, matches=matches, with_hidden=with_hidden)
    fresh: list[Row] = []
    for start in range(0, len(taken.rows), _AT_ONCE):
        progress(start, len(taken.rows))
        fresh += _unknown(taken.rows[start : start + _AT_ONCE], by)
    known = len(taken.rows) - len(fresh)
    new = _not_waiting(fresh, by)
    _keep(new, name.strip()[:120] or _("List"), by)
    given_back = _given_back(taken) if taken.refused else b""
    return Imported(len(new), known, len(fresh) - len(new), taken.refused, given_back)


def _token(row: Row) -> bytes | None:
    """By the document, else by name and telephone together, else by the telephone of somebody without a name."""
    one = row.identity
    phone = tokens.of_name_with_phone(one.name, one.phone) if tokens.of_name(one.name) else tokens.of_phone(one.phone)
    return tokens.of_number(one.id_number) or phone


def _not_waiting(rows: Sequence[Row], by: Actor) -> list[Row]:
    """Those who wait on no list of the actor's places yet: nobody is called twice."""
    asked = {token for row in rows if (token := _token(row))}
    found = Lead.objects.filter(token__in=asked).values_list("token", "matter_id")
    unfinished = worklists.seen(by).unfinished().filter(id__in=[matter for _token, matter in found])
    open_now = set(unfinished.values_list("id", flat=True))
    waiting = {bytes(token) for token, matter in found if token and matter in open_now}
    return [row for row in rows if _token(row) not in waiting]


def _unknown(rows: Sequence[Row], by: Actor) -> list[Row]:
    """Those that no record of the district names for certain."""
    asked = [
        NewPerson(one.name, one.id_kind, one.id_number, one.phone, one.address, row.place_id)
        for row in rows
        for one in (row.identity,)
    ]
    found = find_similar(asked, by=by)
    return [row for row, similar in zip(rows, found, strict=True) if not any(one.is_certain for one in similar)]


def _keep(rows: Sequence[Row], name: str, by: Actor) -> None:
    now = clock.now()
    leads = []
    for row in rows:
        key = sealing.new_key()
        leads.append(
            Lead(
                place_id=row.place_id,
                recorded_at_id=by.post_id,
                token=_token(row),
                list_name=name,
                row=row.number,
                sealed=seal(row.identity, key),
                told=sealing.seal(key, row.told) if row.told else None,
                wrapped_key=sealing.wrap(key),
                matter_id=ids.new(),
                imported_at=now,
                imported_by_name=f"{by.name} · {by.unit_name}"[:220],
                keep_until=clock.today() + timedelta(days=KEEP_DAYS),
            )
        )
    matters.open_matters([_matter(lead, by) for lead in leads], by=by)
    Lead.objects.bulk_create(leads, batch_size=1000)


def _matter(lead: Lead, by: Actor) -> NewMatter:
    return NewMatter(
        case_type=LEAD.code,
        owner_unit_id=units.seat_id(lead.place_id) or by.unit_id,
        place_id=lead.place_id,
        entry_id=lead.id,
        id=lead.matter_id,
        note=f"{lead.list_name} {lead.row}"[:200],
    )


def _given_back(taken: Taken) -> bytes:
    rows = [{heading: cells.get(heading, "") for heading in taken.headings} for cells in taken.all]
    return sheets.refused(sheets.Sheet(taken.headings, rows), taken.refused)


def destroy(day: date) -> list[UUID]:
    """Leads that were to be kept until a day before ``day``. For people.retention."""
    gone = sorted(Lead.objects.filter(keep_until__lt=day).values_list("id", flat=True))
    for start in range(0, len(gone), 2000):
        Lead.objects.filter(id__in=gone[start : start + 2000]).delete()
    return gone
