"""The door list as a spreadsheet. Every name in it is a look; its foot says who took it, when and why."""

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.kernel import clock
from tongzhou.kernel.sheets import write
from tongzhou.programmes.riskareas import queries

MOST = 40


def door_list(*, by: Actor) -> bytes:
    """Every line of the actor's places, up to :data:`MOST` pages."""
    rows = []
    for page in range(1, MOST + 1):
        lines = queries.door_list(by=by, page=page)
        for line in lines:
            who = line.identity
            said = [who.name, who.phone, who.address] if who else ["—", "", ""]
            due = f"{line.hit.over_on:%Y-%m-%d}"
            rows.append([line.hit.place.name, *said, line.hit.rule.name, f"{line.hit.until_on:%Y-%m-%d}", due])
        if len(lines) < queries.PAGE:
            break
    headings = [_("Village"), _("Name"), _("Telephone"), _("Address"), _("Risk area"), _("Last day there"), _("Until")]
    words = {"who": by.name, "unit": by.unit_name, "when": f"{clock.now().astimezone(clock.ZONE):%Y-%m-%d %H:%M}"}
    return write(
        headings, rows, foot=_("Taken by %(who)s, %(unit)s, %(when)s, to visit; destroy it afterwards.") % words
    )
