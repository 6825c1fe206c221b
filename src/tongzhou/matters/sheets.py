"""The worklist as a spreadsheet: masked, with who took it and when under it, and every subject's look written down.

Never write an identity here, and never more rows than the limit says.
"""

from django.utils.translation import gettext as _

from tongzhou.access import looks
from tongzhou.access.actors import Actor
from tongzhou.kernel import clock, sheets
from tongzhou.matters import presenting, queries
from tongzhou.matters.presenting import Line, stamp
from tongzhou.matters.queries import EXPORT, Filter


def worklist(*, by: Actor, wanted: Filter) -> bytes:
    """An XLSX of what the filter holds, at most 2,000 rows."""
    rows = queries.rows(queries.chosen(by, wanted)[:EXPORT], by=by)
    named = [(row.matter.subject_id, row.matter.place_id) for row in rows if row.matter.subject_id and row.subject]
    if named:
        looks.log(by, subjects=named, what="list", reason=_("Worklist taken as a spreadsheet"))
    return sheets.write(_headings(), [_cells(presenting.line(row)) for row in rows], foot=_foot(by))


def _headings() -> list[str]:
    return [
        *(_("Receipt"), _("Kind"), _("About"), _("Place"), _("Owner"), _("In hand with"), _("State")),
        *(_("Due"), _("Overdue"), _("Attempts"), _("Opened")),
    ]


def _cells(line: Line) -> list[object]:
    return [
        *(line.receipt, line.kind, line.subject, line.place, line.owner, line.holder, line.outcome or line.state),
        *(stamp(line.due_at), line.late, line.attempts, stamp(line.opened_at)),
    ]


def _foot(by: Actor) -> str:
    words = {"name": by.name, "unit": by.unit_name, "at": stamp(clock.now())}
    return _("Taken by %(name)s (%(unit)s) on %(at)s. For this duty only; do not pass it on.") % words
