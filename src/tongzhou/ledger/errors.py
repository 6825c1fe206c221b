"""What the ledger refuses, in words for whoever wrote the entry."""

from tongzhou.kernel.errors import RuleBroken


class EntryRefused(RuleBroken):
    code = "entry_refused"


class UnknownKind(EntryRefused):
    code = "unknown_kind"


class BodyRefused(EntryRefused):
    code = "body_refused"


class FutureTime(EntryRefused):
    code = "future_time"


class OutOfScope(EntryRefused):
    code = "out_of_scope"


class IdTaken(EntryRefused):
    code = "id_taken"


class NotThere(EntryRefused):
    code = "not_there"


class NotAuthor(EntryRefused):
    code = "not_author"


class AlreadyWithdrawn(EntryRefused):
    code = "already_withdrawn"


class DayNotOver(EntryRefused):
    code = "day_not_over"
