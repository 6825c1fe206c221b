"""Makes a demonstration out of an empty database, once. Never touches one that holds anything else."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tongzhou.access.actors import Actor
from tongzhou.demonstration import (
    calling,
    clocks,
    directing,
    inventing,
    isolating,
    noticing,
    overseeing,
    playing,
    resuming,
    ruling,
    sending,
    setting_up,
    watching,
)
from tongzhou.demonstration.models import Stamp
from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import RuleBroken
from tongzhou.people.adding import add
from tongzhou.people.identities import NewPerson
from tongzhou.people.models import Person

#: What the demonstration's clock shows when it is new: the desks have closed, the day can be read.
SHOWS = datetime(2020, 2, 8, 20, 30, tzinfo=clock.ZONE)
BATCH = 500


class NotEmpty(RuleBroken):
    code = "not_empty"


@dataclass(frozen=True)
class Progress:
    """Who hears of the long work: a phase with its length, then steps of it."""

    phase: Callable[[str, int], None]
    step: Callable[[int], None]


def exists() -> bool:
    return Stamp.objects.exists()


def make(residents: int, progress: Progress, *, until: datetime = SHOWS) -> None:
    """The district, ``residents`` invented people, and the desks' days ``until`` 8 February 2020, 20:30.

    Raises NotEmpty for a database that holds persons and no stamp.
    """
    with database.acting((), is_wide=True):
        if Person.objects.exists():
            raise NotEmpty("This database holds persons. A demonstration needs an empty one.")
    Stamp.objects.create(id=1, made_at=clock.now(), shows=until, residents=residents)
    with clock.at(SHOWS - timedelta(days=3)):
        setting_up.lay_district()
        setting_up.publish_questions()
        setting_up.publish_risk_areas()
        ruling.rule()
        _people(residents, progress)
    setting_up.open_accounts(until)
    if until >= sending.MORNING:
        with clock.at(sending.MORNING):
            sending.send_down()
        directing.send_down(until)
    isolating.play(until)
    noticing.play(until)
    if until >= overseeing.MORNING:
        overseeing.suggest()
    if until >= resuming.MORNING + timedelta(hours=2):
        resuming.resume()
    if until >= calling.EVENING:
        calling.call()
    watching.watch(until=until)
    progress.phase("Replaying the desks", 1_050)
    playing.replay(until=until, step=progress.step)
    if until >= overseeing.EVENING:
        overseeing.inspect()
    Stamp.objects.update(made_at=clock.now())
    clocks.install()


def _people(residents: int, progress: Progress) -> None:
    huating, others = playing.homes()
    progress.phase("Inventing residents", residents)
    by = setting_up.officer(setting_up.DISTRICT, is_wide=True)
    waiting: list[NewPerson] = []
    for who in inventing.residents(residents, sorted([*huating, *others], key=UUID.__str__)):
        waiting.append(NewPerson(who.name, who.id_kind, who.id_number, who.phone, who.address, who.place_id))
        if len(waiting) == BATCH:
            _record(waiting, by, progress)
            waiting = []
    _record(waiting, by, progress)


def _record(waiting: list[NewPerson], by: Actor, progress: Progress) -> None:
    with database.acting((), is_wide=True):
        add(waiting, by=by)
    progress.step(len(waiting))
