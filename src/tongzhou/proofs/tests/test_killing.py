"""The small size of the proof, in a process of its own: it kills for real."""

import json
import os
import subprocess
import sys


def test_nothing_is_lost_doubled_or_altered_when_database_worker_and_sealer_are_killed() -> None:
    known = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_URL", "TONGZHOU"))}
    done = subprocess.run(
        [sys.executable, "-m", "tongzhou.proofs.killing", "--kills", "3", "--clients", "2"],
        capture_output=True,
        text=True,
        timeout=300,
        env=known,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert sum(told["kills"].values()) == 3
    assert told["sent"] > 100
    assert set(told["must be 0"].values()) == {0}
