"""Each case type's table as a diagram and a list, for the documentation. Written from the tables, never by hand."""

from django.utils import translation

from tongzhou.matters import casetypes
from tongzhou.matters.casetypes import CaseType, State, Step

HEAD = """# Case types

What may be done to a matter, in which state, by whom, with what, and what becomes of its clock. Written from the tables
themselves by `tongzhou matters draw`; a test holds them together.
"""


def page() -> str:
    """The whole page, in English."""
    with translation.override("en"):
        kinds = [kind for kind in casetypes.registered() if not kind.code.startswith("test_")]
        return "\n".join([HEAD, *(_section(kind) for kind in kinds)])


def _section(kind: CaseType) -> str:
    counted = "office hours on working days" if kind.office else "hours by the calendar"
    outcomes = ", ".join(f"{outcome.label} (`{code}`)" for code, outcome in kind.outcomes.items())
    rows = [_row(step) for step in kind.steps()]
    head = f"## {kind.label} (`{kind.code}`)\n\nDue after {kind.due_hours} {counted}; kept {kind.keep_days} days."
    table = ["| state | act | then | permission | needs | clock |", "|---|---|---|---|---|---|", *rows]
    return "\n".join([head, f"Outcomes: {outcomes}.", "", _diagram(kind), "", *table, ""])


def _row(step: Step) -> str:
    cells = [step.state, step.act, step.target, f"`{step.permission}`", ", ".join(step.needs), step.clock]
    return f"| {' | '.join(cells)} |"


def _diagram(kind: CaseType) -> str:
    """Mermaid: the steps that lead somewhere else, several acts between two states on one arrow."""
    arrows: dict[tuple[State, State], list[str]] = {}
    for step in kind.steps():
        if step.state != step.target:
            arrows.setdefault((step.state, step.target), []).append(step.act)
    lines = [f"    {a} --> {b}: {', '.join(acts)}" for (a, b), acts in arrows.items()]
    return "\n".join(["```mermaid", "stateDiagram-v2", f"    [*] --> {State.OPEN}", *lines, "```"])
