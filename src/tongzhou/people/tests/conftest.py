from typing import NamedTuple

import pytest

from tongzhou.access.actors import Actor
from tongzhou.access.tests.factories import actor
from tongzhou.places.tests import factories


class Desks(NamedTuple):
    """Somebody on duty at two villages, at the town over one of them, and in an office of the whole district."""

    yongle: Actor
    nanchen: Actor
    town: Actor
    wide: Actor


@pytest.fixture
def desks(committed: None) -> Desks:
    district = factories.district()
    return Desks(
        actor(district.yongle.id),
        actor(district.nanchen.id),
        actor(district.huating.id, district.yongle.id, district.tangxing.id),
        actor(district.district.id, is_wide=True),
    )
