"""Announcing a party, changing it, taking it back; and opening it at the desk. The code is the only authority.

Nobody is on duty here: the scope opens no wider than the place that the party goes to. Never read one without its code.
"""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext as _

from tongzhou.access import policies
from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock, codes, database
from tongzhou.kernel.errors import Several
from tongzhou.ledger.models import Stored
from tongzhou.people import adding, tokens
from tongzhou.people.identities import Identity
from tongzhou.programmes.arrivals.before import flow
from tongzhou.programmes.arrivals.before.parties import MOST, Party, Traveller, seal, token_of, unseal
from tongzhou.programmes.arrivals.errors import AnnouncementTaken, AnnouncementUnknown, PartyTooLarge
from tongzhou.programmes.arrivals.forms import BEFORE_CODE
from tongzhou.programmes.arrivals.models import Announcement
from tongzhou.questionnaires import queries as questionnaires
from tongzhou.questionnaires.checking import check

#: How many parties a telephone takes along at most.
MOST_CARRIED = 300
#: After the day on which they were expected, what nobody came to claim is destroyed.
KEEP_DAYS = 14


def announce(
    party_id: UUID,
    place_id: UUID,
    number: int,
    traveller: Traveller,
    *,
    is_draft: bool = False,
    is_solved: bool = False,
) -> Party:
    """Put ``traveller`` at place ``number`` (from 0) of the party, which is made when it is not there yet.

    A draft may have gaps. Raises Several (by field), PartyTooLarge, AnnouncementTaken, TooManyFromPhone, SumNeeded.
    """
    database.set_scope([place_id])
    traveller = _as_it_is(traveller) if is_draft else _complete(traveller, place_id)
    old = _found(token_of(codes.plain(Party(party_id, place_id, (), clock.now()).code) or ""))
    if old is None:
        phone = tokens.of_phone(traveller.identity.phone)
        flow.admit(place_id, phone, is_solved=is_solved)
        return _insert(Party(party_id, place_id, (traveller,), clock.now()), phone)
    _refuse_taken(old)
    if number >= MOST:
        raise PartyTooLarge(_("A party has at most %(most)d people. Begin another.") % {"most": MOST})
    return _update(replace(old, place_id=place_id).having(number, traveller), old.place_id)


def _as_it_is(traveller: Traveller) -> Traveller:
    identity = traveller.identity
    parts = (identity.name, identity.id_kind, identity.id_number, identity.phone, identity.address)
    return replace(traveller, identity=Identity(*(part.strip()[:100] for part in parts)), is_complete=False)


def _complete(traveller: Traveller, place_id: UUID) -> Traveller:
    """The same, checked. Raises Several with everything that is wrong about the person and in the answers."""
    identity, errors = adding.clean(traveller.identity)
    form = questionnaires.current(BEFORE_CODE, place_id, clock.today())
    try:
        checked = check(
            form.definition, traveller.answers, today=clock.today(), known={}, language=questionnaires.language()
        )
    except Several as wrong:
        errors += list(wrong)
    if errors:
        raise Several(errors)
    return replace(traveller, identity=identity, answers=checked.answers, is_complete=True)


def _insert(party: Party, phone: bytes | None) -> Party:
    expected = party.expected_on(clock.today())
    Announcement.objects.create(
        id=party.id,
        token=token_of(codes.plain(party.code) or ""),
        place_id=party.place_id,
        expected_on=expected,
        persons=len(party.travellers),
        phone=phone,
        sealed=seal(party),
        created_at=party.changed_at,
        changed_at=party.changed_at,
        keep_until=_keep_until(expected),
    )
    return party


def _keep_until(expected: date) -> date:
    return max(expected, clock.today()) + timedelta(days=KEEP_DAYS)


def _update(party: Party, old_place: UUID) -> Party:
    database.set_scope({old_place, party.place_id})
    expected, now = party.expected_on(clock.today()), clock.now()
    Announcement.objects.filter(id=party.id, taken_at=None).update(
        place_id=party.place_id,
        expected_on=expected,
        persons=len(party.travellers),
        sealed=seal(party),
        changed_at=now,
        keep_until=_keep_until(expected),
    )
    return replace(party, changed_at=now)


def opened(code: str) -> Party:
    """The party of a code, however it is spelled. Raises AnnouncementUnknown, AnnouncementTaken."""
    plain = codes.plain(code)
    party = _found(token_of(plain)) if plain else None
    if party is None:
        raise AnnouncementUnknown(
            _("No announcement opens with this code. Compare it, or announce anew."), field="code"
        )
    _refuse_taken(party)
    return party


def persons(code: str) -> int:
    """How many are on the way under the code; 0 when it opens nothing or they are registered. For people.announced."""
    plain = codes.plain(code)
    party = _found(token_of(plain)) if plain else None
    return len(party.travellers) if party else 0


def _refuse_taken(party: Party) -> None:
    if party.taken_at:
        when = f"{party.taken_at.astimezone(clock.ZONE):%Y-%m-%d %H:%M}"
        raise AnnouncementTaken(
            _("This party was registered at the desk on %(when)s; the announcement is closed.") % {"when": when},
            field="code",
        )


def _found(token: bytes) -> Party | None:
    with database.cursor() as statement:
        statement.execute("SELECT * FROM arrivals_announced(%s)", [token])
        row = statement.fetchone()
    if row is None:
        return None
    party_id, place_id, sealed, changed_at, taken_at = row
    party = Party(party_id, place_id, (), changed_at, taken_at)
    return replace(party, travellers=unseal(codes.plain(party.code) or "", bytes(sealed)))


def leave_out(code: str, number: int) -> Party | None:
    """The party without one of its travellers; None when nobody is left and it was taken back."""
    party = opened(code).without(number)
    if party.travellers:
        return _update(party, party.place_id)
    take_back(code)
    return None


def take_back(code: str) -> None:
    """Destroy an announcement: nobody comes. Raises AnnouncementUnknown, AnnouncementTaken."""
    party = opened(code)
    database.set_scope([party.place_id])
    Announcement.objects.filter(id=party.id).delete()


def at_desk(code: str, *, by: Actor) -> Party:
    """The party that stands at the desk and has shown its code; for this transaction its village opens too.

    Raises AnnouncementUnknown, AnnouncementTaken, NotAllowed.
    """
    policies.require(by, Permission.ARRIVAL_REGISTER)
    party = opened(code)
    if not by.is_wide:
        database.set_scope({*by.scope.places, party.place_id})
    return party


def waiting(party: Party) -> list[int]:
    """The places (from 0) in the party of those who are not registered yet."""
    entries = [one.entry_id for one in party.travellers]
    stored = set(Stored.objects.filter(id__in=entries).values_list("id", flat=True))
    return [number for number, entry_id in enumerate(entries) if entry_id not in stored]


def close_if_done(party: Party) -> bool:
    """Destroy what was sealed once all of the party are registered."""
    if waiting(party):
        return False
    Announcement.objects.filter(id=party.id).update(sealed=b"", taken_at=clock.now())
    return True


def expected(*, by: Actor) -> list[tuple[date, int]]:
    """How many have announced themselves to the actor's places, by day, for today and the days that follow."""
    policies.require(by, Permission.ARRIVAL_REGISTER)
    coming = Announcement.objects.filter(place_id__in=by.scope.places, taken_at=None, expected_on__gte=clock.today())
    return list(coming.values_list("expected_on").annotate(number=Sum("persons")).order_by("expected_on")[:7])


def carried(first: date, last: date, *, by: Actor) -> list[Announcement]:
    """Those of the actor's places who are expected on these days, still sealed; who comes first, first."""
    policies.require(by, Permission.ARRIVAL_REGISTER)
    coming = Announcement.objects.filter(place_id__in=by.scope.places, taken_at=None)
    return list(coming.filter(expected_on__range=(first, last)).order_by("expected_on", "id")[:MOST_CARRIED])


def destroy(day: date) -> list[UUID]:
    """What nobody came to claim before ``day``. For people.retention."""
    gone = sorted(Announcement.objects.filter(keep_until__lt=day).values_list("id", flat=True))
    Announcement.objects.filter(id__in=gone).delete()
    return gone
