"""Work in hand in the office: taken, proved with a photo that loses its metadata, told as a story."""

from playwright.sync_api import expect

from tongzhou.config.tests.stories.conftest import DESK, PHONE, Open, keep
from tongzhou.config.tests.stories.test_every_page import faults
from tongzhou.kernel.tests.test_photos import picture


def test_a_town_takes_work_and_adds_a_photo(visit: Open) -> None:
    page = visit("演示·镇值班", size=DESK)
    page.goto("/matters/?state=open&case_type=follow_up")
    page.locator("tbody a").first.click()
    page.locator("form[action$='/accept'] button").click()

    proof = page.locator("details", has=page.locator("form[action$='/prove']"))
    proof.locator("summary").click()
    proof.locator("[type=file]").set_input_files(
        {"name": "door.jpg", "mimeType": "image/jpeg", "buffer": picture(300, 200)}
    )
    proof.locator("button").click()

    expect(page.locator(".timeline img.photo")).to_be_visible()
    assert faults(page) == []
    keep(page, "desk-matter")
    small = visit("演示·镇值班", size=PHONE, language="en")
    small.goto(page.url)
    expect(small.locator(".timeline img.photo")).to_have_count(1)
    assert faults(small) == []
    assert small.evaluate("document.documentElement.scrollWidth <= innerWidth")
    keep(small, "phone-matter")
    small.goto("/matters/")
    keep(small, "phone-worklist")
    page.goto("/matters/?overdue_only=on")
    keep(page, "desk-worklist-zh")
