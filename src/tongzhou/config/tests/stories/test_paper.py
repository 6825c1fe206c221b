"""A village without a network: sheets are printed, filled by hand, and typed back without touching the mouse."""

import re

from playwright.sync_api import Page, expect

from tongzhou.config.tests.stories.conftest import DESK, Open, keep
from tongzhou.config.tests.stories.test_desk import number


def type_row(page: Page, name: str, serial: int, hour: str) -> None:
    """What the paper says, in its order: Enter after what is written, a digit for what is circled."""
    keys = page.keyboard
    expect(page.locator("#f-asked_at")).to_be_focused()
    page.fill("#f-asked_at", hour)
    page.focus("#f-name")
    keys.type(name)
    keys.press("Enter")  # kind of document
    keys.press("Enter")
    keys.type(number(serial))
    keys.press("Enter")
    keys.type(f"100777{serial:05d}")
    keys.press("Enter")  # village
    keys.press("Enter")  # address
    keys.type("霜竹公路2号")
    keys.press("Enter")
    expect(page.locator("#q-origin_province")).to_be_focused()
    keys.type("2")  # Anhui stands second in the list under the rows
    page.wait_for_load_state("networkidle")
    keys.press("Enter")
    expect(page.locator("#q-origin_city")).to_be_focused()
    keys.type("阜阳")
    for key in ("Enter", "1", "1"):  # not through Wuhan, by train: the questions are drawn anew, no key is lost
        keys.press(key)
    expect(page.locator("#q-transport_number")).to_be_focused()
    keys.type("G7148")
    for key in ("Enter", "Enter", "1", "1"):  # the day as it stands; no contact; nothing wrong
        keys.press(key)
    for _stop in ("who else lives there", "measured", "degrees"):
        keys.press("Enter")
    expect(page.locator("#q-temperature")).to_be_focused()
    keys.type("36.6")


def save(page: Page) -> None:
    page.focus("main button.button-wide")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def test_rows_of_a_sheet_are_typed_back_by_the_keyboard_alone(visit: Open) -> None:
    page = visit("演示·登记员", size=DESK)
    page.goto("/paper/")
    page.select_option("#f-questionnaire", "desk")
    page.fill("#f-count", "3")
    page.locator("form:has(#f-count) button").click()
    expect(page.locator("nav .button", has_text="3")).to_be_visible()
    code = page.locator(".page-head .mono").inner_text()
    page.goto("/paper/")
    printed = re.search(r"\d\d:\d\d", page.locator("main li", has_text=code).inner_text())
    assert printed is not None
    expect(page.locator("#f-code")).to_be_focused()
    page.keyboard.type(f"{code}01")
    page.keyboard.press("Enter")
    page.wait_for_url("**/1/")
    type_row(page, "欧阳纸一", 701, printed[0])
    keep(page, "desk-paper-row")
    save(page)
    expect(page.locator(".banner-good")).to_be_visible()
    keep(page, "desk-paper-saved")

    # what was typed and not saved is still there
    with page.expect_response(lambda answer: answer.status == 204):
        page.fill("#f-name", "欧阳草稿")
        page.keyboard.press("Tab")
    page.reload()
    expect(page.locator("#f-name")).to_have_value("欧阳草稿")

    # the same row a second time says so, and is taken back
    page.locator("nav .button", has_text="1 ✓").click()
    expect(page.locator("main form input[name=name]")).to_have_count(0)
    page.locator("form[action$='undo/'] button").click()
    expect(page.locator("#q-transport_number")).to_have_value("G7148")
