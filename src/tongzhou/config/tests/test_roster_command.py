import json

import pytest
from click.testing import CliRunner

from tongzhou.config import roster_command
from tongzhou.config.cli import main
from tongzhou.proofs import rotas

INSTANCE = """SECTION_HORIZON
14
SECTION_SHIFTS
E,480,
D,480,E
SECTION_STAFF
A,E=14|D=14,4320,3360,5,2,2,1
B,E=14|D=0,4320,3360,5,2,2,1
SECTION_DAYS_OFF
A,0
SECTION_SHIFT_ON_REQUESTS
A,2,D,2
SECTION_SHIFT_OFF_REQUESTS
B,5,E,3
SECTION_COVER
0,D,1,100,1
1,E,2,100,1
"""


def test_the_command_solves_checks_explains_and_converts(tmp_path):
    runner = CliRunner()
    problem, plan, text = tmp_path / "p.json", tmp_path / "plan.json", tmp_path / "instance.txt"
    text.write_text(INSTANCE)
    problem.write_text(json.dumps(rotas.dispatch(12, 4, load=0.9)))
    assert "cover" in runner.invoke(main, ["roster", "solve", str(problem), "--out", str(plan), "--steps", "3"]).output
    assert "The plan is legal" in runner.invoke(main, ["roster", "check", str(problem), str(plan)]).output
    sized = runner.invoke(main, ["roster", "reserve", str(problem), str(plan), "--absent", "0.1"]).output
    assert "day 0: " in sized
    refused = runner.invoke(main, ["roster", "reserve", str(problem), str(plan), "--absent", "2"])
    assert "no share from 0 to 0.5" in refused.output
    assert "places, at least" in runner.invoke(main, ["roster", "explain", str(problem)]).output
    assert runner.invoke(main, ["roster", "convert", str(text), str(tmp_path / "c.json")]).exit_code == 0
    problem.write_text("{}")
    assert "is a required property" in runner.invoke(main, ["roster", "explain", str(problem)]).output


def test_a_search_that_is_killed_half_way_leaves_a_legal_plan_and_what_is_empty(tmp_path, monkeypatch):
    problem, plan = tmp_path / "p.json", tmp_path / "plan.json"
    problem.write_text(json.dumps(rotas.dispatch(12, 4, load=1.6)))
    whole = roster_command._write

    def once(path, found):
        whole(path, found)
        raise KeyboardInterrupt

    monkeypatch.setattr(roster_command, "_write", once)
    with pytest.raises(KeyboardInterrupt):
        roster_command.solve_file(problem, plan, 20, 1, 3)
    left = json.loads(plan.read_text())
    assert left["assignments"]
    assert "places are empty so far" in left["notes"][0]
    assert "The plan is legal" in CliRunner().invoke(main, ["roster", "check", str(problem), str(plan)]).output
