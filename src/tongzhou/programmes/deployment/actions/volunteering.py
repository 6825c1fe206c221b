"""Volunteers: signing up on the public page, followed by the receipt; vetted by the department that they give, else by
the office of the town they live in.

Never ask for more than vetting and placing need, and never answer a receipt with the name or the telephone.
"""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor, without_duty
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, codes, database, ids, sealing
from tongzhou.kernel.errors import RuleBroken, Several
from tongzhou.ledger import actions as ledger
from tongzhou.ledger.actions import Entry
from tongzhou.messages import lines
from tongzhou.people import idcheck, tokens
from tongzhou.places.queries import current_tree
from tongzhou.programmes.deployment import volunteers
from tongzhou.programmes.deployment.actions.intake import KEEP_DAYS
from tongzhou.programmes.deployment.actions.sending import LONGEST_DAYS, signed
from tongzhou.programmes.deployment.errors import NotFound, VolunteerRefused
from tongzhou.programmes.deployment.models import Profession, Volunteer, Worker
from tongzhou.programmes.deployment.records import SIGNED_UP, VETTED
from tongzhou.units import actions as units
from tongzhou.units import queries as offices
from tongzhou.units.models import Staff

#: More than this in an hour for one place is a flood.
PER_PLACE_AND_HOUR = 60
#: How long whoever was declined can read why.
KEEP_DECLINED = 30
#: What a volunteer may be; anything else is nobody's profession at a post.
PROFESSIONS = (Profession.DOCTOR, Profession.NURSE, Profession.TEACHER, Profession.LOGISTICS)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVolunteer:
    """``unit_id``: the department, None for none. ``from_on``–``until_on``: the days that are offered."""

    name: str
    phone: str
    place_id: UUID | None
    can_work_nights: bool
    from_on: date | None
    until_on: date | None
    unit_id: UUID | None = None
    profession: str = ""
    skills: str = ""


def sign_up(new: NewVolunteer) -> str:
    """Keep it for the town's office; the code that follows it. Raises Several of VolunteerRefused and PhoneRefused."""
    phone = _checked(new)
    assert new.place_id is not None
    name = " ".join(new.name.split())
    alike = tokens.of_name_with_phone(name, phone)
    if alike is None:
        raise VolunteerRefused(_("Give the name that stands in your papers."), field="name")
    database.set_scope([new.place_id])
    _refuse_flood(new.place_id)
    open_ones = Volunteer.objects.filter(place_id=new.place_id, alike=alike, decided_at=None)
    if open_ones.exists():
        raise VolunteerRefused(_("You have signed up already. Follow it with the code of your receipt."), field="phone")
    code, key, now = codes.of(secrets.randbits(60)), sealing.new_key(), clock.now()
    Volunteer.objects.create(
        place_id=new.place_id,
        unit_id=new.unit_id,
        sealed=sealing.seal(key, {"name": name, "phone": phone}),
        wrapped_key=sealing.wrap(key),
        token=tokens.of_receipt(code),
        alike=alike,
        profession=new.profession,
        skills=" ".join(new.skills.split())[:60],
        can_work_nights=new.can_work_nights,
        **{"from_on": new.from_on, "until_on": new.until_on},
        made_at=now,
        keep_until=clock.day_of(now) + timedelta(days=KEEP_DAYS),
    )
    _write(SIGNED_UP.code, new.place_id, {}, by=_public(new.place_id))
    return codes.grouped(code)


def _checked(new: NewVolunteer) -> str:
    """The telephone in its one spelling. Every fault is told at once."""
    wrong: list[RuleBroken] = []
    phone = ""
    try:
        phone = idcheck.phone(new.phone)
    except RuleBroken as error:
        wrong.append(error)
    else:
        wrong += [] if phone else [VolunteerRefused(_("Give a telephone that you answer."), field="phone")]
    if not 2 <= len(new.name.strip()) <= 40:
        wrong.append(VolunteerRefused(_("Give the name that stands in your papers."), field="name"))
    if new.place_id is None or current_tree().town_of(new.place_id) is None:
        wrong.append(VolunteerRefused(_("Choose the village or community that you live in."), field="place"))
    if new.unit_id is not None and not volunteers.departments().filter(id=new.unit_id).exists():
        wrong.append(VolunteerRefused(_("Choose the department from the list, or none."), field="unit"))
    if new.profession and new.profession not in PROFESSIONS:
        wrong.append(VolunteerRefused(_("There is no such profession."), field="profession"))
    wrong += _wrong_days(new.from_on, new.until_on)
    if wrong:
        raise Several(wrong)
    return phone


def _wrong_days(from_on: date | None, until_on: date | None) -> list[RuleBroken]:
    if from_on is None or from_on < clock.today():
        return [VolunteerRefused(_("Say from which day on, today or later."), field="from_on")]
    if until_on is None or not 0 <= (until_on - from_on).days <= LONGEST_DAYS:
        words = {"days": LONGEST_DAYS}
        told = _("The last day lies between the first and %(days)s days later.") % words
        return [VolunteerRefused(told, field="until_on")]
    return []


def _refuse_flood(place_id: UUID) -> None:
    recent = Volunteer.objects.filter(place_id=place_id, made_at__gt=clock.now() - timedelta(hours=1))
    if recent[:PER_PLACE_AND_HOUR].count() >= PER_PLACE_AND_HOUR:
        raise VolunteerRefused(_("Very many people sign up for this place just now. Try again in an hour."))


def _public(place_id: UUID) -> Actor:
    """Whoever signs up, as an actor at that place for this one request."""
    office = offices.seat_id(place_id)
    if office is None:
        raise VolunteerRefused(_("No office answers for this place yet. Choose its town."), field="place")
    return without_duty(place_id, unit_id=office, name="公众", permissions=())


def _write(kind: str, place_id: UUID, body: dict[str, object], *, by: Actor) -> None:
    for verdict in ledger.append([Entry(kind, place_id, clock.now(), body=body)], by=by):
        if verdict.error:
            raise verdict.error


def answer(code: str, words: str) -> None:
    """What was asked again is answered by whoever holds the receipt. Raises NotFound, VolunteerRefused."""
    found, told = volunteers.follow(code), " ".join(words.split())
    if not 2 <= len(told) <= 200:
        raise VolunteerRefused(_("Answer in 2 to 200 characters."), field="answer")
    database.set_scope([found.place_id])
    asked = Volunteer.objects.filter(id=found.volunteer_id, state=Volunteer.State.ASKED)
    if not asked.update(answer=told, state=Volunteer.State.WAITING):
        raise VolunteerRefused(_("Nothing is asked of you any more. Look at the answer."))


def ask_again(volunteer_id: UUID, words: str, *, by: Actor) -> None:
    """Something is unclear: whoever holds the receipt reads it and answers. Raises NotFound, VolunteerRefused."""
    told = " ".join(words.split())
    if not 2 <= len(told) <= 200:
        raise VolunteerRefused(_("Say in 2 to 200 characters what is unclear."), field="question")
    with database.atomic():
        one = _open(volunteer_id, by)
        one.state, one.question, one.answer = Volunteer.State.ASKED, told, ""
        one.save(update_fields=["state", "question", "answer"])


def decline(volunteer_id: UUID, words: str, *, by: Actor) -> None:
    """Not taken, for a reason that the receipt shows. Raises NotFound, VolunteerRefused."""
    told = " ".join(words.split())
    if not 2 <= len(told) <= 200:
        raise VolunteerRefused(_("Say in 2 to 200 characters why not."), field="why")
    with database.atomic():
        one = _open(volunteer_id, by)
        one.why, one.keep_until = told, clock.today() + timedelta(days=KEEP_DECLINED)
        _decide(one, Volunteer.State.DECLINED, by)


def accept(volunteer_id: UUID, *, staff_id: UUID | None = None, by: Actor) -> Worker:
    """On the list of those who can be sent, as a volunteer. ``staff_id``: the member of staff that it is, where the
    second look found one; None for somebody new. Raises NotFound, VolunteerRefused."""
    with database.atomic():
        one = _open(volunteer_id, by)
        name, phone = one.person()
        staff = _known(staff_id, name) if staff_id else _new(one, name)
        town = current_tree().town_of(one.place_id)
        assert town is not None
        one.worker = Worker.objects.create(
            staff=staff,
            unit_id=_unit_id(one),
            place_id=town.id,
            profession=Profession.VOLUNTEER,
            skills=" ".join(filter(None, (one.get_profession_display() if one.profession else "", one.skills))),
            home_town_id=town.id,
            can_work_nights=one.can_work_nights,
            free_from=one.from_on,
            free_until=one.until_on,
            keep_until=max(one.until_on, clock.today()) + timedelta(days=KEEP_DAYS),
        )
        if lines.is_telephone(phone) and not lines.of_staff([staff.id]):
            lines.keep_for({staff.id: phone})  # so that they are told where and when; what staff gave themselves stays
        _decide(one, Volunteer.State.ACCEPTED, by)
        return one.worker


def _open(volunteer_id: UUID, by: Actor) -> Volunteer:
    require(by, Permission.VOLUNTEER_VET)
    rows = Volunteer.objects.select_for_update().filter(volunteers.decides(by), decided_at=None)
    one = rows.filter(id=volunteer_id).first()
    if one is None:
        raise NotFound(_("Nobody waits here any more: it is decided."))
    return one


def _decide(one: Volunteer, state: str, by: Actor) -> None:
    one.state, one.decided_at, one.decided_by_name = state, clock.now(), signed(by)
    one.save()
    _write(VETTED.code, one.place_id, {"outcome": state}, by=by)


def _known(staff_id: UUID, name: str) -> Staff:
    staff = next((each for each in volunteers.same_name(name) if each.id == staff_id), None)
    if staff is None:
        raise VolunteerRefused(_("Somebody of another name. Look again."), field="staff")
    if Worker.objects.filter(staff=staff).exists():
        raise VolunteerRefused(
            _("Is on the list of those who can be sent already. Decline, and say so."), field="staff"
        )
    return staff


def _new(one: Volunteer, name: str) -> Staff:
    number = f"志愿{ids.new().hex[-8:].upper()}"
    return units.add_staff(number=number, name=name, unit_id=_unit_id(one), on=clock.today())


def _unit_id(one: Volunteer) -> UUID:
    town = current_tree().town_of(one.place_id)
    office = one.unit_id or (offices.seat_id(town.id) if town else None)
    if office is None:
        raise VolunteerRefused(_("No office answers for this place yet. Choose its town."), field="place")
    return office
