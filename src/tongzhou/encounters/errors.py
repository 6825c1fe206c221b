"""What is refused here."""

from typing import Any

from tongzhou.kernel.errors import RuleBroken
from tongzhou.people.matching import Similar


class KnownAlready(RuleBroken):
    """Somebody like this is known: say whether it is the same person before anything is saved."""

    code = "known_already"

    def __init__(self, message: object, similar: list[Similar]):
        super().__init__(message, field="person")
        self.similar = similar

    def told(self) -> dict[str, Any]:
        similar = [
            {
                **{"id": str(one.person_id), "name": one.identity.name if one.identity else one.masked},
                **{"village": one.village, "is_certain": one.is_certain},
            }
            for one in self.similar
        ]
        return super().told() | {"similar": similar}


class NotRecognised(RuleBroken):
    code = "not_recognised"
