"""The worker of the tests: does what waits, under the duty of one actor."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from tongzhou.access.actors import Actor
from tongzhou.kernel import database, working


def work_off(by: Actor) -> None:
    @contextmanager
    def become(account_id: UUID, duty_id: UUID) -> Iterator[Actor]:
        with database.acting(by.scope.places, is_wide=by.is_wide):
            yield by

    working.work_off(become)
