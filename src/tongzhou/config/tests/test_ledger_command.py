"""`tongzhou ledger`: words for what is wrong, and an exit code that a script can read."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from tongzhou.access.tests.factories import actor
from tongzhou.config import ledger_command
from tongzhou.kernel import clock, database, ids
from tongzhou.ledger import actions, journal
from tongzhou.ledger.tests.factories import entry

pytestmark = pytest.mark.usefixtures("committed")
NOON = datetime(2020, 2, 8, 12, tzinfo=clock.ZONE)


@pytest.fixture(autouse=True)
def journal_folder(settings: Any, tmp_path: Path) -> Path:
    settings.VAR = tmp_path
    return tmp_path / "ledger"


def run(command: Any) -> Result:
    return CliRunner().invoke(click.command()(command))


def record() -> Any:
    with clock.at(NOON):
        by = actor(ids.new())
        with database.acting(by.scope.places):
            return actions.append([entry(by.post_id), entry(by.post_id)], by=by)[0].id


def test_whole_ledger_passes() -> None:
    record()
    assert "2 entries noted" in run(ledger_command.checkpoint).output
    assert "all are as they were written" in run(ledger_command.verify).output
    with clock.at(NOON + timedelta(days=1)):
        assert "1 roots signed" in run(ledger_command.seal).output
    assert run(ledger_command.verify).exit_code == 0


def test_what_is_missing_is_named_and_the_command_fails() -> None:
    record()
    run(ledger_command.checkpoint)
    missing = ids.new(NOON)
    (day,) = journal.days()
    (town_id,) = journal.towns(day)
    journal.note(journal.read(town_id, day), {missing: bytes(32)})
    result = run(ledger_command.verify)
    assert result.exit_code == 1
    assert f"Entry {missing} was removed" in result.output


def test_day_that_is_not_over_is_refused_in_words() -> None:
    with clock.at(NOON):
        result = run(lambda: ledger_command.seal(NOON.date()))
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
