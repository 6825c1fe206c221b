"""Roles in plain words. A role is what a duty allows; it says nothing about where.

The administrators of the system, of security and of the audit are three different people (MLPS level 3, GB/T 22239): no
role may hold what two of them hold.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongzhou.access.permissions import Permission as P


@dataclass(frozen=True)
class Role:
    """``is_wide``: the duty sees the whole district through a login of its own. ``longest``: how long such a duty may
    last, when that is shorter than for others."""

    code: str
    label: Promise
    words: Promise
    permissions: frozenset[P]
    is_wide: bool = False
    longest: timedelta | None = None


_DESK = frozenset(
    {
        *(P.PERSON_SEARCH, P.PERSON_VIEW, P.ARRIVAL_REGISTER, P.ENTRY_VIEW, P.FIGURE_VIEW, P.RISK_VIEW),
        *(P.MATTER_VIEW, P.MATTER_WORK, P.INCIDENT_REPORT, P.PASS_ISSUE, P.GATE_CHECK),
        P.DEVICE_MANAGE,
        *(P.RESIDENTS_TELL, P.MESSAGE_TELL),
        *(P.STAFF_RECEIVE, P.SHIFT_VIEW, P.SCREEN_WORK, P.RESUMPTION_ASK),
        *(P.ISOLATION_VIEW, P.ISOLATION_CARE, P.CERTIFICATE_ISSUE),
    }
)

VILLAGE_DESK = Role(
    "village_desk",
    _("Village desk"),
    _("Registers people who come back, follows them up, and sees the own village."),
    _DESK,
)
TOWN_OFFICE = Role(
    "town_office",
    _("Town office"),
    _("Helps the desks of the town, merges double records, reports figures, adds questions for the town."),
    _DESK
    | {
        *(P.PERSON_MERGE, P.FIGURE_REPORT, P.BRIEF_VIEW, P.BRIEF_MAKE, P.TABLE_FILL, P.INCIDENT_ANSWER),
        *(P.QUESTIONNAIRE_VIEW, P.QUESTIONNAIRE_PUBLISH, P.PASS_REVOKE, P.DIRECTIVE_ISSUE, P.STAFF_PLACE),
        *(P.SCREEN_PLAN, P.VOLUNTEER_VET),
        P.RESUMPTION_CHECK,
    },
)
GATE = Role(
    "gate",
    _("Gate"),
    _("Checks who goes in and out of one village or compound. Sees no person's record."),
    frozenset({P.GATE_CHECK, P.INCIDENT_REPORT, P.STAFF_RECEIVE, P.SHIFT_VIEW}),
)
CROSSING = Role(
    "crossing",
    _("Crossing"),
    _("Checks every car at one road crossing and keeps its toilets clean. Sees no person's record."),
    frozenset({P.CROSSING_CHECK, P.INCIDENT_REPORT, P.STAFF_RECEIVE, P.SHIFT_VIEW}),
)
SENT_DOWN = Role(
    "sent_down",
    _("Sent down"),
    _("Sees the own shifts and checks in. Sees no person's record; the post's duty opens with the check-in."),
    frozenset({P.SHIFT_VIEW}),
)
#: What a check-in at a post may open, for the length of a shift; all else is opened by a security administrator.
FIELD_ROLES = frozenset({VILLAGE_DESK.code, GATE.code, CROSSING.code})
HEADQUARTERS = Role(
    "headquarters",
    _("Headquarters"),
    _("Sees the figures of the whole district and the entries behind them; registers nobody."),
    frozenset(
        {
            *(P.FIGURE_VIEW, P.FIGURE_REPORT, P.ENTRY_VIEW, P.PERSON_SEARCH, P.PERSON_VIEW, P.MATTER_VIEW),
            *(P.MATTER_WORK, P.QUESTIONNAIRE_VIEW, P.QUESTIONNAIRE_PUBLISH, P.RISK_VIEW, P.RISK_PUBLISH),
            *(P.BRIEF_VIEW, P.BRIEF_MAKE, P.TABLE_FILL, P.INCIDENT_REPORT, P.INCIDENT_ANSWER, P.RESIDENTS_TELL),
            P.MESSAGE_TELL,
            *(P.PASS_ISSUE, P.PASS_REVOKE, P.DIRECTIVE_ISSUE),
            *(P.STAFF_SEND, P.STAFF_PLACE, P.STAFF_RECEIVE, P.SCREEN_WORK, P.SCREEN_PLAN),
            *(P.RESUMPTION_ASK, P.RESUMPTION_CHECK, P.RESUMPTION_FILE),
            *(P.ISOLATION_VIEW, P.ISOLATION_DECIDE, P.RESPONSE_SET, P.VOLUNTEER_VET),
        }
    ),
    is_wide=True,
)
DEPARTMENT = Role(
    "department",
    _("Department"),
    _("Signs applications of firms to resume work, and works on what reaches the department. Sees no person's record."),
    frozenset({P.MATTER_VIEW, P.MATTER_WORK, P.RESUMPTION_SIGN, P.FIGURE_VIEW, P.VOLUNTEER_VET}),
)
FEVER_CLINIC = Role(
    "fever_clinic",
    _("Fever clinic"),
    _("Sees whom the desks have sent, says whether they arrived, and gives the answer that closes it."),
    frozenset({P.MATTER_VIEW, P.MATTER_WORK, P.PERSON_VIEW, P.CONSULT_ANSWER}),
)
INSPECTOR = Role(
    "inspector",
    _("Inspector"),
    _("For a month at most: sees figures and worklists of one place and records drawn at random. Changes none."),
    frozenset({P.OVERSIGHT_INSPECT, P.FIGURE_VIEW, P.MATTER_VIEW}),
    longest=timedelta(days=31),
)
CENTRAL_SITE = Role(
    "central_site",
    _("Central isolation site"),
    _("Gives rooms to whoever is brought, writes down their two reports a day. Sees masked names of its own guests."),
    frozenset({P.ISOLATION_VIEW, P.ISOLATION_SITE, P.MATTER_VIEW, P.MATTER_WORK, P.INCIDENT_REPORT}),
)
COLLECTOR = Role(
    "collector",
    _("Waste collector"),
    _("Fetches the waste of isolating homes: doors in the order of the route, no name, nothing about health."),
    frozenset({P.WASTE_COLLECT}),
)
HEALTH_AUTHORITY = Role(
    "health_authority",
    _("Health authority"),
    _("Gives notice of cases and names contacts; the only one who sees which contact belongs to which case."),
    frozenset({P.CASE_NOTIFY, P.PERSON_SEARCH, P.PERSON_VIEW, P.MATTER_VIEW, P.MATTER_WORK, P.FIGURE_VIEW}),
    is_wide=True,
)
REVIEW_OFFICE = Role(
    "review_office",
    _("Review office"),
    _("Answers appeals against isolation; took no part in the decision. Sees the cases that were sent to it."),
    frozenset({P.ISOLATION_VIEW, P.ISOLATION_REVIEW, P.MATTER_VIEW, P.MATTER_WORK}),
)
SYSTEM_ADMIN = Role(
    "system_admin",
    _("System administrator"),
    _("Keeps places, units, staff and accounts. Sees no person's record and gives nobody a duty."),
    frozenset({P.PLACE_MANAGE, P.UNIT_MANAGE, P.ACCOUNT_MANAGE, P.NOTICE_PUBLISH, P.JOB_MANAGE}),
)
SECURITY_ADMIN = Role(
    "security_admin",
    _("Security administrator"),
    _("Assigns and ends duties, shuts out lost devices. Opens no account and sees no person's record."),
    frozenset({P.DUTY_ASSIGN, P.DEVICE_MANAGE}),
)
AUDIT_ADMIN = Role(
    "audit_admin",
    _("Audit administrator"),
    _("Sees who looked at whom and why, and verifies the ledger. Changes nothing."),
    frozenset({P.LOOK_VIEW, P.LEDGER_VERIFY}),
    is_wide=True,
)

ROLES = {
    role.code: role
    for role in (
        VILLAGE_DESK,
        GATE,
        CROSSING,
        SENT_DOWN,
        TOWN_OFFICE,
        HEADQUARTERS,
        DEPARTMENT,
        FEVER_CLINIC,
        INSPECTOR,
        CENTRAL_SITE,
        REVIEW_OFFICE,
        COLLECTOR,
        HEALTH_AUTHORITY,
        SYSTEM_ADMIN,
        SECURITY_ADMIN,
        AUDIT_ADMIN,
    )
}
