"""The papers of isolation: the order with the promise to sign, and the decision with its basis and remedies."""

from django.utils.translation import gettext as _

from tongzhou.certificates import paper
from tongzhou.certificates.paper import Sheet
from tongzhou.kernel import clock
from tongzhou.people.identities import Identity
from tongzhou.programmes.isolation import bases
from tongzhou.programmes.isolation.models import Act, Isolation, Order
from tongzhou.programmes.isolation.records import REASONS


def _facts(isolation: Isolation, identity: Identity) -> list[tuple[str, str]]:
    return [
        (_("Name"), identity.name),
        (_("Document, last four signs"), identity.id_number[-4:] or "—"),
        (_("Lives at"), f"{paper.path(isolation.place_id)}{identity.address}"),
        (_("Reason"), str(REASONS[isolation.reason])),
        (_("From, to"), f"{isolation.from_on:%Y-%m-%d} — {isolation.until_on:%Y-%m-%d}"),
    ]


def write(isolation: Isolation, order: Order, identity: Identity) -> bytes:
    """The order at home, at a central site by consent, or the decision on central isolation of somebody who refused."""
    facts, words = (
        _facts(isolation, identity),
        [_("It rests on: %(basis)s.") % {"basis": "; ".join(bases.told(order.basis))}],
    )
    signs = [_("I promise (signature)"), _("For the committee")]
    if order.act == Act.HOME:
        title, told = _("Notice and promise: observation at home"), _promise(isolation)
    elif isolation.refusal_id is None:
        title, told = _("Notice and consent: observation at a central site"), _consent(order)
    else:
        title, told, facts = _("Decision on central isolation"), _decision(order), [*facts, *_people(order)]
        signs = [_("Received (signature, time)")]
    words += told
    foot = [*_team(isolation), f"{clock.day_of(order.at):%Y-%m-%d}"]
    return paper.write(Sheet(title, isolation.id.hex[-10:].upper(), facts, words, foot, signs=signs))


def _people(order: Order) -> list[tuple[str, str]]:
    return [(_("Decided by"), order.by_name), (_("Confirmed by"), order.confirmed_by_name)]


def _promise(isolation: Isolation) -> list[str]:
    return [
        _("I stay at home, in a room of my own, for %(days)s days; nobody visits me.") % {"days": isolation.length},
        _("I measure my temperature twice a day, by ten and by six, and report it with any complaint."),
        _("If I become feverish or short of breath I call the health centre and do not go out by myself."),
        _("The team below brings what I need. My rubbish goes into the bag for isolation and is fetched at the door."),
    ]


def _consent(order: Order) -> list[str]:
    return [
        _("The dwelling is not fit for observation at home, and I agree to the central site. %(why)s")
        % {"why": order.words},
        _("I measure my temperature twice a day, by ten and by six, and report it with any complaint."),
        _("Whoever disagrees may ask for a review or go to court: %(remedies)s.") % {"remedies": _remedies(order)},
    ]


def _remedies(order: Order) -> str:
    return "; ".join(bases.told([one.code for one in bases.in_force(Act.NOTICE, clock.day_of(order.at))]))


def _decision(order: Order) -> list[str]:
    return [
        _("Persuaded several times, the person did not agree to observation at home. Therefore: %(why)s")
        % {"why": order.words},
        _("Whoever disagrees may ask for a review or go to court: %(remedies)s.") % {"remedies": _remedies(order)},
        _("An appeal may also be handed in on the own page with the receipt; whoever decided does not answer it."),
        _("The decision is carried out meanwhile, if need be with the help of the police."),
    ]


def _team(isolation: Isolation) -> list[str]:
    return [f"{one['name']} {one['phone']}" for one in isolation.team]
