"""What is refused here."""

from tongzhou.kernel.errors import RuleBroken


class SuggestionRefused(RuleBroken):
    code = "suggestion_refused"


class SuggestionUnknown(RuleBroken):
    code = "suggestion_unknown"


class FindingRefused(RuleBroken):
    code = "finding_refused"


class NotFound(RuleBroken):
    code = "not_found"


class DrawRefused(RuleBroken):
    code = "draw_refused"


class CheckRefused(RuleBroken):
    code = "check_refused"


class OwnWork(RuleBroken):
    """The wall: this is the actor's own entry, finding or suggestion."""

    code = "own_work"
