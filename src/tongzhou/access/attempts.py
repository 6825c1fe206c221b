"""What was tried and refused. Kept on a connection of its own, so that undoing the request does not undo the trace."""

from uuid import UUID

from tongzhou.access.models import Attempt
from tongzhou.kernel import clock, database


def log(account_id: UUID | None, *, what: str, path: str) -> None:
    with database.through(database.LOG):
        Attempt.objects.create(at=clock.now(), account_id=account_id, what=what[:60], path=path[:200])
