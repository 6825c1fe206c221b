"""What is said, and which of the finished ones are looked at once more."""

from random import Random
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, database
from tongzhou.programmes.screening.errors import ScriptRefused, TargetRefused
from tongzhou.programmes.screening.models import Outcome, Script, Sort, Target

MOST_WORDS, MOST_DRAWN = 2000, 200


def write_script(sort: str, words: str, basis: str, *, by: Actor) -> Script:
    """The next version of what is said to one sort of target. Raises ScriptRefused."""
    require(by, Permission.SCREEN_PLAN)
    if sort not in Sort.values:
        raise ScriptRefused(_("Choose for whom."), field="sort")
    if not 0 < len(words.strip()) <= MOST_WORDS:
        raise ScriptRefused(
            _("Write what is said, in at most %(most)s characters.") % {"most": MOST_WORDS}, field="words"
        )
    if not 0 < len(basis.strip()) <= 200:
        raise ScriptRefused(_("Name the document that the requirements rest on."), field="basis")
    with database.atomic():
        last = Script.objects.filter(sort=sort).aggregate(last=Max("version"))["last"] or 0
        return Script.objects.create(
            sort=sort,
            version=last + 1,
            words=words.strip(),
            basis=basis.strip(),
            made_at=clock.now(),
            made_by_name=f"{by.unit_name} {by.name}"[:220],
        )


def draw(number: int, *, by: Actor, random: Random | None = None) -> list[UUID]:
    """Draw finished targets at random for a re-check by somebody else; which. Raises TargetRefused."""
    require(by, Permission.SCREEN_PLAN)
    if not 0 < number <= MOST_DRAWN:
        raise TargetRefused(_("Draw 1 to %(most)s.") % {"most": MOST_DRAWN}, field="number")
    with database.atomic():
        done = Target.objects.filter(place_id__in=by.scope.places, outcome=Outcome.REACHED, drawn_at=None)
        known = sorted(done.values_list("id", flat=True))
        chosen = sorted((random or Random()).sample(known, min(number, len(known))))
        Target.objects.filter(id__in=chosen).update(drawn_at=clock.now(), caller_id=None, caller_name="")
        return chosen
