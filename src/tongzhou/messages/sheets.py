"""The call list as a spreadsheet: at most 200 rows, who took it under it, a look at each written before."""

from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.kernel import clock, sheets
from tongzhou.messages import queries


def call_list(batch_id: UUID, *, by: Actor) -> bytes:
    """Raises MessageUnknown."""
    batch = queries.batch(batch_id, by=by)
    calls = queries.calls(list(queries.to_call(batch_id, by=by)[: queries.SHEET]), by=by)
    head = (_("Name"), _("Telephone"), _("Place"), _("What to say"))
    more = (_("Why to call"), _("Tried"), _("Outcome of the call"))
    rows = [
        (
            *(one.name, one.phone, one.message.place.name, one.message.words, one.message.get_state_display()),
            *(one.message.calls, ""),
        )
        for one in calls
    ]
    words = {"name": by.name, "unit": by.unit_name, "at": f"{clock.now():%Y-%m-%d %H:%M}", "what": batch.label}
    foot = _("%(what)s. Taken by %(name)s (%(unit)s) on %(at)s. For these calls only; destroy it afterwards.") % words
    return sheets.write((*head, *more), rows, foot=foot)
