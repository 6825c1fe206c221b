"""The small size of the proof, in a process of its own: it kills for real."""

import json
import os
import subprocess
import sys


def test_no_check_is_lost_or_doubled_when_telephones_server_and_database_are_killed() -> None:
    known = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_URL", "TONGZHOU"))}
    size = ["--entries", "300", "--phones", "3", "--kills", "4"]
    done = subprocess.run(
        [sys.executable, "-m", "tongzhou.proofs.outage", *size],
        capture_output=True,
        text=True,
        timeout=400,
        env=known,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert (sum(told["kills"].values()), told["checks"]) == (4, 300)
    assert set(told["must be 0"].values()) == {0}
