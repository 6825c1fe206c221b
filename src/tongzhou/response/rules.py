"""Which rules there are: each room declares what it asks. Pure; what is held of them is answered by ``queries``."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongzhou.response.errors import RulingRefused, RulingUnknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """``default`` holds where nobody has ruled. Either one of ``choices``, or a number of ``bounds``.

    ``by_level``: whether a ruling names the levels at which it holds; ``is_whole``: no fractions.
    """

    code: str
    label: Promise
    words: Promise
    default: str
    choices: Mapping[str, Promise] = field(default_factory=dict)
    bounds: tuple[float, float] = (0, 0)
    by_level: bool = True
    is_whole: bool = False

    def read(self, text: str) -> str:
        """The value as it is kept. Raises RulingRefused."""
        wanted = text.strip()
        if self.choices:
            if wanted not in self.choices:
                raise RulingRefused(_("Choose what is to hold."), field="value")
            return wanted
        low, high = self.bounds
        try:
            number = round(float(wanted), 1)
        except ValueError:
            number = float("nan")
        if not low <= number <= high or (self.is_whole and number % 1):
            words = {"low": f"{low:g}", "high": f"{high:g}"}
            raise RulingRefused(_("Give a number from %(low)s to %(high)s.") % words, field="value")
        return f"{number:g}"

    def told(self, value: str) -> str:
        return str(self.choices.get(value, value))


YES_OR_NO = {"yes": gettext_lazy("yes"), "no": gettext_lazy("no")}
_registered: dict[str, Rule] = {}


def register(rule: Rule) -> Rule:
    """Make it known. Raises ValueError when another one bears its code."""
    if _registered.setdefault(rule.code, rule) is not rule:
        raise ValueError(f"the rule {rule.code} is registered twice")
    return rule


def get(code: str) -> Rule:
    """Raises RulingUnknown."""
    if code not in _registered:
        raise RulingUnknown(_("There is no such rule."))
    return _registered[code]


def every() -> list[Rule]:
    """All of them, the level first."""
    return list(_registered.values())


#: State plan for public health emergencies (国家突发公共卫生事件应急预案, 2006): four levels, I the gravest.
LEVEL = register(
    Rule(
        code="level",
        label=gettext_lazy("Response level"),
        words=gettext_lazy("Which of the rules below hold."),
        default="0",
        choices={
            "1": gettext_lazy("Level I"),
            "2": gettext_lazy("Level II"),
            "3": gettext_lazy("Level III"),
            "4": gettext_lazy("Level IV"),
            "0": gettext_lazy("No response"),
        },
        by_level=False,
    )
)
FEVER = register(
    Rule(
        code="fever_from",
        label=gettext_lazy("Degrees from which a reading is hot"),
        words=gettext_lazy("At desks, gates and crossings, and in isolation; telephones learn it later."),
        default=f"{settings.FEVER_FROM:g}",
        bounds=(36.5, 39),
    )
)
