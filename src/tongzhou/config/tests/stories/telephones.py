"""A telephone in a story: enrolled by the coordinator's square, unlocked, sent."""

from playwright.sync_api import Page, expect

PIN = "274951"


def type_digits(page: Page, digits: str) -> None:
    for digit in digits:
        page.locator(".pad button", has_text=digit).click()


def square(desk: Page, who: str, place: str = "") -> str:
    """The coordinator shows a square for the own post (or ``place``), for somebody on duty there: the code under it."""
    desk.goto("/devices/")
    if place:
        desk.select_option("#place", desk.locator("#place option", has_text=place).first.get_attribute("value"))
    choice = desk.locator("#duty option", has_text=who).first
    desk.select_option("#duty", choice.get_attribute("value"))
    desk.locator("main form[action$='/invite/'] button").click()
    expect(desk.locator(".qr svg")).to_be_visible()
    return desk.locator("p.mono").inner_text().strip()


def choose_pin(page: Page) -> None:
    expect(page.locator("h1")).to_contain_text("六位密码")
    type_digits(page, PIN)
    expect(page.locator("nav.posts")).to_be_visible()


def take_into_use(page: Page, code: str) -> None:
    """As the telephone's own camera does it: the address in the square is opened."""
    page.goto(f"/field/#enrol={code.replace('-', '')}")
    expect(page.locator("h1")).to_contain_text("启用这台手机")
    page.locator("form button[type=submit]").click()
    choose_pin(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def unlock(page: Page, name: str) -> None:
    page.locator("button.button-wide", has_text=name).click()
    type_digits(page, PIN)
    expect(page.locator("nav.posts")).to_be_visible()


def go(page: Page, post: str) -> None:
    page.locator(f"[data-post={post}]").click()


def send(page: Page) -> None:
    go(page, "mine")
    page.locator("button.send").click()
    expect(page.locator("[data-state=waiting]")).to_have_count(0)
    expect(page.locator("button.send")).to_be_enabled()
