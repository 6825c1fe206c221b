"""The application in a process of its own, which may be killed: one line of JSON in, one line out."""

import json
import os
import pickle
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import django
import psycopg
from django.db import connections
from django.db.utils import InterfaceError, OperationalError

#: Real time of the beginning of the proof, and what the clock showed then.
BEGAN, SHOWED = "TONGZHOU_PROOF_BEGAN", datetime(2020, 2, 8, 12, tzinfo=UTC) - timedelta(hours=8)


def prepare() -> None:
    """Load the application; every process of one proof has the same clock."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongzhou.config.settings")
    django.setup()
    from tongzhou.kernel import clock  # noqa: PLC0415  needs the settings

    clock.set_back(datetime.fromisoformat(os.environ[BEGAN]) - SHOWED)


def _handle(asked: dict[str, Any], by: Any) -> dict[str, Any]:
    from tongzhou.kernel import clock, database  # noqa: PLC0415  needs the settings
    from tongzhou.ledger import actions, sealing_days  # noqa: PLC0415  likewise
    from tongzhou.programmes.arrivals import actions as arrivals  # noqa: PLC0415  likewise
    from tongzhou.proofs import parcels  # noqa: PLC0415  likewise

    if day := asked.get("seal"):
        on = date.fromisoformat(day)
        with clock.at(clock.start_of(on + timedelta(days=1)) + timedelta(minutes=5)):
            return {"roots": len(sealing_days.seal_day(on))}
    parcel = parcels.read(asked)
    with database.acting(by.scope.places):
        if parcel.is_registration:
            arrivals.register([parcels.registration(parcel, by.post_id)], by=by)
            return {"verdicts": {str(parcel.ids[0]): "stored"}}
        answers = actions.append(parcels.entries(parcel, by.post_id), by=by)
    return {"verdicts": {str(answer.id): answer.status for answer in answers}}


def main() -> None:
    prepare()
    by = pickle.loads(Path(sys.argv[1]).read_bytes())
    print(json.dumps({"ready": os.getpid()}), flush=True)
    for line in sys.stdin:
        try:
            answer = _handle(json.loads(line), by)
        except (OperationalError, InterfaceError, psycopg.OperationalError) as error:
            connections.close_all()
            answer = {"error": str(error).splitlines()[0]}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
