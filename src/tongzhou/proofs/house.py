"""A house for one proof: a cluster of its own, the real district, the desk's questions, one clock for all processes.

Nothing of ours may be imported above: the settings need a database that runs.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import django
from django.core.management import call_command

from tongzhou.embedded import Cluster

#: Names the real time at which the proof began; the clock of every process then showed SHOWED.
BEGAN, SHOWED = "TONGZHOU_PROOF_BEGAN", datetime(2020, 2, 8, 12, tzinfo=UTC) - timedelta(hours=8)


def prepare() -> None:
    """Load the application into this process, with the clock of the proof."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongzhou.config.settings")
    django.setup()
    from tongzhou.kernel import clock  # noqa: PLC0415  needs the settings

    clock.set_back(datetime.fromisoformat(os.environ[BEGAN]) - SHOWED)


@contextmanager
def opened(cluster: Cluster) -> Iterator[None]:
    """Make the tables and the district in a fresh cluster; this process and those that it starts use it."""
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {"TONGZHOU_VAR": str(cluster.var), "TONGZHOU_MODE": "demo", BEGAN: datetime.now(UTC).isoformat()}
    prepare()
    from tongzhou.demonstration import setting_up  # noqa: PLC0415  needs the settings

    call_command("migrate", "--database=owner", "--verbosity=0")
    setting_up.lay_district()
    setting_up.publish_questions()
    yield
