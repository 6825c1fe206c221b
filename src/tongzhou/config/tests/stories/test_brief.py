"""Headquarters makes, amends and signs the brief; anybody verifies it."""

from pathlib import Path

from docx import Document
from playwright.sync_api import expect

from tongzhou.config.tests.stories.conftest import DESK, Open, keep


def test_a_brief_is_made_signed_handed_out_and_verified(visit: Open, tmp_path: Path) -> None:
    chief = visit("演示·总值班", size=DESK)
    chief.goto("/briefs/")
    chief.fill("#f-day", "2020-02-08")
    chief.locator("form[action$='make/'] button").click()
    expect(chief.locator("h1")).to_contain_text("嘉定区疫情日报")
    value = chief.locator("tr:has(input[name='value-arrivals.returnees']) strong").inner_text()
    assert int(value) > 256
    told = "tr:has(input[name='value-screening.{}'])"
    expect(chief.locator(told.format("visited"))).to_contain_text("近 100 走访企业商铺近百家 · 华亭镇")
    expect(chief.locator(told.format("phoned"))).to_contain_text("多于 650 电话问了650多家 · 华亭镇")
    chief.fill("#f-words_zh", "今天外地返回人员集中,华亭镇永乐村登记点秩序平稳。")
    chief.fill("input[name='value-arrivals.wuhan']", "7")
    chief.fill("input[name='reason-arrivals.wuhan']", "另有一人电话报告,尚未登记")
    keep(chief, "desk-brief-draft")
    chief.locator("button[name=sign]").click()
    expect(chief.locator(".tag-green")).to_be_visible()
    keep(chief, "desk-brief-signed")
    with chief.expect_download() as download:
        chief.get_by_role("link", name="Word 中文").click()
    file = tmp_path / "brief.docx"
    download.value.save_as(file)
    with chief.expect_download() as download:
        chief.get_by_role("link", name="PDF 中文").click()
    assert download.value.path().read_bytes()[:5] == b"%PDF-"
    address = chief.get_by_role("link", name="验真页面").get_attribute("href")

    public = visit()
    public.goto(str(address))
    expect(public.locator(".verdict-good")).to_be_visible()
    keep(public, "phone-verify")
    public.set_input_files("#file", file)
    public.locator("form[enctype] button").click()
    expect(public.locator(".verdict-good")).to_be_visible()

    document = Document(str(file))
    row = next(row for table in document.tables for row in table.rows if row.cells[1].text == value)
    row.cells[1].text = "17"
    document.save(str(file))
    public.set_input_files("#file", file)
    public.locator("form[enctype] button").click()
    expect(public.locator(".verdict-bad")).to_be_visible()
    expect(public.locator("main ul")).to_contain_text("17")
    keep(public, "phone-verify-altered")
