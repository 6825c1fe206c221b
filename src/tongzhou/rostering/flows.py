"""Network flows: by OR-Tools, or by a slower search of our own where its wheel is missing."""

from collections import deque

import numpy as np

from tongzhou.rostering.tables import NEVER, Arcs, Array

try:
    from ortools.graph.python.max_flow import SimpleMaxFlow
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
except ImportError:  # pragma: no cover  a machine without the wheel
    SimpleMaxFlow = SimpleMinCostFlow = None


def available() -> bool:
    """Whether OR-Tools is here; without it only flows of our own are used."""
    return SimpleMinCostFlow is not None


def fill(arcs: Arcs, need: Array, under: Array, over: Array) -> Array:
    """Which arcs are taken: one for each person, at least cost with what empty and crowded places cost."""
    shifts, stations, layers = need.shape
    people = int(arcs.person.max(initial=-1)) + 1
    works = arcs.station >= 0
    slot = people + (arcs.option - 1) * stations + arcs.station
    sink = people + shifts * stations
    head = np.where(works, slot, sink)
    lines = _lines(need, under, over, people)
    tails = np.concatenate([arcs.person, lines[0]])
    heads = np.concatenate([head, np.full(len(lines[0]), sink)])
    room = np.concatenate([np.ones(len(head), dtype=np.int64), lines[1]])
    cost = np.concatenate([arcs.cost, lines[2]])
    keep = np.flatnonzero((room > 0) & (cost < NEVER / 2))
    costs = np.rint(cost[keep]).astype(np.int64)
    flow = least_cost(tails[keep], heads[keep], room[keep], costs, np.arange(people), sink)
    taken = keep[flow > 0]
    return taken[_working(taken, works)]


def _working(taken: Array, works: Array) -> Array:
    inside = taken < len(works)
    return inside & works[np.where(inside, taken, 0)]


def _lines(need: Array, under: Array, over: Array, people: int) -> tuple[Array, Array, Array]:
    """Each slot's convex cost as arcs to the sink: one for every stretch between two counts."""
    shifts, stations, layers = need.shape
    node = (people + np.arange(shifts * stations)).repeat(layers + 1)
    flat, low, high = (one.reshape(-1, layers) for one in (need, under, over))
    order = flat.argsort(axis=1)
    counts = np.take_along_axis(flat, order, axis=1)
    bounds = np.concatenate([np.zeros((len(flat), 1), dtype=np.int64), counts, np.full((len(flat), 1), people)], axis=1)
    room = np.maximum(np.diff(bounds, axis=1), 0)
    at = bounds[:, :-1, None]
    cost = np.where(at < flat[:, None, :], -low[:, None, :], high[:, None, :]).sum(axis=2)
    return node, room.ravel(), cost.ravel()


def least_cost(tails: Array, heads: Array, room: Array, costs: Array, sources: Array, sink: int) -> Array:
    """One unit from each source to the sink at least cost; the flow on each arc."""
    if SimpleMinCostFlow is None:
        return _own_least_cost(tails, heads, room, costs, sources, sink)
    network = SimpleMinCostFlow()
    made = network.add_arcs_with_capacity_and_unit_cost(tails, heads, room, costs)
    network.set_nodes_supplies(np.append(sources, sink), np.append(np.ones(len(sources), np.int64), -len(sources)))
    status = network.solve_max_flow_with_min_cost()
    if status != network.OPTIMAL:
        raise ArithmeticError(f"the flow of a day ended with {status}")
    return np.asarray(network.flows(made))


def most_flow(tails: Array, heads: Array, room: Array, source: int, sink: int) -> tuple[int, Array, set[int]]:
    """The greatest flow, that on each arc, and the nodes on the sink's side of the cut that is nearest to it."""
    if SimpleMaxFlow is None:
        return _own_most_flow(tails, heads, room, source, sink)
    network = SimpleMaxFlow()
    made = network.add_arcs_with_capacity(tails, heads, room)
    if source >= network.num_nodes() or sink >= network.num_nodes() or network.solve(source, sink) != network.OPTIMAL:
        return 0, np.zeros(len(tails), np.int64), set(heads.tolist()) | {sink}
    return network.optimal_flow(), np.asarray(network.flows(made)), set(map(int, network.get_sink_side_min_cut()))


class _Residual:
    """Arcs in pairs, forward and back, for the searches of our own."""

    def __init__(self, tails: Array, heads: Array, room: Array, costs: Array) -> None:
        self.out: dict[int, list[int]] = {}
        self.head: list[int] = []
        self.room: list[int] = []
        self.cost: list[int] = []
        for tail, head, size, cost in zip(tails.tolist(), heads.tolist(), room.tolist(), costs.tolist(), strict=True):
            for one, other, free, price in ((tail, head, size, cost), (head, tail, 0, -cost)):
                self.out.setdefault(one, []).append(len(self.head))
                self.head.append(other)
                self.room.append(free)
                self.cost.append(price)

    def flows(self) -> Array:
        return np.array(self.room[1::2], dtype=np.int64)

    def push(self, came: dict[int, int], source: int, sink: int) -> None:
        node = sink
        while node != source:
            arc = came[node]
            self.room[arc] -= 1
            self.room[arc ^ 1] += 1
            node = self.head[arc ^ 1]


def _own_least_cost(tails: Array, heads: Array, room: Array, costs: Array, sources: Array, sink: int) -> Array:
    """Shortest augmenting paths; slow, but the same answer."""
    net = _Residual(tails, heads, room, costs)
    for source in sources.tolist():
        came = _shortest(net, source)
        if sink in came:
            net.push(came, source, sink)
    return net.flows()


def _shortest(net: _Residual, source: int) -> dict[int, int]:
    """Bellman and Ford with a queue: residual costs may be negative."""
    best: dict[int, int] = {source: 0}
    came: dict[int, int] = {}
    queue, waiting = deque([source]), {source}
    while queue:
        node = queue.popleft()
        waiting.discard(node)
        for arc in net.out.get(node, ()):
            head, cost = net.head[arc], best[node] + net.cost[arc]
            if net.room[arc] > 0 and cost < best.get(head, 1 << 62):
                best[head], came[head] = cost, arc
                if head not in waiting:
                    queue.append(head)
                    waiting.add(head)
    came.pop(source, None)
    return came


def _before(net: _Residual, sink: int) -> set[int]:
    """Every node from which the sink can still be reached."""
    found, queue = {sink}, deque([sink])
    while queue:
        for arc in net.out.get(queue.popleft(), ()):
            if net.room[arc ^ 1] > 0 and net.head[arc] not in found:
                found.add(net.head[arc])
                queue.append(net.head[arc])
    return found


def _own_most_flow(tails: Array, heads: Array, room: Array, source: int, sink: int) -> tuple[int, Array, set[int]]:
    net = _Residual(tails, heads, room, np.zeros_like(room))
    total = 0
    while True:
        came: dict[int, int] = {}
        queue = deque([source])
        while queue and sink not in came:
            node = queue.popleft()
            for arc in net.out.get(node, ()):
                if net.room[arc] > 0 and net.head[arc] not in came and net.head[arc] != source:
                    came[net.head[arc]] = arc
                    queue.append(net.head[arc])
        if sink not in came:
            return total, net.flows(), _before(net, sink)
        net.push(came, source, sink)
        total += 1
