"""One more target: found at its door, or told by somebody. A list is many of them (importing)."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, database, ids, sealing
from tongzhou.programmes.screening.errors import TargetRefused
from tongzhou.programmes.screening.models import Sort, Target

KEEP_DAYS = 120
#: So many open targets in one hand.
IN_HAND = 30
Key = tuple[UUID, str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTarget:
    """``id``: made by a telephone that found it without a network. ``contact``: whom to ask for. A lead that is a
    telephone and nothing else needs no name."""

    place_id: UUID
    sort: str
    name: str = ""
    address: str = ""
    landmark: str = ""
    area: str = ""
    contact: str = ""
    phone: str = ""
    id: UUID | None = None

    def named(self) -> str:
        """The own name; else the telephone, masked; else how to find it."""
        masked = f"{self.phone[:3]}****{self.phone[-4:]}" if self.phone else ""
        return self.name or masked or self.landmark[:100]

    def key(self) -> Key:
        return (self.place_id, self.sort, self.named(), self.address, self.landmark)


def add(new: NewTarget, *, by: Actor) -> Target:
    """Put it on the list of what was found, in the own hand while there is room. Raises TargetRefused; for a door
    that stands already it says who asked there last."""
    require(by, Permission.SCREEN_WORK)
    check(new)
    if new.place_id not in by.scope.places:
        raise TargetRefused(_("This is no place of your duty."), field="place")
    parts = dict(zip(("place_id", "sort", "name", "address", "landmark"), new.key(), strict=True))
    with database.atomic():
        known = Target.objects.filter(**parts).first()
        if known is not None:
            raise TargetRefused(standing(known), field="name")
        target = drawn_up(new, list_name=_("Found on the way"), by=by)
        if Target.objects.unfinished().filter(caller_id=by.account_id).count() < IN_HAND:
            target.caller_id, target.caller_name = by.account_id, target.imported_by_name
        try:
            with database.atomic():
                target.save(force_insert=True)
        except IntegrityError as error:
            raise TargetRefused(_("This stands on a list already."), field="name") from error
        return target


def drawn_up(new: NewTarget, *, list_name: str, by: Actor) -> Target:
    """The target, not stored yet; whom to ask for and the telephone under a key of its own."""
    secret = sealing.new_key()
    return Target(
        id=new.id or ids.new(),
        place_id=new.place_id,
        sort=new.sort,
        name=new.named(),
        address=new.address,
        landmark=new.landmark,
        area=new.area[:40],
        sealed=sealing.seal(secret, {"contact": new.contact[:40], "phone": new.phone}),
        wrapped_key=sealing.wrap(secret),
        list_name=list_name,
        imported_at=clock.now(),
        imported_by_name=f"{by.unit_name} {by.name}"[:220],
        keep_until=clock.today() + timedelta(days=KEEP_DAYS),
    )


def standing(one: Target) -> str:
    """On which list it stands, and who asked there last."""
    words = {"list": one.list_name, "who": one.last_by_name, "when": f"{one.last_at:%Y-%m-%d}" if one.last_at else ""}
    if one.last_at:
        return _("Stands in “%(list)s” already; asked by %(who)s on %(when)s.") % words
    return _("Stands in “%(list)s” already.") % words


def check(new: NewTarget) -> None:
    """Raises TargetRefused, which names the field."""
    if new.sort not in Sort.values:
        raise TargetRefused(_("Choose what sort of target it is."), field="sort")
    if not (new.address or new.landmark or new.phone):
        raise TargetRefused(_("Without address, landmark or telephone nobody can be reached."), field="landmark")
    if not 0 < len(new.named()) <= 100:
        raise TargetRefused(_("A target needs a name of at most 100 characters."), field="name")
    if max(len(new.address), len(new.landmark)) > 200:
        raise TargetRefused(_("At most 200 characters, please."), field="landmark")
    if new.phone and not (new.phone.lstrip("+").replace("-", "").isdecimal() and 5 <= len(new.phone) <= 20):
        raise TargetRefused(_("“%(phone)s” is no telephone number.") % {"phone": new.phone[:30]}, field="phone")
