"""Where each person stands cheapest, distance and price together, without asking every station.

A person's near stations are known once and for all, and the stations at the lowest prices are few: whatever is neither
costs at least the nearest of the far ones and the next price. Only where that is less is everything asked. The answer
is the same as if it always were.
"""

import numpy as np

from tongzhou.rostering.tables import NEVER, Array

_NEAR = 64
_CLOSED = NEVER / 2


class Nearest:
    """``far``: person, station; ``NEVER`` where the person may not stand."""

    def __init__(self, far: Array, near: int = _NEAR) -> None:
        self.far, self.size = far, near
        self.is_wide = far.shape[1] > 4 * near
        if self.is_wide:
            part = np.argpartition(far, near, axis=1)
            self.near, self.beyond = part[:, :near], far[np.arange(len(far)), part[:, near]]
            self.metres = np.take_along_axis(far, self.near, axis=1)

    def best(self, price: Array) -> tuple[Array, Array]:
        """By person the least sum and its station. ``price``: by station, ``NEVER`` where it is closed."""
        open_ = np.flatnonzero(price < _CLOSED)
        if not len(open_):
            return np.full(len(self.far), NEVER), np.zeros(len(self.far), dtype=np.int64)
        if not self.is_wide or len(open_) <= 4 * self.size:
            return _least(self.far[:, open_] + price[open_], open_)
        low = np.argpartition(price, self.size)[: self.size + 1]
        least, where = _least(self.metres + price[self.near], self.near)
        lower, there = _least(self.far[:, low] + price[low], low)
        where = np.where(lower < least, there, where)
        least = np.minimum(least, lower)
        unsure = np.flatnonzero(least > self.beyond + price[low].max())
        if len(unsure):
            least[unsure], where[unsure] = _least(self.far[np.ix_(unsure, open_)] + price[open_], open_)
        return least, where


def _least(total: Array, stations: Array) -> tuple[Array, Array]:
    """By row the least and the station of its column (``stations``: of all rows, or row by row)."""
    at = total.argmin(axis=1)
    rows = np.arange(len(total))
    return total[rows, at], stations[at] if stations.ndim == 1 else stations[rows, at]
