"""The clock's work: hand over what waits, ask what arrived, give up in time. No person's duty is needed for it.

A message is marked and the mark committed before it leaves: whatever breaks in between, it is asked for or called,
never sent twice. Never hold a transaction open while a gateway is asked.
"""

import time
from datetime import timedelta

from tongzhou.kernel import clock, database
from tongzhou.messages import gateways, lines
from tongzhou.messages.answers import Answer, Gateway
from tongzhou.messages.models import Message, State

#: After how many minutes it is tried, and a receipt asked for, the next time.
PAUSES = (1, 5, 25, 125)
#: Who took one up and did not come back within this is taken for dead.
LEASE = timedelta(minutes=5)
_AT_MOST_SECONDS = 25.0


def run() -> int:
    """Until nothing is due, or the next tick is near; how many were handed over or asked for."""
    gateway, done, began = gateways.current(), 0, time.monotonic()
    while gateway and time.monotonic() - began < _AT_MOST_SECONDS and (taken := _take_up()):
        _work(*taken, gateway)
        done += 1
    return done


def _take_up() -> tuple[Message, str] | None:
    """The next one that is due, with the state it was in; for as long as the lease nobody else takes it."""
    now = clock.now()
    with database.acting((), is_wide=True):
        waiting = Message.objects.select_for_update(skip_locked=True).filter(due_at__lte=now)
        message = waiting.order_by("due_at", "id").first()
        if message is None:
            return None
        before = message.state
        message.due_at = now + LEASE
        if before == State.WAITING:
            message.state, message.tries, message.handed_at = State.HANDING, message.tries + 1, now
        message.save(update_fields=["due_at", "state", "tries", "handed_at"])
    return message, before


def _work(message: Message, before: str, gateway: Gateway) -> None:
    if before == State.WAITING:
        _hand_over(message, gateway)
    elif gateway.has_receipts:
        answer, why = gateway.ask(message.id)
        if answer == Answer.UNKNOWN and before == State.HANDED:
            answer, why = Answer.FAILED, "lost"  # it took it, and knows nothing of it: somebody calls
        _asked(message, answer, why)
    else:
        _settle(message, State.UNSURE, "no answer")


def _hand_over(message: Message, gateway: Gateway) -> None:
    with database.acting((), is_wide=True):
        phone = lines.to_dial(message.sort, message.recipient_id)
    if not phone:
        return _settle(message, State.NO_PHONE, "")
    answer, why = gateway.hand_over(message.id, phone, message.words)
    if answer == Answer.ACCEPTED:
        message.tries = 0  # from now on it counts how often the receipt was asked for
        _settle(message, State.HANDED, "", again=_pause(0) if gateway.has_receipts else None)
    elif answer == Answer.LATER:
        _later(message, why)
    elif answer == Answer.UNSURE and gateway.has_receipts:
        _settle(message, State.HANDING, why, again=_pause(0))
    else:
        _settle(message, State.UNSURE if answer == Answer.UNSURE else State.FAILED, why)


def _later(message: Message, why: str) -> None:
    """Not taken: again after a longer pause, in the end called."""
    if message.tries > len(PAUSES):
        return _settle(message, State.FAILED, why)
    _settle(message, State.WAITING, why, again=_pause(message.tries - 1))


def _asked(message: Message, answer: Answer, why: str) -> None:
    """What the receipt says of one that was, or may have been, handed over."""
    if answer in (Answer.DELIVERED, Answer.FAILED):
        return _settle(message, State(answer), why)
    if answer == Answer.UNKNOWN:
        return _later(message, why)  # it never left: the one case in which it is handed over again
    message.tries += 1
    if message.tries > len(PAUSES):
        return _settle(message, State.UNSURE, why or "no receipt")
    _settle(message, State(message.state), why, again=_pause(message.tries - 1))


def _pause(number: int) -> timedelta:
    return timedelta(minutes=PAUSES[min(number, len(PAUSES) - 1)])


def _settle(message: Message, state: State, why: str, *, again: timedelta | None = None) -> None:
    """Write what became of it, unless a person has told them meanwhile."""
    changed = {"state": state, "why": why[:40], "tries": message.tries, "due_at": again and clock.now() + again}
    with database.acting((), is_wide=True):
        held = Message.objects.filter(id=message.id).exclude(state__in=(State.TOLD, State.GIVEN_UP))
        held.update(**changed)
