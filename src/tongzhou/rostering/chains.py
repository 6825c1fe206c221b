"""The last empty places: somebody takes one and leaves another, which somebody else takes, until one has room for it.

Days filled one by one leave places empty that only a chain across days can fill: rest and weekly hours bind a person's
days together. Every link keeps its person's rota legal; a chain never empties a place of equal or greater weight.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tongzhou.rostering.days import Days, Rota
from tongzhou.rostering.tables import NEVER, Array

_Slot = tuple[int, int, int]
"""Day, shift (from 0), station."""
_MOST_SLOTS = 2_000


@dataclass(frozen=True, slots=True)
class _Link:
    """``row`` takes ``slot`` and rests on the day ``left`` (-1: has room); ``before``: the link before."""

    slot: _Slot
    row: int
    left: int
    before: "_Link | None"


class Chains:
    """A rota that is being filled; ``fill`` changes it in place."""

    def __init__(self, days: Days, rota: Rota) -> None:
        self.days, self.rota, self.tables = days, rota, days.tables
        self.alike = alike(self.tables.fits)
        self.there = np.stack([days.there(rota, day) for day in range(len(self.tables.need))])
        self.legal: dict[tuple[int, int], Array] = {}
        self.rows = np.arange(len(rota.option))

    def fill(self) -> int:
        """Fill what can be filled, the heaviest first; how many chains were found."""
        done, hopeless = 0, set[object]()
        while (slot := next((one for one, alike in self._empty() if alike not in hopeless), None)) is not None:
            chain = self._chain(slot)
            if chain is None:
                hopeless.add((self._key(slot), self._gain(slot)))
            else:
                self._take(chain)
                done += 1
        return done

    def _empty(self) -> Iterator[tuple[_Slot, object]]:
        """Places that miss somebody, by weight, each with what makes another as hopeless."""
        gains = self._weights(self.there[..., None] < self.tables.need)
        slots = np.argwhere(gains > 0)
        for day, shift, station in slots[np.argsort(-gains[tuple(slots.T)], kind="stable")].tolist():
            slot = day, shift, station
            yield slot, (self._key(slot), float(gains[slot]))

    def _gain(self, slot: _Slot) -> float:
        """What one more there is worth."""
        return float(self.tables.under[slot][self.there[slot] < self.tables.need[slot]].sum())

    def _weights(self, counted: Array) -> Array:
        """By slot, what the lines that are ``counted`` cost for each one missing."""
        weights: Array = np.where(counted, self.tables.under, 0.0).sum(axis=3)
        return weights

    def _chain(self, slot: _Slot) -> _Link | None:
        """The shortest chain that ends with somebody who has room, else with the lightest place that it may empty."""
        queue = deque[tuple[_Slot, _Link | None]]([(slot, None)])
        losses = self._weights(self.there[..., None] <= self.tables.need)
        seen, weight, lightest = {self._key(slot)}, self._gain(slot), None
        while queue and len(seen) < _MOST_SLOTS:
            at, before = queue.popleft()
            may = self._may(at, before)
            if (free := self._nearest(at, may[:, 0])) is not None:
                return _Link(at, free, -1, before)
            for row, left in self._leavers(may, losses):
                other = (left, int(self.rota.option[row, left]) - 1, int(self.rota.station[row, left]))
                if self._key(other) in seen:
                    continue
                seen.add(self._key(other))
                link = _Link(at, row, left, before)
                queue.append((other, link))
                if (cost := float(losses[other])) < weight:
                    weight, lightest = cost, link
        return lightest

    def _key(self, slot: _Slot) -> tuple[int, int, int]:
        """Places that the same people may take lead to the same links."""
        return slot[0], slot[1], int(self.alike[slot[2]])

    def _may(self, slot: _Slot, before: _Link | None) -> Array:
        """Person by what is left (0: nothing, then the days): who may take the place."""
        day, shift, station = slot
        if (day, shift) not in self.legal:
            self.legal[day, shift] = self._judged(self.rows, day, shift)
        may = self.legal[day, shift] & (self.tables.fits[:, station] & (self.tables.pinned[:, day] < 0))[:, None]
        while before is not None:
            may[before.row], before = False, before.before
        return may

    def _judged(self, rows: Array, day: int, shift: int) -> Array:
        """Whether each one's rota stays legal with this shift and without one of the days, walked through its graph."""
        option = self.rota.option[rows]
        variants = np.repeat(option[:, None, :], option.shape[1] + 1, axis=1)
        lefts = np.arange(option.shape[1])
        variants[:, lefts + 1, lefts] = 0
        variants[:, :, day] = shift + 1
        legal = np.ones(variants.shape[:2], dtype=bool)
        legal[:, 1:] &= option > 0
        legal[:, 0] &= option[:, day] == 0
        legal[:, 1:] &= (option[:, [day]] == 0) | (lefts[None, :] == day)
        legal[option[:, day] == shift + 1] = False
        for index, one in enumerate(self.days.graphs):
            mine = np.flatnonzero(self.days.whose[rows] == index)
            state = np.zeros((len(mine), variants.shape[1]), dtype=np.int64)
            for at, (onward, cost) in enumerate(zip(one.onward, one.cost, strict=True)):
                taken = variants[mine, :, at]
                alive = (onward[state, taken] >= 0) & (cost[state, taken] < NEVER / 2)
                legal[mine] &= alive & (self.days.base[rows[mine, None], at, taken] < NEVER / 2)
                state = np.where(alive, onward[state, taken], 0)
            legal[mine] &= one.ends[state] < NEVER / 2
        return legal

    def _nearest(self, slot: _Slot, free: Array) -> int | None:
        """The nearest of those who have room, fewest nights first for a night."""
        rows = np.flatnonzero(free)
        if not len(rows):
            return None
        nights = np.array([False, *(shift.is_night for shift in self.tables.problem.shifts)])
        worked = nights[self.rota.option[rows]].sum(axis=1) if nights[slot[1] + 1] else np.zeros(len(rows))
        return int(rows[np.lexsort((self.tables.far[rows, slot[2]], worked))[0]])

    def _leavers(self, may: Array, losses: Array) -> Iterator[tuple[int, int]]:
        """One person for each kind of place that could be left, at the lightest of its kind."""
        rows, lefts = np.nonzero(may[:, 1:])
        order = losses[lefts, self.rota.option[rows, lefts] - 1, self.rota.station[rows, lefts]].argsort(kind="stable")
        rows, lefts = rows[order], lefts[order]
        shape = (len(self.tables.need), len(self.tables.problem.shifts) + 1, len(self.tables.stations))
        left = (lefts, self.rota.option[rows, lefts], self.alike[self.rota.station[rows, lefts]])
        for first in np.unique(np.ravel_multi_index(left, shape), return_index=True)[1].tolist():
            yield int(rows[first]), int(lefts[first])

    def _take(self, chain: _Link | None) -> None:
        changed = []
        while chain is not None:
            day, shift, station = chain.slot
            if chain.left >= 0:
                at = chain.left, self.rota.option[chain.row, chain.left] - 1, self.rota.station[chain.row, chain.left]
                self.there[at] -= 1
                self.rota.option[chain.row, chain.left] = 0
            self.there[chain.slot] += 1
            self.rota.option[chain.row, day], self.rota.station[chain.row, day] = shift + 1, station
            changed.append(chain.row)
            chain = chain.before
        rows = np.array(changed)
        for (day, shift), legal in self.legal.items():
            legal[rows] = self._judged(rows, day, shift)


def alike(fits: Array) -> Array:
    """A number for each station; stations that the same people may take share one."""
    known: dict[bytes, int] = {}
    return np.array([known.setdefault(column.tobytes(), len(known)) for column in np.ascontiguousarray(fits.T)])
