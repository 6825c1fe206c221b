"""Mother and child with sore throats; then somebody hot, sent to a clinic that answers."""

from playwright.sync_api import Page, expect

from tongzhou.config.tests.stories.conftest import DESK, Open, keep
from tongzhou.config.tests.stories.test_desk import fill_who, number, save


def ask(page: Page, name: str, serial: int, *, temperature: str = "36.8") -> None:
    fill_who(page, name, number(serial))
    page.fill("input[name=temperature]", temperature)
    page.check("input[name=symptoms][value=throat]")


def test_mother_and_child_are_reassured_and_one_who_is_hot_is_sent_on(visit: Open) -> None:
    page = visit("演示·登记员")
    page.goto("/consults/register/")
    keep(page, "phone-consult")
    ask(page, "上官妈妈", 401)
    page.select_option("select[name=home_province]", "36")
    page.check("input[name=recent][value=no]")
    page.check("input[name=contact][value=no]")
    save(page)
    expect(page.locator(".verdict-good")).to_be_visible()
    keep(page, "phone-consult-done")
    page.locator("a[href*='after=']").click()
    expect(page.locator("select[name=home_province]")).to_have_value("36")
    ask(page, "上官孩子", 402)
    save(page)
    expect(page.locator(".verdict-good")).to_be_visible()

    page.goto("/consults/register/")
    ask(page, "上官发热", 403, temperature="38.2")
    page.fill("input[name=temperature_again]", "38.0")
    page.select_option("select[name=home_province]", "31")
    page.check("input[name=recent][value=no]")
    page.check("input[name=contact][value=no]")
    save(page)
    expect(page.locator(".verdict-bad")).to_be_visible()
    keep(page, "phone-consult-clinic")
    page.select_option("#f-clinic", label="区中心医院发热门诊")
    page.check("input[name=transport][value=ambulance]")
    page.locator("form[action$='send/'] button").click()
    expect(page.locator(".banner-good")).to_be_visible()
    receipt = page.locator(".banner-good a").inner_text()

    clinic = visit("演示·发热门诊", size=DESK)
    clinic.goto("/matters/")
    keep(clinic, "desk-clinic-worklist")
    clinic.locator("tbody tr", has_text=receipt).locator("a").first.click()
    keep(clinic, "desk-clinic-matter")
    clinic.locator("form[action$='/accept'] button").click()
    clinic.locator("summary", has_text="门诊答复").click()
    clinic.select_option("form[action$='/close'] select", "home")
    clinic.locator("form[action$='/close'] button").click()
    expect(clinic.locator(".tag", has_text="回家")).to_be_visible()
