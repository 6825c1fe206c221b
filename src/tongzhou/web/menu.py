"""The menu: one table of what leads where for whom. A line shows only when the duty includes its permission."""

from dataclasses import dataclass
from functools import cache

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission as P


@dataclass(frozen=True)
class Line:
    label: Promise
    words: Promise
    name: str
    permission: P

    @property
    def url(self) -> str | None:
        return _address(self.name)


def _address(name: str) -> str | None:
    try:
        return _found(name)
    except NoReverseMatch:
        return None


@cache
def _found(name: str) -> str:
    """Remembered once it is there: a test's own table of addresses must not hide one for good."""
    return reverse(name)


@dataclass(frozen=True)
class Group:
    """Lines that belong together; the order of the groups is the order of a day."""

    label: Promise
    lines: tuple[Line, ...]


MENU = (
    Group(
        _("At the post"),
        (
            Line(
                _("Register"),
                _("Ask, measure, advise and register who comes back"),
                "arrivals:register",
                P.ARRIVAL_REGISTER,
            ),
            Line(
                _("Consult"),
                _("Somebody unwell: measure, ask, advise, send on"),
                "consults:register",
                P.ARRIVAL_REGISTER,
            ),
            Line(
                _("Announced"), _("Scan the code of who announced themselves"), "arrivals:announced", P.ARRIVAL_REGISTER
            ),
            Line(
                _("My shift"), _("What was registered here today, to hand over"), "arrivals:shift", P.ARRIVAL_REGISTER
            ),
            Line(
                _("Paper"),
                _("Print sheets for posts without a network, and type them back"),
                "paper:sheets",
                P.ARRIVAL_REGISTER,
            ),
            Line(_("Gate"), _("Scan, measure, let in or out"), "gates:gate", P.GATE_CHECK),
            Line(
                _("Gate without network"),
                _("For a phone: checks passes without a signal"),
                "field:app",
                P.GATE_CHECK,
            ),
            Line(_("Crossing"), _("Every car: plate, readings, one save"), "crossings:crossing", P.CROSSING_CHECK),
            Line(_("Toilets"), _("Used, disinfected, free"), "crossings:toilets", P.CROSSING_CHECK),
        ),
    ),
    Group(
        _("Measures"),
        (
            Line(_("Worklist"), _("Follow-ups and requests, what is overdue first"), "matters:worklist", P.MATTER_VIEW),
            Line(_("Directives"), _("What must be done, by whom, until when"), "directives:directives", P.MATTER_VIEW),
            Line(_("Findings"), _("What inspectors found, what became of it"), "oversight:findings", P.MATTER_VIEW),
            Line(
                _("Suggestions"),
                _("What could go better: tried, adopted or declined"),
                "oversight:suggestions",
                P.MATTER_VIEW,
            ),
            Line(
                _("Spot checks"), _("Records drawn at random, and calling back"), "oversight:draws", P.OVERSIGHT_INSPECT
            ),
            Line(_("Response level"), _("What holds now, what held on a day"), "response:response", P.MATTER_VIEW),
            Line(_("Firms"), _("When they resume; applications, visits, stops"), "resumption:firms", P.MATTER_VIEW),
            Line(_("Passes"), _("Issue, hand out, print, replace and revoke"), "passes:passes", P.PASS_ISSUE),
            Line(_("Screening"), _("From door to door and call to call"), "screening:work", P.SCREEN_WORK),
            Line(
                _("Isolation"),
                _("Who stays at home, two reports a day, what they need"),
                "isolation:isolations",
                P.ISOLATION_VIEW,
            ),
            Line(_("Central sites"), _("Rooms, who comes, who is inside"), "isolation:sites", P.ISOLATION_SITE),
            Line(_("Waste round"), _("Door after door, one touch each"), "waste:round", P.WASTE_COLLECT),
            Line(_("Cases"), _("Notices, contacts, what follows"), "cases:cases", P.CASE_NOTIFY),
            Line(
                _("Certificates"),
                _("Proof of residence, end of observation"),
                "certificates:certificates",
                P.CERTIFICATE_ISSUE,
            ),
            Line(
                _("Leads"), _("Lists from other offices: whom to reach and register"), "leads:leads", P.ARRIVAL_REGISTER
            ),
        ),
    ),
    Group(
        _("Staff going down"),
        (
            Line(_("My shifts"), _("Where, when, with whom; checking in"), "deployment:mine", P.SHIFT_VIEW),
            Line(
                _("Who comes"),
                _("Who comes to the post today, and who is missing"),
                "deployment:today",
                P.STAFF_RECEIVE,
            ),
            Line(_("Asked for"), _("People that the posts ask for"), "deployment:needs", P.STAFF_RECEIVE),
            Line(_("Sent down"), _("Who was sent where, placed, on shift, missing"), "deployment:board", P.STAFF_PLACE),
            Line(_("Volunteers"), _("Who signed up and waits for an answer"), "deployment:volunteers", P.VOLUNTEER_VET),
        ),
    ),
    Group(
        _("Situation"),
        (
            Line(
                _("Board"), _("Figures of every place, down to the entries behind them"), "figures:board", P.FIGURE_VIEW
            ),
            Line(_("Find"), _("Look for somebody by name, number, telephone or pinyin"), "web:people", P.PERSON_SEARCH),
            Line(_("Duty log"), _("What happened here, and telling it upward"), "incidents:log", P.INCIDENT_REPORT),
            Line(
                _("Risk areas"),
                _("Which places count, since when, and whom that concerns"),
                "riskareas:list",
                P.RISK_VIEW,
            ),
            Line(_("Briefs"), _("The day in figures: make, amend, sign, hand out"), "briefing:briefs", P.BRIEF_VIEW),
            Line(
                _("To residents"),
                _("Notices of the place: its public page, posters to print"),
                "notices:residents",
                P.RESIDENTS_TELL,
            ),
            Line(
                _("Messages"),
                _("Telling many by text; whom it did not reach is called"),
                "messages:batches",
                P.MESSAGE_TELL,
            ),
            Line(_("Tables"), _("A department's own table, filled from what is known"), "tables:tables", P.TABLE_FILL),
        ),
    ),
    Group(
        _("Setting up"),
        (
            Line(_("Questions"), _("What is asked, in which version"), "questionnaires:index", P.QUESTIONNAIRE_VIEW),
            Line(_("Notices"), _("Maintenance and changes, told on every page"), "notices:notices", P.NOTICE_PUBLISH),
            Line(
                _("Jobs"), _("What is done beside the pages: what failed, and trying again"), "web:jobs", P.JOB_MANAGE
            ),
            Line(_("Accounts"), _("Open, renew and close accounts"), "access:accounts", P.ACCOUNT_MANAGE),
            Line(_("Places"), _("The tree of places and its posts"), "web:places", P.PLACE_MANAGE),
            Line(_("Staff"), _("Units and who works for them"), "web:staff", P.UNIT_MANAGE),
            Line(_("Duties"), _("Assign and end duties"), "access:duties", P.DUTY_ASSIGN),
            Line(_("Devices"), _("Enrol a telephone, shut one out"), "access:devices", P.DEVICE_MANAGE),
            Line(_("Looks"), _("Who looked at whom, and why"), "access:looks", P.LOOK_VIEW),
            Line(_("Refused"), _("What was tried and refused"), "access:attempts", P.LOOK_VIEW),
        ),
    ),
)


def groups(actor: Actor | None) -> list[Group]:
    """What this duty may open, as it is grouped; a group with nothing to open is left out."""
    open_here = (
        Group(group.label, tuple(line for line in group.lines if actor and actor.may(line.permission) and line.url))
        for group in MENU
    )
    return [group for group in open_here if group.lines]
