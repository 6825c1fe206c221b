"""What is refused here."""

from tongzhou.kernel.errors import RuleBroken
from tongzhou.people.matching import Similar


class KnownAlready(RuleBroken):
    """Somebody like this is known: say whether it is the same person before anything is saved."""

    code = "known_already"

    def __init__(self, message: object, similar: list[Similar]):
        super().__init__(message, field="person")
        self.similar = similar


class NotRecognised(RuleBroken):
    code = "not_recognised"


class AnnouncementUnknown(RuleBroken):
    code = "announcement_unknown"


class AnnouncementTaken(RuleBroken):
    code = "announcement_taken"


class PartyTooLarge(RuleBroken):
    code = "party_too_large"


class FormIsOld(RuleBroken):
    code = "form_is_old"


class SumNeeded(RuleBroken):
    code = "sum_needed"


class TooManyFromPhone(RuleBroken):
    code = "too_many_from_phone"
