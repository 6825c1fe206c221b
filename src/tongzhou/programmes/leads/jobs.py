"""Taking in a list beside the pages: ten thousand rows are asked for one by one whether they are known."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tongzhou.access.actors import Actor
from tongzhou.errands import files
from tongzhou.errands.kinds import Progress, Result, kind
from tongzhou.errands.models import Errand
from tongzhou.kernel import clock
from tongzhou.programmes.leads import actions


def _words(told: Mapping[str, Any]) -> list[str]:
    said = [
        _("%(taken)d leads were taken in.") % told,
        _("%(known)d of the list are recorded already and are not asked again.") % told,
    ]
    if told.get("waiting"):
        said.append(_("%(waiting)d wait on another list already.") % told)
    if told["refused"]:
        said.append(_("%(refused)d rows come back with a reason each: mend them and hand them in again.") % told)
    return said


@kind("leads.take_in", _lazy("Take in a list"), words=_words, leads_to="leads:leads")
def take_in(by: Actor, errand: Errand, progress: Progress) -> Result:
    """``asked``: matches (column letter to field) and whether hidden rows are taken too."""
    done = actions.import_list(
        name=errand.name,
        content=files.given(errand),
        matches=errand.asked["matches"],
        with_hidden=errand.asked["with_hidden"],
        by=by,
        progress=progress,
    )
    told = {"taken": done.taken, "known": done.known, "waiting": done.waiting, "refused": len(done.refused)}
    return Result(told, done.given_back, f"refused-{clock.today():%Y%m%d}.xlsx")
