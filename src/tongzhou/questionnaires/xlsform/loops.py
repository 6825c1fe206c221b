"""The order in which a form is worked out; a form whose cells wait for one another has none and is refused."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tongzhou.questionnaires.problems import Report, Where


@dataclass(frozen=True)
class Need:
    """`key` cannot be worked out before `on`, because of the cell at `where`."""

    key: str
    on: str
    where: Where


def order_of(keys: list[str], needs: list[Need], report: Report) -> list[str]:
    """Keys so that each stands after what it needs. Every loop is named at the cell that closes it."""
    by_key: dict[str, list[Need]] = {}
    for need in needs:
        by_key.setdefault(need.key, []).append(need)
    order: list[str] = []
    state: dict[str, str] = {}
    for key in keys:
        if key not in state:
            _visit(key, by_key, state, order, report)
    return order


def _visit(start: str, by_key: dict[str, list[Need]], state: dict[str, str], order: list[str], report: Report) -> None:
    path: list[Need] = []
    waiting = [(start, iter(by_key.get(start, [])))]
    state[start] = "open"
    while waiting:
        key, remaining = waiting[-1]
        need = next(remaining, None)
        if need is None:
            state[key] = "done"
            order.append(key)
            waiting.pop()
            del path[len(path) - 1 :]
        elif state.get(need.on) == "open":
            _name_loop([*path, need], report)
        elif need.on not in state:
            state[need.on] = "open"
            path.append(need)
            waiting.append((need.on, iter(by_key.get(need.on, []))))


def _name_loop(path: list[Need], report: Report) -> None:
    start = next(index for index, need in enumerate(path) if need.key == path[-1].on)
    loop = path[start:]
    words = " → ".join([*(need.key for need in loop), loop[-1].on])
    told = next((need for need in reversed(loop) if need.where.column), loop[-1])
    report.refuse(
        told.where, _("These wait for one another in a loop: %(loop)s. Remove one of the references.") % {"loop": words}
    )
