"""What a gate's device hands up and takes along."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import RuleBroken
from tongzhou.passes import queries
from tongzhou.passes.judging import Reason
from tongzhou.programmes.gates import actions, knowing
from tongzhou.programmes.gates.checks import Check
from tongzhou.programmes.gates.records import OUTCOMES, TALKED, TOPICS, WHO
from tongzhou.sync import kinds, parts
from tongzhou.sync.kinds import Answer, Handed, PayloadRefused, SyncKind
from tongzhou.sync.parts import Part

REASONS = frozenset(Reason)
SAMPLE = {"who": "visitor", "way": "in", "outcome": "passed", "temperature": 36.5}


def _check(entry: Handed) -> Check:
    way, reason, number = entry.text("way"), entry.text("reason"), entry.hexadecimal("pass", most=8)
    if way not in ("in", "out"):
        raise PayloadRefused(_("In or out?"), field="way")
    if reason and reason not in REASONS:
        raise PayloadRefused(_("There is no such verdict."), field="reason")
    return Check(
        who=entry.text("who"),
        is_out=way == "out",
        outcome=entry.text("outcome", "passed"),
        temperature=entry.number("temperature"),
        pass_number=int.from_bytes(number) & (1 << 60) - 1 if number else None,
        household=entry.hexadecimal("household", most=5),
        reason=reason,
        plate=entry.text("plate", most=20),
        list_number=entry.whole("list", 0),
        visit_id=entry.uuid("visit"),
        at=entry.occurred_at,
        entry_id=entry.id,
    )


def _take(handed: Sequence[Handed], by: Actor) -> list[Answer]:
    """All in one transaction: the action answers each."""
    answers, checks = [], []
    for entry in handed:
        try:
            checks.append(_check(entry))
        except RuleBroken as error:
            answers.append(Answer(entry.id, "refused", error))
    with database.acting(by.scope.places, is_wide=by.is_wide):
        told = actions.record(checks, by=by)
    return answers + [Answer(one.id, one.status, one.error) for one in told]


def _remind(entry: Handed, by: Actor) -> bool:
    return actions.remind(entry.text("topic"), by=by, entry_id=entry.id, at=entry.occurred_at)


def _gate(by: Actor) -> dict[str, Any]:
    """The zone with its keys of the days of the duty (two at most, ADR 0019), its passes, its rule, who went out."""
    zone, today = knowing.open_zone(by), clock.today()
    last = min(clock.day_of(by.ends_at), today + timedelta(days=1))
    rule = queries.household_rule(zone)
    listed = queries.listed(zone)
    out = knowing.outings(zone, rule.days) if rule else {}
    return {
        "zones": {
            str(number): {str(day): key.hex() for day, key in keys.items()}
            for number, keys in queries.day_keys([zone], sorted({today, last})).items()
        },
        "passes": [
            [f"{number:015x}", tag.hex(), kind, int(start.timestamp()), int(end.timestamp())]
            for number, tag, kind, start, end in sorted(listed)
        ],
        "rule": {"outings": rule.outings, "days": rule.days} if rule else None,
        "went_out": {tag.hex(): sorted(int(at.timestamp()) for at in times) for tag, times in sorted(out.items())},
        "words": {name: _words(table) for name, table in (("who", WHO), ("outcome", OUTCOMES), ("topic", TOPICS))},
    }


def _words(table: dict[str, Any]) -> dict[str, str]:
    return {code: str(words) for code, words in table.items()}


kinds.register(SyncKind("gate.checked", Permission.GATE_CHECK, _take, SAMPLE))
kinds.register(SyncKind(TALKED.code, Permission.GATE_CHECK, kinds.each(_remind), {"topic": "mask"}))
parts.register(Part("gate", Permission.GATE_CHECK, parts.whole(_gate)))
