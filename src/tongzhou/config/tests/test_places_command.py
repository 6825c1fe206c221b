import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from tongzhou.config.cli import main
from tongzhou.places import actions, extract

pytestmark = pytest.mark.usefixtures("committed")


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["places", *arguments])
    return result.exit_code, result.output


def test_search_prints_code_and_path() -> None:
    actions.import_divisions(extract.rows(), on=extract.AS_OF)
    code, output = run("search", "tangxing")
    assert code == 0
    assert "310114111221  嘉定区 / 华亭镇 / 唐行村村委会" in output
    assert "No place is found" in run("search", "无此地")[1]


def test_import_takes_the_good_rows_and_gives_back_the_bad(tmp_path: Path) -> None:
    sheet = tmp_path / "district.csv"
    sheet.write_text("code,name,kind,parent_code\n310115,浦东新区,district,\n310115001,镇,borough,310115\n310115002\n")
    assert "1 added, 0 already there, 2 refused" in run("import", str(sheet))[1]
    with (tmp_path / "district.refused.csv").open(encoding="utf-8-sig", newline="") as file:
        refused = list(csv.DictReader(file))
    assert [(row["row"], row["field"], row["code"]) for row in refused] == [
        ("3", "kind", "310115001"),
        ("4", "name", "310115002"),
    ]
    assert all(row["reason"] for row in refused)


@pytest.mark.parametrize("content", [b"PK\x03\x04\xff\xfe\x00", b"code,name\n", b""])
def test_import_of_something_else_says_what_is_wrong(tmp_path: Path, content: bytes) -> None:
    sheet = tmp_path / "other.csv"
    sheet.write_bytes(content)
    code, output = run("import", str(sheet))
    assert code == 1
    assert "lacks" in output or "CSV UTF-8" in output
