"""A round on a phone: doors without names, one touch each, the lane; and a door that was missed."""

from playwright.sync_api import expect

from tongzhou.config.tests.stories.conftest import PHONE, Open, keep
from tongzhou.config.tests.stories.test_every_page import faults


def test_a_round_from_the_first_door_to_the_lane(visit: Open) -> None:
    page = visit("演示·清运员", size=PHONE)
    page.goto("/waste/")
    keep(page, "phone-waste")
    assert faults(page) == []
    text = page.locator("main").inner_text()
    assert "弄" in text
    assert "＊" not in text
    doors = page.locator("section.group")
    first, second = doors.nth(0), doors.nth(1)
    first.get_by_role("button", name="2 袋").click()
    second.locator("summary").click()
    second.locator("[name=why]").fill("楼道门锁了")
    second.locator("[name=missed]").click()
    expect(page.locator("section.group .tag-amber")).to_have_count(1)
    page.get_by_role("button", name="2 袋交到专用通道").click()
    page.locator("[name=counted]").fill("3")
    page.get_by_role("button", name="到场").click()
    expect(page.locator(".tag-red")).to_contain_text("3")
    small = visit("演示·清运员", size=PHONE, language="en")
    small.goto("/waste/")
    keep(small, "phone-waste-en")
    assert faults(small) == []

    above = visit("演示·总值班", size=PHONE)
    above.goto("/matters/?case_type=waste_missed")
    expect(above.locator("tbody tr")).not_to_have_count(0)
