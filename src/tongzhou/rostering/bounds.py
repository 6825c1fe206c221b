"""What no plan can beat: Lagrangian prices on cover, everybody's best legal rota under them (Held and Karp 1971).

A step bends away from the one before where the two would undo each other (Camerini, Fratta and Maffioli 1975).
Rest, runs and counters are inside each rota, so the bound knows them; only the sharing of places is relaxed.
"""

from random import Random

import numpy as np

from tongzhou.rostering.days import Days, Rota
from tongzhou.rostering.graphs import cheapest, to_go
from tongzhou.rostering.tables import COVER, NEVER, STABILITY, Array

_START = 300.0
_MISSING, _SHORT = 1e4, 3e3
_BEND = 1.5
_SETTLED = 0.01
_SHAKEN = 0.05


class Prices:
    """Prices of places, made better step by step; ``bound`` is the best that was proved.

    It bounds the scaled sum in which what is empty costs ``missing`` for each unit of its weight. Whatever that is, no
    plan with as much empty lies below; a cost near the prices proves more where places must stay empty.
    """

    def __init__(self, days: Days, *, is_short: bool = False) -> None:
        """``is_short``: places must stay empty, so that every place is worth what the lightest of them costs."""
        self.days, tables = days, days.tables
        is_plain = tables.problem.objective == "lexicographic" and not tables.problem.published
        self.missing = COVER if not is_plain else _SHORT if is_short else _MISSING
        self.under = tables.under * (self.missing / COVER)
        self.top = self.under.sum(axis=3)
        self.bottom = -np.minimum(tables.over.sum(axis=3), NEVER)
        is_priced = tables.problem.objective == "lexicographic"
        self.price = np.where(
            tables.need.sum(axis=3) > 0,
            np.minimum(self.top, (_SHORT if is_short else _START) if is_priced else self.top / 2),
            0.0,
        )
        self.best_price, self.bound, self.theta, self.stale = self.price.copy(), -np.inf, 1.0, 0
        self.way: Array | None = None

    @property
    def is_settled(self) -> bool:
        """Whether further steps would gain next to nothing."""
        return self.theta < _SETTLED

    def cost(self) -> tuple[Array, Array]:
        """What each option of each day costs each person at these prices, and the station that makes it so."""
        days, tables = self.days, self.days.tables
        cost, where = days.base.copy(), np.zeros(days.base.shape, dtype=np.int64)
        for day in range(tables.problem.days):
            least, at = days.best(np.where(days.slots[day] > 0, -self.price[day], NEVER))
            self._published(day, least, at)
            cost[:, day, 1:] += least
            where[:, day, 1:] = at
            cost[tables.published[:, day] >= 0, day, 0] += STABILITY
        return np.minimum(cost, NEVER), where

    def _published(self, day: int, least: Array, at: Array) -> None:
        tables = self.days.tables
        said = tables.published[:, day]
        least[said != -2] += STABILITY
        rows = np.flatnonzero(said >= 0)
        shift, station = np.divmod(said[rows], len(tables.stations))
        own = tables.far[rows, station] - self.price[day, shift, station]
        better = tables.fits[rows, station] & (own < least[rows, shift])
        least[rows[better], shift[better]] = own[better]
        at[rows[better], shift[better]] = station[better]

    def step(self, target: float) -> None:
        """Evaluate the prices, keep the bound, move against what is asked too much or too little."""
        days, (cost, where) = self.days, self.cost()
        total, wanted = self._places()
        used = np.zeros_like(self.price)
        for one, members in zip(days.graphs, days.members, strict=True):
            values = to_go(one, cost[members])
            total += float(values[0][:, 0].sum())
            taken = cheapest(one, cost[members], values)
            rows, at = np.nonzero(taken)
            option = taken[rows, at]
            np.add.at(used, (at, option - 1, where[members[rows], at, option]), 1)
        self._judge(total)
        way = self._bent(wanted - used)
        reach = max(target - total, abs(target) * 0.002, 1.0) / max(float((way**2).sum()), 1.0)
        self.price = np.clip(self.price + self.theta * reach * way, self.bottom, self.top)

    def _bent(self, slope: Array) -> Array:
        """The way of this step: the slope, turned towards the step before as far as they disagree."""
        if self.way is not None:
            against = -_BEND * float((slope * self.way).sum()) / max(float((self.way**2).sum()), 1.0)
            slope = slope + max(against, 0.0) * self.way
        self.way = slope
        return slope

    def _judge(self, total: float) -> None:
        if total > self.bound + 1e-6:
            self.bound, self.best_price, self.stale = total, self.price.copy(), 0
        else:
            self.stale += 1
            if self.stale >= 6:
                self.theta, self.stale, self.price, self.way = self.theta * 0.6, 0, self.best_price.copy(), None

    def _places(self) -> tuple[float, Array]:
        """The cheapest number of people at each slot when each costs its price, and what that comes to."""
        tables = self.days.tables
        most = len(self.days.base)
        counts = np.concatenate([np.zeros((*self.price.shape, 1), np.int64), tables.need], axis=3)
        counts = np.minimum(counts, most)
        short = np.maximum(tables.need[..., None, :] - counts[..., :, None], 0)
        above = np.maximum(counts[..., :, None] - tables.need[..., None, :], 0)
        value = (short * self.under[..., None, :] + above * tables.over[..., None, :]).sum(axis=4)
        value += self.price[..., None] * counts
        at = value.argmin(axis=3)[..., None]
        return float(np.take_along_axis(value, at, axis=3).sum()), np.take_along_axis(counts, at, axis=3)[..., 0]

    def guided(self, days: Days, random: Random | None = None) -> Rota:
        """A plan of these days (the same problem, its limits may be stricter) that looks ahead by the best prices.

        ``random`` shakes them a little, for another plan that is about as good.
        """
        kept, self.price = self.price, self.best_price
        if random is not None:
            shaken = np.random.default_rng(random.randrange(1 << 30)).uniform(1 - _SHAKEN, 1 + _SHAKEN, kept.shape)
            self.price = np.clip(self.price * shaken, self.bottom, self.top)
        cost, _where = self.cost()
        self.price = kept
        return days.guided(cost)
