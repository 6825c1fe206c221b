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
    stages = ["", *_stages(kind)] if kind.moves else []
    return "\n".join([head, f"Outcomes: {outcomes}.", "", _diagram(kind), "", *table, *stages, ""])


def _stages(kind: CaseType) -> list[str]:
    """The stages that it goes through while in hand, and the moves between them."""
    arrows = [f"    {a} --> {m.target}: {code}" for code, m in kind.moves.items() for a in sorted(m.stages)]
    ends = [f"    {stage} --> [*]: {code}" for code, one in kind.outcomes.items() for stage in sorted(one.stages)]
    first = next(iter(kind.stages))
    drawn = ["```mermaid", "stateDiagram-v2", f"    [*] --> {first}", *arrows, *ends, "```"]
    rows = [_move(code, kind) for code in kind.moves]
    return [*drawn, "", "| move | from | to | permission | needs | clock |", "|---|---|---|---|---|---|", *rows]


def _move(code: str, kind: CaseType) -> str:
    move = kind.moves[code]
    needs = [f"{number} × {before}" for before, number in move.after.items()]
    needs += ["proof"] if move.needs_proof else []
    needs += [f"another person than at {', '.join(sorted(move.apart_from))}"] if move.apart_from else []
    clock = f"{move.due_hours} h anew" if move.due_hours else ""
    cells = [f"{code}: {move.label}", ", ".join(sorted(move.stages)), move.target, f"`{move.permission}`"]
    return f"| {' | '.join([*cells, ', '.join(['why', *needs]), clock])} |"


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
