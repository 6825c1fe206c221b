import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tongzhou.config.cli import main
from tongzhou.kernel import sheets
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
    sheet.write_text("代码,名称,类型,上级代码\n310115,浦东新区,district,\n310115001,镇,borough,310115\n310115002\n")
    assert "1 added, 0 already there, 2 refused" in run("import", str(sheet))[1]
    refused = sheets.read((tmp_path / "district.csv.refused.xlsx").read_bytes())
    assert [row["code"] for row in refused.rows] == ["310115001", "310115002"]
    assert all(row[refused.headings[-1]] for row in refused.rows)


def test_import_takes_any_district_from_the_packages_files(tmp_path: Path) -> None:
    files = {
        "areas": [{"code": "310115", "name": "浦东新区"}, {"code": "310114", "name": "嘉定区"}],
        "streets": [{"code": "310115001", "name": "潍坊街道", "areaCode": "310115"}],
        "villages": [
            {"code": "310115001001", "name": "泉东居委会", "streetCode": "310115001", "areaCode": "310115"},
            {"code": "310115001201", "name": "某村委会", "streetCode": "310115001", "areaCode": "310115"},
            {"code": "310114001001", "name": "别区居委会", "streetCode": "310114001", "areaCode": "310114"},
        ],
    }
    for name, rows in files.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(rows), encoding="utf-8")
    assert "4 added, 0 already there, 0 refused" in run("import", str(tmp_path), "--district", "310115")[1]
    assert "310115001201  浦东新区 / 潍坊街道 / 某村委会" in run("search", "moucun")[1]
    assert run("import", str(tmp_path), "--district", "999999")[0] == 1
    assert run("import", str(tmp_path))[0] == 1


@pytest.mark.parametrize("content", [b"PK\x03\x04\xff\xfe\x00", b"code,name\n", b""])
def test_import_of_something_else_says_what_is_wrong(tmp_path: Path, content: bytes) -> None:
    sheet = tmp_path / "other.csv"
    sheet.write_bytes(content)
    code, output = run("import", str(sheet))
    assert code == 1
    assert "Error: " in output
