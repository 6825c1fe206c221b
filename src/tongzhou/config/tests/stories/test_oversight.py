"""A finding mended and looked at again; a record called back; a suggestion followed by its code without a script."""

from playwright.sync_api import expect

from tongzhou.config.tests.stories.conftest import DESK, Open, keep
from tongzhou.config.tests.stories.test_every_page import faults
from tongzhou.kernel.tests.test_photos import picture

PHOTO = {"name": "exit.jpg", "mimeType": "image/jpeg", "buffer": picture(300, 200)}


def test_a_finding_is_mended_and_looked_at_again(visit: Open) -> None:
    inspector = visit("演示·督查员")
    inspector.goto("/findings/new/")
    inspector.select_option("#f-place", label="华亭镇")
    inspector.fill("#f-words", "镇集市进口出口没有分开")
    inspector.locator("#photo").set_input_files(PHOTO)
    keep(inspector, "phone-find")
    inspector.locator("form[enctype] button").click()
    expect(inspector.locator("img.photo")).to_be_visible()
    address = inspector.url

    town = visit("演示·镇值班", size=DESK)
    town.goto(address)
    town.locator("a[href*='/matters/'].button").click()
    for act in ("accept", "prove", "submit"):
        form = town.locator(f"form[action$='/{act}']")
        if not form.locator("button").is_visible():
            town.locator("details", has=form).locator("summary").click()
        if act == "prove":
            form.locator("[type=file]").set_input_files(PHOTO)
        if act == "submit":
            form.locator("select").select_option("fixed")
        form.locator("button").click()
        town.wait_for_load_state()

    inspector.goto(address)
    inspector.fill("#f-words", "复查:进出口已分开")
    keep(inspector, "phone-finding")
    inspector.locator("button[name=good]").click()
    expect(inspector.locator(".timeline li").last).to_contain_text("复查:进出口已分开")
    assert faults(inspector) == []


def test_a_record_drawn_at_random_is_called_back(visit: Open) -> None:
    page = visit("演示·督查员")
    page.goto("/spot-checks/")
    page.select_option("#f-kind", index=1)
    page.fill("#f-from_on", "2020-02-08")
    page.fill("#f-until_on", "2020-02-08")
    page.fill("#f-size", "2")
    page.locator("form.filter button").click()
    page.locator(".plain-list a").first.click()
    page.locator("main form button").click()
    expect(page.locator("input[value=never_asked]")).to_be_visible()
    assert faults(page) == []
    keep(page, "phone-check")
    page.check("input[value=never_asked]")
    page.locator("main form button").click()
    expect(page.locator(".tag-red").first).to_be_visible()
    keep(page, "phone-draw")


def test_a_suggestion_is_followed_by_its_code(visit: Open) -> None:
    resident = visit()
    resident.goto("/suggest/")
    resident.select_option("#f-place", label="永乐村村委会")
    resident.fill("#f-words", "夜里登记点请多放两把椅子")
    resident.locator("main form button").click()
    code = resident.locator(".receipt").inner_text()
    keep(resident, "phone-suggested")

    desk = visit("演示·登记员", size=DESK)
    desk.goto("/suggestions/")
    keep(desk, "desk-suggestions")
    desk.locator("a", has_text="多放两把椅子").click()
    desk.locator("form[action$='/accept'] button").click()
    answer = desk.locator("form[action$='/close']")
    desk.locator("details", has=answer).locator("summary").click()
    answer.locator("select").select_option("adopted")
    answer.locator("[name=note]").fill("今晚就放")
    answer.locator("button").click()
    desk.wait_for_load_state()

    resident.goto("/suggest/follow/")
    resident.fill("#f-code", code.lower())
    resident.locator("main form button").click()
    expect(resident.locator(".banner-good")).to_contain_text("今晚就放")
    assert faults(resident) == []
    keep(resident, "phone-followed")
