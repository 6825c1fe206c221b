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
