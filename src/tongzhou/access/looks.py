"""Every look at what is sealed about a person. Written before the answer is given, and kept whatever becomes of it."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tongzhou.access.actors import Actor
from tongzhou.access.models import Grant, Look
from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import RuleBroken

KEEP = timedelta(days=3 * 365)  # MLPS level 3 asks for six months at least
MINUTES = 15


#: What may be looked at, in words.
WHAT = {
    "identity": _lazy("Identity"),
    "list": _lazy("Name in a list"),
    "similar": _lazy("Asked whether known"),
    "opened": _lazy("Opened from another place"),
    "corrected": _lazy("Corrected"),
    "sealed": _lazy("What was answered"),
    "branch": _lazy("List of a temporary branch"),
    "firm": _lazy("Whom to speak with at a firm"),
    "volunteer": _lazy("A volunteer to be vetted"),
}


class ReasonNeeded(RuleBroken):
    code = "reason_needed"


def log(by: Actor, *, subjects: Iterable[tuple[UUID, UUID]], what: str, reason: str) -> None:
    """Write down that ``by`` read ``what`` (a key of WHAT) of each (subject, place where it lives). One statement."""
    if what not in WHAT:
        raise ValueError(f"no words for a look at {what!r}: add them to WHAT")
    now = clock.now()
    looks = [
        Look(
            at=now,
            account_id=by.account_id,
            name=by.name,
            unit_name=by.unit_name,
            role=by.role,
            place_id=place,
            subject_id=subject,
            what=what,
            reason=reason[:200],
            keep_until=now.date() + KEEP,
        )
        for subject, place in subjects
    ]
    if looks:
        with database.through(database.LOG):
            Look.objects.bulk_create(looks)


def at(subject_id: UUID) -> QuerySet[Look]:
    """Who looked at the subject, newest first; of a subject in scope."""
    return Look.objects.filter(subject_id=subject_id).order_by("-at", "-id")


def found(*, q: str, what: str, subject: str, day: str) -> QuerySet[Look]:
    """Looks by name or unit of who looked, by what, by the subject's id, by day; newest first."""
    rows = Look.objects.select_related("place").order_by("-at", "-id")
    if q:
        rows = rows.filter(Q(name__contains=q) | Q(unit_name__contains=q) | Q(reason__contains=q))
    if what in WHAT:
        rows = rows.filter(what=what)
    if subject:
        rows = rows.filter(subject_id=_id(subject))
    on = _day(day)
    return rows.filter(at__date=on) if on else rows


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def grant(*, by: Actor, subject_id: UUID, place_id: UUID, reason: str) -> Grant:
    """Minutes on one person outside the scope. Raises ReasonNeeded for a reason of fewer than 4 characters."""
    if len(reason.strip()) < 4:
        raise ReasonNeeded(_("Say in a few words why you need to open this record; the person can read it."))
    now = clock.now()
    given = Grant(
        account_id=by.account_id,
        subject_id=subject_id,
        place_id=place_id,
        reason=reason.strip()[:200],
        starts_at=now,
        ends_at=now + timedelta(minutes=MINUTES),
    )
    with database.through(database.LOG):
        given.save(force_insert=True)
    log(by, subjects=[(subject_id, place_id)], what="opened", reason=given.reason)
    return given


def granted(by: Actor, subject_id: UUID) -> Grant | None:
    """The grant that still holds, if there is one."""
    held = Grant.objects.filter(account_id=by.account_id, subject_id=subject_id, ends_at__gt=clock.now())
    return held.order_by("-ends_at").first()
