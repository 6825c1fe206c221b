from datetime import datetime, timedelta
from uuid import UUID

import pyotp
import pytest

from tongzhou.access import actions, queries, sessions
from tongzhou.access.errors import AccountRefused, DutyRefused, SignInRefused
from tongzhou.access.models import Account
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.access.roles import ROLES
from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, ids
from tongzhou.kernel.errors import NotAllowed
from tongzhou.places.tests.factories import ON, District, district
from tongzhou.units import actions as units

pytestmark = pytest.mark.usefixtures("committed")

NOON = datetime(2020, 2, 8, 12, tzinfo=clock.ZONE)


def opened(d: District, name: str = "desk") -> actions.Opened:
    unit = units.add_unit(name=f"单位{name}", kind="committee", place_id=d.yongle.id, on=ON)
    staff = units.add_staff(number=name, name="测试甲", unit_id=unit.id, on=ON)
    return actions.open_account(username=name, staff_id=staff.id, by=None, password="a long password")


def assign(account_id: UUID, place_id: UUID, *, role: str = "village_desk", hours: int = 8, **changes: object) -> None:
    unit = queries.Duty._meta.get_field("unit").related_model.objects.first()
    given = {
        "account_id": account_id,
        "unit_id": unit.id,
        "role": role,
        "place_id": place_id,
        "starts_at": NOON - timedelta(hours=1),
        "ends_at": NOON - timedelta(hours=1) + timedelta(hours=hours),
        "basis": "嘉防指〔2020〕1号",
        "by": None,
    }
    actions.assign_duty(**{**given, **changes})


def test_what_is_seen_follows_the_duty_and_ends_with_it() -> None:
    d = district()
    account = opened(d).account
    assign(account.id, d.yongle.id)
    with clock.at(NOON):
        acting = queries.actor_of(account.id)
        assert acting is not None
        assert acting.scope.places == {d.yongle.id}
        assert acting.may(Permission.ARRIVAL_REGISTER)
    with clock.at(NOON + timedelta(hours=7)):
        assert queries.actor_of(account.id) is None
    with clock.at(NOON - timedelta(hours=2)):
        assert queries.actor_of(account.id) is None


def test_duty_over_a_town_sees_its_villages_and_no_other() -> None:
    d = district()
    account = opened(d).account
    assign(account.id, d.huating.id, role="town_office")
    with clock.at(NOON):
        acting = queries.actor_of(account.id)
    assert acting is not None
    assert acting.scope.places == {d.huating.id, d.yongle.id, d.tangxing.id}


def test_ending_a_duty_early_closes_it_at_once() -> None:
    d = district()
    account = opened(d).account
    assign(account.id, d.yongle.id)
    with clock.at(NOON):
        duty = queries.duties_now(account.id).get()
        actions.end_duty(duty_id=duty.id, by=actor(d.district.id, hours=1))
        assert queries.actor_of(account.id) is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"role": "emperor"}, "role"),
        ({"basis": "  "}, "basis"),
        ({"ends_at": NOON - timedelta(hours=2)}, "ends_at"),
        ({"ends_at": NOON + timedelta(days=200)}, "ends_at"),
        ({"role": "inspector", "ends_at": NOON + timedelta(days=32)}, "ends_at"),
    ],
)
def test_duty_without_basis_end_or_known_role_is_refused(changes: dict[str, object], field: str) -> None:
    d = district()
    with pytest.raises(DutyRefused) as refused:
        assign(opened(d).account.id, d.yongle.id, **changes)
    assert refused.value.field == field


def test_nobody_assigns_a_duty_to_himself() -> None:
    d = district()
    opened(d)
    own = actor(d.district.id)
    with pytest.raises(DutyRefused, match="himself|本人|自己"):
        assign(own.account_id, d.yongle.id, by=own)


def test_administrator_holds_no_second_duty() -> None:
    d = district()
    account = opened(d).account
    assign(account.id, d.district.id, role="security_admin")
    with pytest.raises(DutyRefused):
        assign(account.id, d.district.id, role="audit_admin")


def test_no_role_holds_what_two_administrators_hold() -> None:
    administrators = [ROLES[name].permissions for name in ("system_admin", "security_admin", "audit_admin")]
    for role in ROLES.values():
        assert sum(bool(role.permissions & held) for held in administrators) <= 1


def test_password_and_code_open_once_each() -> None:
    d = district()
    made = opened(d)
    secret = pyotp.parse_uri(made.factor_address).secret
    with clock.at(NOON):
        code = pyotp.TOTP(secret).at(NOON)
        assert sessions.check("desk", "a long password", code).id == made.account.id
        with pytest.raises(SignInRefused):
            sessions.check("desk", "a long password", code)
    with clock.at(NOON + timedelta(seconds=60)):
        assert sessions.check("desk", "a long password", pyotp.TOTP(secret).at(clock.now()))


def test_five_refusals_let_the_account_rest() -> None:
    d = district()
    secret = pyotp.parse_uri(opened(d).factor_address).secret
    with clock.at(NOON):
        for _attempt in range(5):
            with pytest.raises(SignInRefused):
                sessions.check("desk", "wrong", "000000")
        with pytest.raises(SignInRefused):
            sessions.check("desk", "a long password", pyotp.TOTP(secret).at(NOON))
    with clock.at(NOON + timedelta(minutes=6)):
        assert sessions.check("desk", "a long password", pyotp.TOTP(secret).at(clock.now()))


def test_account_name_in_use_is_refused() -> None:
    d = district()
    made = opened(d)
    with pytest.raises(AccountRefused) as refused:
        actions.open_account(username="desk", staff_id=made.account.staff_id, by=None)
    assert refused.value.field == "username"


def test_closing_an_account_ends_its_duties() -> None:
    d = district()
    account = opened(d).account
    assign(account.id, d.yongle.id)
    with clock.at(NOON):
        actions.close_account(account_id=account.id, by=actor(d.district.id, hours=1))
        assert queries.actor_of(account.id) is None
    assert Account.objects.get(id=account.id).closed_at is not None


def test_new_password_ends_the_sessions_of_the_old_one() -> None:
    d = district()
    account = opened(d).account
    assign(account.id, d.yongle.id)
    with clock.at(NOON):
        old = queries.fingerprint_of(account)
        assert queries.actor_of(account.id, fingerprint=old) is not None
        actions.renew_account(account_id=account.id, by=actor(d.district.id))
        assert queries.actor_of(account.id, fingerprint=old) is None


def test_policy_refuses_outside_permission_place_and_time() -> None:
    somebody = actor(ids.new(), permissions={Permission.FIGURE_VIEW})
    with pytest.raises(NotAllowed):
        require(somebody, Permission.ARRIVAL_REGISTER)
    with pytest.raises(NotAllowed):
        require(somebody, Permission.FIGURE_VIEW, place_id=ids.new())
    with clock.at(somebody.ends_at), pytest.raises(NotAllowed):
        require(somebody, Permission.FIGURE_VIEW)
