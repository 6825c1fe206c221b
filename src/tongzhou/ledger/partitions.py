"""Monthly partitions of the entries, by the time in their ids.

Never grant anything on a partition: read directly, it would show every row whatever the scope.
"""

from collections.abc import Iterator
from datetime import date, datetime, time

from django.db import connections, transaction
from django.db.utils import IntegrityError

from tongzhou.kernel import clock, database, ids

#: The epidemic of the demonstration district, and from the present month on.
DEMONSTRATION = (date(2019, 12, 1), date(2021, 1, 1))
AHEAD = 6


def months(first: date, until: date) -> Iterator[date]:
    """The first days of the months from ``first`` to before ``until``."""
    month = first.replace(day=1)
    while month < until:
        yield month
        month = _next(month, 1)


def _next(month: date, count: int) -> date:
    months_since = month.year * 12 + month.month - 1 + count
    return date(months_since // 12, months_since % 12 + 1, 1)


def _bound(month: date) -> str:
    return str(ids.bound(datetime.combine(month, time(), clock.ZONE)))


def name(month: date) -> str:
    return f"ledger_entry_{month:%Y_%m}"


def ensure(first: date, until: date, *, alias: str = database.OWNER) -> list[str]:
    """Make, as the owner, the partitions that are missing from ``first`` to before ``until``; their names.

    A month whose entries already went to the default partition stays there.
    """
    made = []
    with connections[alias].cursor() as owner:
        for month in months(first, until):
            owner.execute("SELECT to_regclass(%s)", [name(month)])
            if owner.fetchone() == (None,) and _make(month, alias):
                made.append(name(month))
    return made


def _make(month: date, alias: str) -> bool:
    statement = (
        f"CREATE TABLE {name(month)} PARTITION OF ledger_entry"
        f" FOR VALUES FROM ('{_bound(month)}') TO ('{_bound(_next(month, 1))}')"
    )
    try:
        with transaction.atomic(using=alias), connections[alias].cursor() as owner:
            owner.execute(statement)
    except IntegrityError:  # the default partition holds rows of that month
        return False
    return True


def ensure_ahead(*, alias: str = database.OWNER) -> list[str]:
    """The partitions of the demonstration, of last month and of the months to come."""
    this_month = clock.today().replace(day=1)
    return [
        *ensure(*DEMONSTRATION, alias=alias),
        *ensure(_next(this_month, -1), _next(this_month, AHEAD + 1), alias=alias),
    ]
