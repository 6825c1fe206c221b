"""Telling people something because of a fact, and what came of a call. Each is told of a fact once, however often."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, database, ids
from tongzhou.messages import audiences, causes, gateways, lines, queries
from tongzhou.messages.audiences import Recipient
from tongzhou.messages.errors import MessageRefused
from tongzhou.messages.models import REACHED, Message, Sort, State
from tongzhou.people import contacts
from tongzhou.people import queries as people
from tongzhou.places.queries import current_tree

KEEP = timedelta(days=30)
#: Most people of one batch; more are told village by village.
MOST = 5000
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Told:
    """``words`` to one recipient because of ``fact_id``: plain, without a name or anything about health."""

    recipient: Recipient
    fact_id: UUID
    words: str


def tell(told: Iterable[Told], *, cause: str, by: Actor, is_text_only: bool = False) -> UUID:
    """Tell each of them, in the present transaction; who was told of that fact before is passed over. The batch.

    ``is_text_only``: nobody calls whoever has no telephone, and without a gateway nobody is told: somebody goes there
    anyway.

    ``cause`` is a key of :data:`causes.CAUSES`. The rule of whoever calls has been asked: this asks for no permission
    of its own for staff, and for PERSON_VIEW where residents are told (their telephones are read, with a look each).
    """
    if cause not in causes.CAUSES:
        raise ValueError(f"no words for the cause {cause!r}: register it in causes")
    listed, batch_id = _untold(list(told), cause), ids.new()
    has_gateway = gateways.current() is not None
    if is_text_only and not has_gateway:
        return batch_id
    phones = _phones([one.recipient for one in listed], reason=str(causes.CAUSES[cause]), by=by)
    now = clock.now()
    Message.objects.bulk_create(
        (
            Message(
                batch_id=batch_id,
                cause=cause,
                fact_id=one.fact_id,
                sort=one.recipient.sort,
                recipient_id=one.recipient.id,
                place_id=one.recipient.place_id,
                sent_from_id=by.post_id,
                words=one.words[:LONGEST],
                made_at=now,
                made_by_name=f"{by.unit_name} {by.name}"[:220],
                state=_first(has_gateway, has_phone=one.recipient.id in phones, is_text_only=is_text_only),
                due_at=now if has_gateway and one.recipient.id in phones else None,
                keep_until=now.date() + KEEP,
            )
            for one in _once_a_telephone(listed, phones)
        ),
        ignore_conflicts=True,
        batch_size=1000,
    )
    return batch_id


def _untold(told: Sequence[Told], cause: str) -> list[Told]:
    """Whom nobody has told of it: no telephone is read twice for the same fact."""
    known = Message.objects.filter(cause=cause, fact_id__in={one.fact_id for one in told})
    before = set(known.values_list("fact_id", "recipient_id"))
    return [one for one in told if (one.fact_id, one.recipient.id) not in before]


def _first(has_gateway: bool, *, has_phone: bool, is_text_only: bool) -> State:
    if not has_phone:
        return State.GIVEN_UP if is_text_only else State.NO_PHONE
    return State.WAITING if has_gateway else State.CALL


def _phones(recipients: Sequence[Recipient], *, reason: str, by: Actor) -> dict[UUID, str]:
    """Of those who have one; of residents with a written look each."""
    of = {sort: [one.id for one in recipients if one.sort == sort] for sort in Sort}
    found = lines.of_staff(of[Sort.STAFF]) if of[Sort.STAFF] else {}
    if of[Sort.PERSON]:
        read = people.identities(of[Sort.PERSON], by=by, reason=reason)
        found |= {id: who.phone for id, who in read.items() if lines.is_telephone(who.phone)}
    return found


def _once_a_telephone(told: Sequence[Told], phones: dict[UUID, str]) -> Iterable[Told]:
    """One message of the same words for a telephone that several of a family share."""
    seen: set[tuple[str, str]] = set()
    for one in told:
        phone = phones.get(one.recipient.id, "")
        if phone and (phone, one.words) in seen:
            continue
        seen.add((phone, one.words))
        yield one


def tell_audience(audience: str, place_id: UUID, words: str, batch_of: UUID, *, by: Actor) -> UUID:
    """The same words to everybody of an audience at a place and below; ``batch_of`` makes a second press harmless.

    The batch. Raises MessageRefused by field, NotAllowed.
    """
    found = _checked(audience, place_id, words, by)
    before = Message.objects.filter(cause=causes.BATCH, fact_id=batch_of).values_list("batch_id", flat=True).first()
    plain = " ".join(words.split())
    return before or tell([Told(one, batch_of, plain) for one in found], cause=causes.BATCH, by=by)


def preview(audience: str, place_id: UUID, words: str, *, by: Actor) -> int:
    """How many it would be. Raises MessageRefused by field, NotAllowed."""
    return len(_checked(audience, place_id, words, by))


def _checked(audience: str, place_id: UUID, words: str, by: Actor) -> list[Recipient]:
    require(by, Permission.MESSAGE_TELL, place_id=place_id)
    if not 4 <= len(" ".join(words.split())) <= LONGEST:
        raise MessageRefused(_("Say it in 4 to %(most)d characters.") % {"most": LONGEST}, field="words")
    if audience not in audiences.known:
        raise MessageRefused(_("Choose who is told."), field="audience")
    found = audiences.known[audience].find(sorted(current_tree().scope([place_id]).places))
    if len(found) > MOST:
        told = {"found": len(found), "most": MOST}
        raise MessageRefused(
            _("That is %(found)d people; one batch holds %(most)d. Choose a smaller place.") % told, field="place"
        )
    if not found:
        raise MessageRefused(_("Nobody there is to be told. Choose others."), field="audience")
    return found


def called(message_id: UUID, *, outcome: str, by: Actor) -> Message:
    """What came of calling (or going): "told", "no_answer" or "wrong". Told twice is told once.

    Raises MessageUnknown, MessageRefused.
    """
    require(by, Permission.MESSAGE_TELL)
    if outcome not in OUTCOMES:
        raise MessageRefused(_("Choose what came of it."), field="outcome")
    with database.atomic():
        message = queries.locked(message_id, by=by)
        if message.state in REACHED:
            return message
        now = clock.now()
        message.calls, message.called_at = message.calls + 1, now
        if outcome == "told":
            message.state, message.told_at, message.told_by_name = State.TOLD, now, f"{by.unit_name} {by.name}"[:220]
            message.due_at = None
            _note_contact(message, by)
        elif outcome == "wrong":
            message.state, message.why, message.due_at = State.GIVEN_UP, "wrong number", None
        message.save()
        return message


OUTCOMES = ("told", "no_answer", "wrong")


def _note_contact(message: Message, by: Actor) -> None:
    """So that the next office sees that this person was called, by whom and about what."""
    if message.sort == Sort.PERSON:
        acting = replace(by, permissions=by.permissions | {Permission.PERSON_SEARCH})
        with translation.override(settings.LANGUAGE_CODE):
            about = str(causes.CAUSES[message.cause])
        contacts.made([(message.recipient_id, message.place_id)], about=about, by=acting, channel="phone")
