"""What a programme says about its encounters; everything else is the same for all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from tongzhou.access.actors import Actor
from tongzhou.encounters.encounters import Ready
from tongzhou.ledger.kinds import Kind
from tongzhou.ledger.models import Stored
from tongzhou.questionnaires.checking import Checked
from tongzhou.questionnaires.known import Known

_PAGES = ("register", "shift", "entry", "done", "receipt", "correct", "withdraw")


@dataclass(frozen=True)
class Programme:
    """What differs.

    ``namespace``: of its addresses, and the folder of its templates. ``title``: of its page. ``questionnaire``: its
    code. ``kind``: of its entries. ``body`` codes checked answers for the ledger (without the version, which is added).
    ``follow`` opens what follows the encounters, ``drop`` takes it back with a withdrawn one (given its first entry).
    ``mend``: what a correction changes in what followed. ``follow_up``: the type of the matter that each one opens.
    ``carried``: questions about the journey, for the next of a party. ``asked_anew``: elements that are asked again
    when the answer is kept in another village. ``after``: what the page of a recorded one shows beside it.
    """

    namespace: str
    title: Promise
    questionnaire: str
    kind: Kind
    body: Callable[[Checked, Mapping[str, Known]], dict[str, Any]]
    follow: Callable[[Sequence[Ready], Actor], None]
    drop: Callable[[UUID, Actor], None]
    follow_up: str
    carried: tuple[str, ...] = ()
    asked_anew: frozenset[str] = frozenset()
    mend: Callable[[Ready, Actor], None] = lambda ready, by: None
    after: Callable[[Stored, Actor], dict[str, Any]] = lambda first, by: {}

    @property
    def urls(self) -> dict[str, str]:
        """The name of each page's address."""
        return {page: f"{self.namespace}:{page}" for page in _PAGES}

    def template(self, page: str) -> str:
        return f"{self.namespace}/{page}.html"
