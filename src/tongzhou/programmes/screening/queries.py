"""What the pages of screening show, out of the places of whoever asks. A telephone that is shown is a look."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from tongzhou.access import looks
from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.places.queries import HOMES, current_tree, tile_squares
from tongzhou.places.tree import Node
from tongzhou.programmes.screening.actions import carrying
from tongzhou.programmes.screening.covering import STATES, Line
from tongzhou.programmes.screening.errors import NotFound
from tongzhou.programmes.screening.models import ENDS, Contact, Script, Target, Way


@dataclass(frozen=True)
class Caller:
    account_id: UUID
    name: str
    in_hand: int
    calls: int
    visits: int

    @property
    def is_full(self) -> bool:
        return self.calls >= carrying.CALLS_A_DAY


def callers(*, by: Actor) -> list[Caller]:
    """Who works on the own places today: in hand, and the calls and visits of the day, the most loaded first."""
    require(by, Permission.SCREEN_WORK)
    held = Target.objects.unfinished().filter(place_id__in=by.scope.places).exclude(caller_id=None)
    hands = {row["caller_id"]: row for row in held.values("caller_id", "caller_name").annotate(number=Count("id"))}
    start = clock.start_of(clock.today())
    rows = Contact.objects.filter(place_id__in=by.scope.places, at__gte=start).values("by_id", "by_name")
    counts = {
        row["by_id"]: row
        for row in rows.annotate(
            calls=Count("id", filter=Q(way=Way.PHONE)), visits=Count("id", filter=Q(way=Way.VISIT))
        )
    }
    found = [
        Caller(
            key,
            (hands.get(key) or {}).get("caller_name") or counts[key]["by_name"],
            (hands.get(key) or {"number": 0})["number"],
            (counts.get(key) or {"calls": 0})["calls"],
            (counts.get(key) or {"visits": 0})["visits"],
        )
        for key in {*hands, *counts}
    ]
    return sorted(found, key=lambda one: (-one.calls - one.visits, one.name))


def homes(*, by: Actor) -> list[Node]:
    """Where a target may stand: the villages and committees of the own places; the own post where there is none."""
    require(by, Permission.SCREEN_WORK)
    tree = current_tree()
    found = [tree.get(one) for one in by.scope.places]
    return sorted((one for one in found if one.kind in HOMES), key=lambda one: one.name) or [tree.get(by.post_id)]


def colleagues(*, by: Actor) -> list[tuple[str, str]]:
    """Whom targets can be given to: who is on duty here or has some in hand, each with how many."""
    require(by, Permission.SCREEN_WORK)
    names = {one.account_id: carrying.name_of(one) for one in carrying.colleagues(by)}
    held = Target.objects.unfinished().filter(place_id__in=by.scope.places).exclude(caller_id=None)
    hands = {row["caller_id"]: row for row in held.values("caller_id", "caller_name").annotate(number=Count("id"))}
    names = {key: row["caller_name"] for key, row in hands.items() if key != by.account_id} | names
    told = sorted(names.items(), key=lambda pair: pair[1])
    return [(str(key), f"{name} ({hands[key]['number'] if key in hands else 0})") for key, name in told]


def squares(lines: Sequence[Line]) -> dict[UUID, tuple[int, int]]:
    """Column and row on the district's map of those that have a square there."""
    found = tile_squares([one.place_id for one in lines])
    return {key: (one.tile_column or 0, one.tile_row or 0) for key, one in found.items()}


def areas(*, by: Actor) -> list[str]:
    rows = Target.objects.unfinished().filter(place_id__in=by.scope.places).exclude(area="")
    return sorted(set(rows.values_list("area", flat=True)))


#: So many that are free go along on a telephone.
MOST_ALONG = 100


@dataclass(frozen=True)
class Shown:
    """A target with whom to ask for; ``asked``: the last contact, told first."""

    target: Target
    contact: str
    phone: str
    asked: Contact | None


def in_hand(*, by: Actor) -> list[Shown]:
    """The own open targets: those whose time has come first."""
    require(by, Permission.SCREEN_WORK)
    return _shown(_held(by), by)


def _held(by: Actor) -> list[Target]:
    rows = Target.objects.filter(
        Q(drawn_at__isnull=False) | Q(outcome="") | ~Q(outcome__in=ENDS), caller_id=by.account_id
    )
    return list(
        rows.filter(place_id__in=by.scope.places).select_related("place").order_by("call_at", "area", "name")[:60]
    )


def along(*, by: Actor) -> tuple[list[Shown], list[Shown]]:
    """What a telephone takes along: the own ones in hand; and, without whom to ask for, those of the same areas (of
    the own places, with an empty hand) that are free to take or to be re-checked. Nothing is looked at yet:
    :func:`opened` does."""
    require(by, Permission.SCREEN_WORK)
    held = _held(by)
    free = Target.objects.unfinished().filter(place_id__in=by.scope.places, caller_id=None)
    free = free.filter(area__in={one.area for one in held}) if held else free
    near = [*rechecks(by=by), *free.select_related("place").order_by("call_at", "area", "name", "id")[:MOST_ALONG]]
    last = _last([*held, *near])
    told = ([Shown(one, "", "", last.get(one.id)) for one in some] for some in (held, near))
    return next(told), next(told)


def opened(held: Sequence[Shown], *, by: Actor) -> list[Shown]:
    """The same with whom to ask for; each is a look."""
    require(by, Permission.SCREEN_WORK)
    looks.log(by, subjects=[(one.target.id, one.target.place_id) for one in held], what="list", reason="")
    return [Shown(one.target, *one.target.person(), one.asked) for one in held]


def rechecks(*, by: Actor) -> list[Target]:
    """Drawn for a re-check, for whoever was not there before."""
    require(by, Permission.SCREEN_WORK)
    own = Contact.objects.filter(by_id=by.account_id).values("target_id")
    rows = Target.objects.filter(place_id__in=by.scope.places, drawn_at__isnull=False).exclude(id__in=own)
    return list(rows.select_related("place").order_by("drawn_at", "id")[:50])


def _last(targets: Sequence[Target]) -> dict[UUID, Contact]:
    return {one.target_id: one for one in Contact.objects.filter(target__in=targets).order_by("at", "id")}


def _shown(targets: Sequence[Target], by: Actor) -> list[Shown]:
    last = _last(targets)
    looks.log(by, subjects=[(one.id, one.place_id) for one in targets], what="list", reason="")
    return [Shown(one, *one.person(), last.get(one.id)) for one in targets]


def target(target_id: UUID, *, by: Actor) -> Shown:
    """Raises NotFound."""
    require(by, Permission.SCREEN_WORK)
    found = Target.objects.filter(id=target_id, place_id__in=by.scope.places).select_related("place").first()
    if found is None:
        raise NotFound(_("There is no such target here."))
    return _shown([found], by)[0]


def is_free(target: Target) -> bool:
    return target.caller_id is None and not target.is_finished


def contacts(target: Target, *, by: Actor) -> list[Contact]:
    require(by, Permission.SCREEN_WORK)
    return list(target.contacts.order_by("-at", "-id")[:50])


def targets(
    *, by: Actor, text: str = "", place: UUID | None = None, area: str = "", state: str = ""
) -> QuerySet[Target]:
    """The own targets by name, place and all under it, area; ``state``: one of covering.STATES."""
    require(by, Permission.SCREEN_WORK)
    found = Target.objects.filter(place_id__in=_under(place, by)).select_related("place").defer("sealed", "wrapped_key")
    found = found.filter(Q(name__contains=text) | Q(landmark__contains=text)) if text else found
    found = found.filter(area=area) if area else found
    found = found.filter(id__in=Target.objects.filter(STATES[state]).values("id")) if state in STATES else found
    return found.order_by("place__name", "area", "name", "id")


def _under(place_id: UUID | None, by: Actor) -> frozenset[UUID]:
    return by.scope.places & current_tree().scope([place_id]).places if place_id else by.scope.places


def script(sort: str) -> Script | None:
    """What is said to this sort now."""
    return Script.objects.filter(sort=sort).order_by("-version").first()


def scripts_in_force() -> list[Script]:
    """The newest of each sort."""
    return list(Script.objects.order_by("sort", "-version").distinct("sort"))


def scripts(*, by: Actor) -> list[Script]:
    """Every version, the newest first."""
    require(by, Permission.SCREEN_WORK)
    return list(Script.objects.order_by("sort", "-version")[:100])
