"""The embedded PostgreSQL launcher: a database of our own with no system service to set up.

Nothing here may import another room of ours or Django: this is what they stand on."""

from tongzhou.embedded.errors import DatabaseUnavailable
from tongzhou.embedded.launcher import Cluster, is_running, known, pid, provide, start, stop, throwaway
from tongzhou.embedded.logins import LOGINS

__all__ = [
    "LOGINS",
    "Cluster",
    "DatabaseUnavailable",
    "is_running",
    "known",
    "pid",
    "provide",
    "start",
    "stop",
    "throwaway",
]
