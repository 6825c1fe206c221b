"""The ledger's own kind of entry: the withdrawal of another."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tongzhou.ledger.kinds import Kind


class Reason(TextChoices):
    """Why an entry is withdrawn. More words, where needed, are sealed."""

    TWICE = "twice", _("Entered twice")
    WRONG_PERSON = "wrong_person", _("Wrong person")
    WRONG_PLACE = "wrong_place", _("Wrong place")
    NOT_HAPPENED = "not_happened", _("It did not happen")
    EXERCISE = "exercise", _("An exercise")
    ASKED = "asked", _("The person showed that it is wrong")


WITHDRAWN = Kind(
    "entry.withdrawn",
    _("Withdrawn"),
    frozenset({"reason"}),
    3 * 365,
    words={"reason": _("Why"), **{f"reason={code}": label for code, label in Reason.choices}},
)
