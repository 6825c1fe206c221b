"""Setting a rule, and the second person's answer. Only here does a ruling come to hold."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, database
from tongzhou.ledger import actions as ledger
from tongzhou.ledger.actions import Entry
from tongzhou.response import queries, rules
from tongzhou.response.errors import RulingRefused, RulingUnknown, SecondPersonNeeded
from tongzhou.response.models import Ruling
from tongzhou.response.records import RULED
from tongzhou.response.rules import LEVEL


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRuling:
    """``levels``: at which it holds; none for the level itself."""

    code: str
    value: str
    document: str
    document_on: date | None
    from_at: datetime | None
    levels: Collection[str] = ()
    article: str = ""


def put(new: NewRuling, *, by: Actor) -> Ruling:
    """Set it; it holds once somebody else has confirmed it. Raises RulingRefused, RulingUnknown."""
    require(by, Permission.RESPONSE_SET)
    ruling = _ruling(new, by)
    waiting = RulingRefused(_("A ruling about this waits already. Confirm it or turn it down first."))
    if Ruling.objects.filter(code=new.code, is_confirmed=None).exists():
        raise waiting
    try:
        with database.atomic():
            ruling.save(force_insert=True)
    except IntegrityError as at_once:
        raise waiting from at_once
    return ruling


def _ruling(new: NewRuling, by: Actor) -> Ruling:
    rule = rules.get(new.code)
    value, document, levels = rule.read(new.value), new.document.strip(), sorted(set(new.levels))
    if rule.by_level and (not levels or not set(levels) <= LEVEL.choices.keys()):
        raise RulingRefused(_("Choose at which levels it holds."), field="levels")
    if len(document) < 2 or new.document_on is None:
        raise RulingRefused(_("Name the document that it rests on, and its day."), field="document")
    if new.from_at is None or new.from_at < clock.start_of(new.document_on):
        raise RulingRefused(_("Say from when it holds: not before the day of its document."), field="from_at")
    return Ruling(
        code=rule.code,
        value=value,
        levels=levels if rule.by_level else [],
        document=document[:200],
        article=new.article.strip()[:100],
        document_on=new.document_on,
        from_at=new.from_at,
        set_at=clock.now(),
        set_by=by.staff_id,
        set_by_name=f"{by.name} · {by.unit_name}"[:220],
    )


def answer(ruling_id: UUID, *, is_confirmed: bool, by: Actor) -> Ruling:
    """Confirm it as the second person, or turn it down (its author may too).

    Raises RulingUnknown, SecondPersonNeeded.
    """
    require(by, Permission.RESPONSE_SET)
    ruling = Ruling.objects.select_for_update().filter(id=ruling_id, is_confirmed=None).first()
    if ruling is None:
        raise RulingUnknown(_("No such ruling waits. Somebody may have answered it just now."))
    if is_confirmed and ruling.set_by == by.staff_id:
        raise SecondPersonNeeded(_("You set it yourself. Somebody else of headquarters confirms it."))
    ruling.is_confirmed, ruling.answered_at, ruling.answered_by = is_confirmed, clock.now(), by.staff_id
    ruling.answered_by_name = f"{by.name} · {by.unit_name}"[:220]
    ruling.save()
    if is_confirmed:
        queries.forget()
        body = {"rule": ruling.code, "value": ruling.value, "levels": ",".join(ruling.levels)}
        ledger.append([Entry(RULED.code, by.post_id, clock.now(), body=body, channel="page")], by=by)
    return ruling
