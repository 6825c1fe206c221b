"""Drafting a version, and publishing it. Never change one that has been published."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, sheets
from tongzhou.kernel.errors import RuleBroken
from tongzhou.ledger import actions as ledger
from tongzhou.ledger.actions import Entry
from tongzhou.places.queries import current_tree
from tongzhou.programmes.riskareas import dated, evaluating, national
from tongzhou.programmes.riskareas.errors import DocumentNeeded, DraftChanged, NoDraft, RuleRefused
from tongzhou.programmes.riskareas.evaluating import Change
from tongzhou.programmes.riskareas.models import Follow, Rule, Version
from tongzhou.programmes.riskareas.records import PUBLISHED

LONGEST = 60
HEADINGS = {
    **{"代码": "code", "地区代码": "code", "地区": "name", "名称": "name", "地名": "name", "起": "from_on"},
    **{"开始日期": "from_on", "起始日期": "from_on", "止": "until_on", "结束日期": "until_on"},
    **{"回溯天数": "look_back_days", "天数": "look_back_days", "后续": "follow"},
}


@dataclass(frozen=True)
class NewRule:
    """As it is handed in: texts. ``code`` of the national list, or a name that only one place bears."""

    place: str
    from_on: str
    until_on: str = ""
    look_back_days: str = ""  # empty: what the rule of the level says
    follow: str = Follow.OBSERVE


@dataclass(frozen=True)
class Imported:
    """``given_back``: the refused rows as a spreadsheet with a reason each; empty when there were none."""

    taken: int
    refused: list[RuleBroken]
    given_back: bytes


def draft(*, by: Actor) -> Version:
    """The draft; when there is none, a copy of the version in force under the next number."""
    require(by, Permission.RISK_PUBLISH)
    found = Version.objects.filter(published_at=None).defer("source").first()
    if found is not None:
        return found
    last = evaluating.in_force()
    made = Version.objects.create(number=last.number + 1 if last else 1)
    if last is not None:
        columns = ("code", "name", "token", "from_on", "until_on", "look_back_days", "follow")
        old = last.rules.values(*columns)
        Rule.objects.bulk_create(Rule(version=made, **rule) for rule in old)
    return made


def discard(*, by: Actor) -> None:
    """Throw the draft away; the version in force stays."""
    require(by, Permission.RISK_PUBLISH)
    Version.objects.filter(published_at=None).delete()


def put(new: NewRule, *, by: Actor) -> Rule:
    """Put a place on the draft; one that is there gets the new days. Raises RuleRefused, by field."""
    version = draft(by=by)
    rule = _checked(new, version)
    Rule.objects.filter(version=version, code=rule.code).delete()
    rule.save()
    return rule


def _checked(new: NewRule, version: Version) -> Rule:
    code = code_of(new.place)
    from_on, until_on = _day(new.from_on, "from_on"), _day(new.until_on, "until_on") if new.until_on.strip() else None
    if from_on is None:
        raise RuleRefused(_("From which day does it count?"), field="from_on")
    if until_on is not None and until_on < from_on:
        raise RuleRefused(_("The last day lies before the first. Check both."), field="until_on")
    days = new.look_back_days.strip() or str(dated.look_back())
    if not (days.isascii() and days.isdigit() and 1 <= int(days) <= LONGEST):
        raise RuleRefused(_("Look back between 1 and %(most)d days.") % {"most": LONGEST}, field="look_back_days")
    if new.follow not in Follow.values:
        raise RuleRefused(_("Choose what follows."), field="follow")
    return Rule(
        version=version,
        code=code,
        name=national.full_name(code),
        token=national.token(code),
        from_on=from_on,
        until_on=until_on,
        look_back_days=int(days),
        follow=new.follow,
    )


def code_of(place: str) -> str:
    """Of a code or a name in the country's list that only one place bears. Raises RuleRefused."""
    wanted = place.strip()
    if wanted in national.names():
        return wanted
    named = national.called(wanted)
    if len(named) == 1:
        return named[0]
    if named:
        words = {"places": "、".join(f"{code} {national.full_name(code)}" for code in named[:6])}
        raise RuleRefused(_("Several places are called so: %(places)s. Give the code.") % words, field="place")
    raise RuleRefused(
        _("The national list holds no such place (any more): “%(place)s”. Search it by a part of its name.")
        % {"place": wanted[:40]},
        field="place",
    )


def _day(text: str, field: str) -> date | None:
    try:
        return date.fromisoformat(text.strip().replace("/", "-")[:10]) if text.strip() else None
    except ValueError as error:
        raise RuleRefused(_("A day is written like 2020-02-08."), field=field) from error


def take_off(rule_id: UUID, *, by: Actor) -> None:
    """Take a place off the draft."""
    require(by, Permission.RISK_PUBLISH)
    Rule.objects.filter(id=rule_id, version__published_at=None).delete()


def import_rules(content: bytes, *, by: Actor) -> Imported:
    """Put a sheet of places on the draft: place or code, from, until, days. Bad rows are given back with a reason."""
    sheet = sheets.read(content, needs=("from_on",), names=HEADINGS)
    taken, refused = 0, []
    for number, row in enumerate(sheet.rows, start=2):
        try:
            put(_new(row), by=by)
            taken += 1
        except RuleBroken as error:
            error.row = number
            refused.append(error)
    return Imported(taken, refused, sheets.refused(sheet, refused) if refused else b"")


def _new(row: Mapping[str, str]) -> NewRule:
    follow = {str(label): code for code, label in Follow.choices}.get(row.get("follow", ""), row.get("follow", ""))
    return NewRule(
        row.get("code") or row.get("name", ""),
        row.get("from_on", ""),
        row.get("until_on", ""),
        row.get("look_back_days", ""),
        follow or Follow.OBSERVE,
    )


def preview(*, by: Actor) -> tuple[Change, list[tuple[str, int, int]]]:
    """What publishing the draft would change, and by town: (name, new on the door lists, taken off)."""
    require(by, Permission.RISK_PUBLISH)
    change = evaluating.compare(draft(by=by), clock.today())
    tree = current_tree()

    def town(place_id: UUID) -> str:
        node = tree.town_of(place_id)
        return node.name if node else "—"

    begun = Counter(town(one.place_id) for one in change.begun)
    ended = Counter(town(hit.place_id) for hit in change.ended)
    return change, [(name, begun[name], ended[name]) for name in sorted(begun | ended)]


def check_draft(*, document: str, seen: str = "", by: Actor) -> Version:
    """The draft, when it may be published: ``seen`` is what :func:`mark` gave when somebody looked at it.

    Raises NoDraft, DraftChanged, DocumentNeeded.
    """
    require(by, Permission.RISK_PUBLISH)
    version = Version.objects.filter(published_at=None).defer("source").first()
    if version is None:
        raise NoDraft(_("There is no draft. Change the list first."))
    if seen and seen != mark(version):
        raise DraftChanged(_("Somebody has changed the draft since you looked at it. Look again, then publish."))
    if len(document.strip()) < 4:
        raise DocumentNeeded(_("Which document says so? Name, number and day."), field="document")
    return version


def mark(version: Version) -> str:
    """The same for the same places with the same days, whoever put them there."""
    columns = ("code", "from_on", "until_on", "look_back_days", "follow")
    told = "\n".join(str(rule) for rule in version.rules.order_by("code").values_list(*columns))
    return hashlib.sha256(f"{version.number}\n{told}".encode()).hexdigest()[:16]


def publish(
    *,
    document: str,
    by: Actor,
    source: bytes | None = None,
    source_name: str = "",
    seen: str = "",
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Change:
    """Put the draft in force: every stored stay is judged anew, door lists and statuses follow. One transaction.

    Raises NoDraft, DraftChanged, DocumentNeeded.
    """
    version = check_draft(document=document, seen=seen, by=by)
    change = evaluating.compare(version, clock.today())
    body = {"number": version.number, "rules": version.rules.count()}
    entry = Entry(
        PUBLISHED.code,
        by.post_id,
        clock.now(),
        body={**body, "begun": len(change.begun), "ended": len(change.ended)},
    )
    for verdict in ledger.append([entry], by=by):
        if verdict.error:
            raise verdict.error
    version.document, version.source, version.source_name = document.strip()[:200], source, source_name[:120]
    version.published_at, version.published_by, version.entry_id = clock.now(), by.staff_id, entry.id
    version.published_by_name = f"{by.name} · {by.unit_name}"[:220]
    version.save()
    evaluating.apply(change, version, by=by, entry_id=entry.id, is_new_version=True, progress=progress)
    return change
