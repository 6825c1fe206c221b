"""What is refused here."""

from tongzhou.kernel.errors import RuleBroken


class WordsNeeded(RuleBroken):
    code = "words_needed"


class NobodyAbove(RuleBroken):
    code = "nobody_above"


class IncidentUnknown(RuleBroken):
    code = "incident_unknown"
