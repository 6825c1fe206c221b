"""What is refused here."""

from tongzhou.kernel.errors import RuleBroken


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
