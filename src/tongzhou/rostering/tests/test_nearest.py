import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tongzhou.rostering.nearest import Nearest
from tongzhou.rostering.tables import NEVER


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 60), st.floats(0, 1), st.floats(0, 1), st.sampled_from([1, 100, 10_000]))
def test_the_least_is_the_same_as_if_every_station_were_asked(seed, stations, barred, closed, dear):
    random = np.random.default_rng(seed)
    far = np.where(random.random((7, stations)) < barred, NEVER, random.random((7, stations)) * 100)
    price = np.where(random.random(stations) < closed, NEVER, -random.random(stations) * dear)
    least, where = Nearest(far, near=3).best(price)
    total = far + price
    wanted = np.where(price < NEVER / 2, total, np.inf).min(axis=1)
    may = wanted < NEVER / 2
    assert np.array_equal(least[may], wanted[may])
    assert np.array_equal(total[np.arange(7), where][may], wanted[may])
    assert (least[~may] >= NEVER / 2).all()
