"""What isolation writes into the ledger, and the work that it opens. Bodies hold codes; readings are sealed."""

from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongzhou.access.permissions import Permission as P
from tongzhou.ledger import kinds
from tongzhou.ledger.kinds import Kind
from tongzhou.matters import casetypes
from tongzhou.matters.casetypes import CHECKED, RECORDED, STAGED, Act, CaseType, Move, Outcome, Proof
from tongzhou.people import statuses
from tongzhou.people.statuses import ENDINGS as _ENDINGS
from tongzhou.people.statuses import StatusKind

KEEP_DAYS = 180
REASONS = {
    "key_area": _("Came from or through a key area"),
    "contact": _("Close contact of a case"),
    "left_hospital": _("Came out of hospital"),
}
ENDINGS = {
    **_ENDINGS,
    "hospital": _("Taken to hospital"),
    "left": _("Left the city by permission"),
    "overturned": _("The review set the decision aside"),
    "redated": _("Other days were ordered"),
}
#: How somebody may end it; other days are ordered, not ended.
WAYS_OUT = {code: label for code, label in ENDINGS.items() if code != "redated"}


def _status(code: str, label: Promise) -> StatusKind:
    return statuses.register(StatusKind(code, label, REASONS, burdens=True, keep_days=KEEP_DAYS, endings=ENDINGS))


#: By where they are: who fetches rubbish at doors, or checks a gate, asks the register for the first alone.
AT_HOME = _status("isolation", _("In isolation at home"))
AT_SITE = _status("central_isolation", _("In central isolation"))
CHANNELS = {
    "door": _("at the door"),
    "telephone": _("by telephone"),
    "own": _("by the person on the own page"),
    "paper": _("from paper"),
    "site": _("at the central site"),
}
#: Why there is no reading, and somebody goes to the door.
UNMET_WHY = {"gone": _("Nobody opened or answered"), "refused": _("Would not be measured")}
SYMPTOMS = {
    **{"cough": _("Cough"), "throat": _("Sore throat"), "breath": _("Short of breath"), "tired": _("Very tired")},
    **{"stomach": _("Stomach or bowels"), "other": _("Something else")},
}
_WORDS = {
    **{"way": _("Where"), "way=home": _("At home"), "way=central": _("Central site"), "reason": _("Reason")},
    **{f"reason={code}": label for code, label in REASONS.items()},
    **{"slot": _("Report"), "slot=morning": _("morning"), "slot=evening": _("evening"), "channel": _("How")},
    **{f"channel={code}": label for code, label in CHANNELS.items()},
    **{"why": _("Why no reading")},
    **{f"why={code}": label for code, label in UNMET_WHY.items()},
    **{"is_hot": _("37.3 ℃ or more"), "is_unwell": _("Complaints"), "ending": _("How it ended")},
    **{
        f"{key}={value}": word
        for key in ("is_hot", "is_unwell")
        for value, word in (("True", _("yes")), ("False", _("no")))
    },
    **{f"ending={code}": label for code, label in ENDINGS.items()},
}


def _kind(code: str, label: object, *keys: str) -> Kind:
    return kinds.register(Kind(code, label, frozenset(keys), KEEP_DAYS, _WORDS))  # type: ignore[arg-type]


ORDERED = _kind("isolation.ordered", _("Isolation begun"), "way", "reason", "basis", "until")
REPORTED = _kind("isolation.reported", _("Health report"), "slot", "day", "channel", "is_hot", "is_unwell")
UNMET = _kind("isolation.unmet", _("No health report could be taken"), "slot", "day", "channel", "why")
REDATED = _kind("isolation.redated", _("Other days of isolation ordered"), "way", "until")
ADMITTED = _kind("isolation.admitted", _("Admitted to a central site"), "site")
ENDED = _kind("isolation.ended", _("Isolation ended"), "way", "ending")
VISITING = kinds.register(Kind("isolation.visit", _("Visit for a missed report"), RECORDED, KEEP_DAYS))
STEPPED = kinds.register(Kind("isolation.step", _("Step of the refusal procedure"), RECORDED, KEEP_DAYS))
APPEALED = kinds.register(Kind("isolation.appeal", _("Appeal against isolation"), RECORDED, KEEP_DAYS))

VISIT = casetypes.register(
    CaseType(
        code="isolation_visit",
        label=_("No health report: go to the door"),
        outcomes={
            "well": Outcome(_("Spoken with; report written down")),
            "unwell": Outcome(_("Unwell: the health centre was told"), needs_note=True),
            "gone": Outcome(_("Not at home; the police helps to look"), needs_note=True, attempts=2),
        },
        due_hours=2,
        keep_days=KEEP_DAYS,
        records={Act.OPEN: VISITING, Act.CLOSE: VISITING},
    )
)
ALARM = casetypes.register(
    CaseType(
        code="isolation_alarm",
        label=_("Fever or complaints in isolation: health centre"),
        outcomes={
            "clinic": Outcome(_("Taken to the fever clinic by ambulance")),
            "watched": Outcome(_("Health centre has spoken with the person; stays"), needs_note=True),
            "mistaken": Outcome(_("Measured again: nothing"), needs_note=True),
        },
        due_hours=1,
        keep_days=KEEP_DAYS,
    )
)
NEEDS = {
    "food": (_("Food and daily things"), 4),
    "medicine": (_("Fetch medicine"), 2),
    "child": (_("Look after a child or an old person"), 2),
    "pet": (_("Look after an animal"), 8),
    "repair": (_("Water, power, heating"), 4),
    "talk": (_("Somebody to talk with"), 8),
}
NEED = casetypes.register(
    CaseType(
        code="isolation_need",
        label=_("Order of somebody in isolation"),
        outcomes={
            "delivered": Outcome(_("Brought to the door")),
            "impossible": Outcome(_("Not possible; told the person why"), needs_note=True),
        },
        due_hours=8,
        keep_days=60,
    )
)
_BEFORE_TRANSFER = frozenset({"persuading", "proposed", "decided", "confirmed", "noticed"})
#: Regulations on Public Health Emergencies, art. 44: the police help to carry out what somebody refuses. What comes
#: before is the district's own rule: persuade at least twice, a named officer decides, a second person confirms.
REFUSAL = casetypes.register(
    CaseType(
        code="isolation_refusal",
        label=_("Refuses isolation"),
        outcomes={
            "agreed": Outcome(_("Agreed after all"), needs_no_proof=True, stages=_BEFORE_TRANSFER),
            "dropped": Outcome(
                _("Isolation is not needed"), True, needs_no_proof=True, stages=frozenset({"persuading", "proposed"})
            ),
            "moved": Outcome(_("Taken to the central site"), stages=frozenset({"transferred"})),
        },
        due_hours=6,
        keep_days=KEEP_DAYS,
        transitions=STAGED,
        proof=Proof.SIGNATURE,
        stages={
            "persuading": _("Being persuaded"),
            "proposed": _("Proposed to headquarters"),
            "decided": _("Decided, to be confirmed"),
            "confirmed": _("Confirmed, to be handed over"),
            "noticed": _("Decision handed over"),
            "transferred": _("Taken to the central site"),
        },
        moves=MappingProxyType(
            {
                "persuade": Move(
                    label=_("Persuaded once more"),
                    stages=frozenset({"persuading"}),
                    target="persuading",
                    permission=P.ISOLATION_CARE,
                ),
                "propose": Move(
                    label=_("Propose central isolation"),
                    stages=frozenset({"persuading"}),
                    target="proposed",
                    permission=P.ISOLATION_CARE,
                    after={"persuade": 2},
                    needs_proof=True,
                    due_hours=4,
                ),
                "turn_down": Move(
                    label=_("Turn the proposal down: go on persuading"),
                    stages=frozenset({"proposed", "decided"}),
                    target="persuading",
                    permission=P.ISOLATION_DECIDE,
                    due_hours=6,
                ),
                "decide": Move(
                    label=_("Decide on central isolation"),
                    stages=frozenset({"proposed"}),
                    target="decided",
                    permission=P.ISOLATION_DECIDE,
                    apart_from=frozenset({"persuade", "propose"}),
                    due_hours=2,
                ),
                "confirm": Move(
                    label=_("Confirm the decision as the second person"),
                    stages=frozenset({"decided"}),
                    target="confirmed",
                    permission=P.ISOLATION_DECIDE,
                    apart_from=frozenset({"decide", "persuade", "propose"}),
                    due_hours=4,
                ),
                "serve": Move(
                    label=_("Hand the decision over and tell the remedies"),
                    stages=frozenset({"confirmed"}),
                    target="noticed",
                    permission=P.ISOLATION_CARE,
                    due_hours=4,
                ),
                "transfer": Move(
                    label=_("Take to the central site, the police assisting"),
                    stages=frozenset({"noticed"}),
                    target="transferred",
                    permission=P.ISOLATION_CARE,
                ),
            }
        ),
        records=dict.fromkeys((Act.OPEN, Act.STEP, Act.CLOSE), STEPPED),
    )
)
#: Three days are ours; the remedies of the law (60 days, six months) stand on the notice and are not touched.
APPEAL = casetypes.register(
    CaseType(
        code="isolation_appeal",
        label=_("Appeal against isolation"),
        outcomes={
            "stands": Outcome(_("The decision stands; told why"), needs_note=True),
            "overturned": Outcome(_("The decision is set aside"), needs_note=True),
        },
        due_hours=72,
        keep_days=KEEP_DAYS,
        transitions=CHECKED,
        permissions=dict.fromkeys((Act.ACCEPT, Act.SUBMIT, Act.CLOSE, Act.REJECT), P.ISOLATION_REVIEW),
        records={Act.OPEN: APPEALED, Act.CLOSE: APPEALED},
    )
)
