"""Messages after a month, telephones of staff after a year without a word from them. For people.retention."""

from datetime import date
from uuid import UUID

from tongzhou.messages.models import Line, Message


def messages(day: date) -> list[UUID]:
    gone = sorted(Message.objects.filter(keep_until__lt=day).values_list("id", flat=True))
    Message.objects.filter(keep_until__lt=day).delete()
    return gone


def lines(day: date) -> list[UUID]:
    gone = sorted(Line.objects.filter(keep_until__lt=day).values_list("id", flat=True))
    Line.objects.filter(keep_until__lt=day).delete()
    return gone
