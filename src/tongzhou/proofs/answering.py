"""What a worker does with each line that it is asked."""

import json
import os
import pickle
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import connections
from django.db.utils import InterfaceError, OperationalError

from tongzhou.access.actors import Actor
from tongzhou.kernel import clock, database
from tongzhou.ledger import actions, sealing_days
from tongzhou.programmes.arrivals import actions as arrivals
from tongzhou.proofs import parcels


def serve() -> None:
    by: Actor = pickle.loads(Path(sys.argv[1]).read_bytes())
    print(json.dumps({"ready": os.getpid()}), flush=True)
    for line in sys.stdin:
        try:
            answer = _answer(json.loads(line), by)
        except (OperationalError, InterfaceError) as error:
            connections.close_all()
            answer = {"error": str(error).splitlines()[0]}
        print(json.dumps(answer), flush=True)


def _answer(asked: dict[str, Any], by: Actor) -> dict[str, Any]:
    if day := asked.get("seal"):
        return {"roots": _seal(date.fromisoformat(day))}
    parcel = parcels.read(asked)
    with database.acting(by.scope.places):
        if parcel.is_registration:
            arrivals.register([parcels.registration(parcel, by.post_id)], by=by)
            verdicts = {str(parcel.ids[0]): "stored"}
        else:
            answers = actions.append(parcels.entries(parcel, by.post_id), by=by)
            verdicts = {str(answer.id): answer.status for answer in answers}
    return {"verdicts": verdicts}


def _seal(day: date) -> int:
    with clock.at(clock.start_of(day + timedelta(days=1)) + timedelta(minutes=5)):
        return len(sealing_days.seal_day(day))
