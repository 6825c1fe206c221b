"""A department's own form comes back filled."""

from pathlib import Path

from openpyxl import load_workbook

from tongzhou.config.tests.stories.conftest import DESK, Open, keep
from tongzhou.tables.tests.layouts_of_offices import grouped


def test_an_office_hands_in_its_form_and_gets_it_filled(visit: Open, tmp_path: Path) -> None:
    form = tmp_path / "返沪人员表.xlsx"
    form.write_bytes(grouped()[0])
    page = visit("演示·镇值班", size=DESK)
    page.goto("/tables/")
    page.set_input_files("#file", form)
    page.fill("#f-wanted_by", "区人社局")
    page.locator("form[enctype] button").click()
    assert "8" in page.locator("h2").first.inner_text()
    keep(page, "desk-table")
    page.fill("#f-day", "2020-02-08")
    with page.expect_download() as download:
        page.locator("form[action$='fill/'] button").click()
    filled = tmp_path / "filled.xlsx"
    download.value.save_as(filled)
    rows = [list(row) for row in load_workbook(filled).worksheets[0].iter_rows(values_only=True)]
    people = [row for row in rows[2:] if row[0] and "＊" in str(row[0])]
    assert len(people) >= 256
    assert sum(bool(row[3]) for row in people) > 200
    page.reload()
    keep(page, "desk-table-filled")
