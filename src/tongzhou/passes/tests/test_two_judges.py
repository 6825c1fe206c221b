"""The server and the phone give the same verdict: on the cases of one file, and on drawn ones."""

import json
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest

import tongzhou
from tongzhou.passes.judging import Reason
from tongzhou.passes.tests.drawing import Case, drawn

FIELD = Path(tongzhou.__file__).parents[2] / "field"
FILE = files(tongzhou).joinpath("passes", "conformance.json")
CASES = 3_000


def chosen() -> list[tuple[str, Case]]:
    """Of many drawn cases the first three for each reason: what the file holds."""
    found: dict[str, list[Case]] = {}
    for case in drawn(4_000, seed=1):
        found.setdefault(case.verdict().reason, []).append(case)
    return [(f"{reason} {turn}", case) for reason in sorted(found) for turn, case in enumerate(found[reason][:3], 1)]


def as_file() -> str:
    cases = [
        {"name": name, "asked": case.asked(), "told": case.told(), "colour": case.verdict().colour}
        for name, case in chosen()
    ]
    about = "Every judge of passes gives these. Moments in seconds, bytes in hexadecimal, maps as lists of pairs."
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    return f'{{"about": {json.dumps(about)},\n"cases": [\n{lines}\n]}}\n'


def test_the_file_is_what_the_server_says_today() -> None:
    """A changed rule changes the file: write it anew with ``FILE.write_text(as_file())`` and run the phone's tests."""
    assert FILE.read_text("utf-8") == as_file()
    reasons = {case["told"]["reason"] for case in json.loads(as_file())["cases"]}
    assert reasons == set(Reason) - {Reason.OVERRIDE}


def test_server_and_phone_give_the_same_verdict(tmp_path: Path) -> None:
    if shutil.which("node") is None or not (FIELD / "node_modules" / ".bin" / "vite").exists():
        pytest.fail("The field app is not installed: make field", pytrace=False)
    build = ["node", "node_modules/vite/bin/vite.js", "build", "--ssr", "src/passes/tests/answering.ts"]
    subprocess.run([*build, "--outDir", str(tmp_path), "--logLevel", "error"], cwd=FIELD, check=True, timeout=120)
    cases = list(drawn(CASES, seed=8))
    asked = "\n".join(json.dumps(case.asked()) for case in cases)
    program = next(tmp_path.glob("answering.*"))
    run = subprocess.run(["node", program], input=asked.encode(), stdout=subprocess.PIPE, check=True, timeout=300)
    replies = [json.loads(line) for line in run.stdout.splitlines()]
    assert replies == [case.told() for case in cases]
