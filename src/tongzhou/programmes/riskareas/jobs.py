"""Putting a list in force beside the pages: at full size tens of thousands of door visits open."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tongzhou.access.actors import Actor
from tongzhou.errands import files
from tongzhou.errands.kinds import Progress, Result, kind
from tongzhou.errands.models import Errand
from tongzhou.programmes.riskareas import actions, evaluating


def _words(told: Mapping[str, Any]) -> list[str]:
    return [
        _("Version %(number)d is in force.") % told,
        _("%(begun)d came onto the door lists, %(ended)d went off, %(kept)d stayed.") % told,
    ]


@kind("riskareas.publish", _lazy("Publish the list of risk areas"), words=_words, leads_to="riskareas:list")
def publish(by: Actor, errand: Errand, progress: Progress) -> Result:
    """``asked``: the document, the name of its file, and the mark of the draft as it was seen."""
    change = actions.publish(source=files.given(errand) or None, progress=progress, by=by, **errand.asked)
    version = evaluating.in_force()
    assert version is not None
    counts = {"begun": len(change.begun), "ended": len(change.ended), "kept": change.kept}
    return Result({"number": version.number, **counts})
