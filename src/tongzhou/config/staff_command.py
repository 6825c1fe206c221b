"""`tongzhou staff import`, `tongzhou account open`, `tongzhou retention run`."""

from datetime import timedelta
from pathlib import Path

import click

from tongzhou.access import actions as access
from tongzhou.kernel import clock, sheets
from tongzhou.kernel.errors import RuleBroken
from tongzhou.people import retention
from tongzhou.places.queries import by_code
from tongzhou.units import actions
from tongzhou.units.models import Membership, Staff

#: Headings as personnel offices write them.
NAMES = {"工号": "number", "姓名": "name", "单位": "unit", "职务": "position"}


def take_in(path: Path) -> None:
    """Take in the good rows; give the bad ones back beside the file."""
    try:
        sheet = sheets.read(path.read_bytes(), needs=("number", "name", "unit"), names=NAMES)
    except RuleBroken as error:
        raise click.ClickException(str(error)) from error
    result = actions.import_staff(sheet.rows, on=clock.today())
    click.echo(f"Staff: {result.taken} taken in, {len(result.refused)} refused.")
    if result.refused:
        back = path.with_name(f"{path.name}.refused.xlsx")
        back.write_bytes(sheets.refused(sheet, result.refused))
        click.echo(f"The refused rows, each with its reason: {back}")


def open_account(username: str, number: str, *, role: str, code: str, days: int, basis: str) -> None:
    """An account and its first duty, told once."""
    staff = Staff.objects.filter(number=number).first()
    member = Membership.objects.filter(staff=staff, until_on=None).first()
    place = by_code(code, clock.today())
    if staff is None or member is None or place is None:
        raise click.ClickException("No such member of staff with a unit, or no place bears that code.")
    now = clock.now()
    try:
        made = access.open_account(username=username, staff_id=staff.id, by=None)
        access.assign_duty(
            account_id=made.account.id,
            unit_id=member.unit_id,
            role=role,
            place_id=place.id,
            starts_at=now,
            ends_at=now + timedelta(days=days),
            basis=basis,
            by=None,
        )
    except RuleBroken as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Password: {made.password}\nAuthenticator: {made.factor_address}\nBoth are shown this once.")


def forget() -> None:
    """Destroy what is past its day."""
    certificate = retention.run(clock.today())
    click.echo(f"{certificate.day}: {certificate.counts}; SHA-256 {bytes(certificate.hash).hex()}")
