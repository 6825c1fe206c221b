"""The village desk: a family of three comes back, and somebody who was there before."""

from playwright.sync_api import Page, expect

from tongzhou.config.tests.stories.conftest import DESK, Open, keep
from tongzhou.people.idcheck import check_character


def number(serial: int) -> str:
    digits = f"99999919850506{serial:03d}"
    return digits + check_character(digits)


def fill_who(page: Page, name: str, id_number: str, phone: str = "") -> None:
    page.fill("#f-name", name)
    page.fill("#f-id_number", id_number)
    page.fill("#f-phone", phone)
    page.fill("#f-address", "霜竹公路1号101室")


def fill_health(page: Page) -> None:
    page.check("input[name=contact][value=no]")
    page.check("input[name=symptoms][value=none]")
    page.fill("input[name=temperature]", "36.6")


def fill_journey(page: Page) -> None:
    page.select_option("select[name=origin_province]", "34")
    page.check("input[name=wuhan][value=no]")
    page.check("input[name=transport][value=train]")
    page.fill("input[name=transport_number]", "G7148")


def save(page: Page) -> None:
    # questions that are drawn anew move the button: a click between its two halves would be lost
    page.evaluate("document.activeElement.blur()")
    page.wait_for_load_state("networkidle")
    page.locator("main button.button-primary.button-wide").click()
    page.wait_for_load_state()


def test_family_of_three_and_one_who_is_known(visit: Open) -> None:
    page = visit("演示·登记员")
    page.goto("/desk/register/")
    fill_who(page, "欧阳䶮", number(101), "10066600101")
    fill_journey(page)
    fill_health(page)
    keep(page, "phone-register")
    save(page)
    expect(page.locator(".verdict-good")).to_be_visible()
    keep(page, "phone-done")

    # when the others of the party follow, the journey is already there
    for name, serial in (("欧阳小满", 102), ("欧阳大山", 103)):
        page.locator("a[href*='after=']").click()
        expect(page.locator("select[name=origin_province]")).to_have_value("34")
        expect(page.locator("input[name=transport_number]")).to_have_value("G7148")
        fill_who(page, name, number(serial))
        fill_health(page)
        save(page)
        expect(page.locator(".verdict-good")).to_be_visible()

    # when the first one comes again, the desk is asked before anything is saved
    page.goto("/desk/register/")
    fill_who(page, "欧阳龙", number(101))
    fill_journey(page)
    fill_health(page)
    save(page)
    expect(page.locator("#similar")).to_be_visible()
    keep(page, "phone-similar")
    page.locator("input[name=choice]").first.check()
    fill_health(page)
    save(page)
    expect(page.locator(".verdict-good")).to_be_visible()

    # then the shift holds four registrations of three persons more
    page.goto("/desk/shift/")
    expect(page.locator("tbody tr", has_text="欧阳")).to_have_count(4)
    keep(page, "phone-shift")


def test_wrong_temperature_is_told_at_the_field_and_nothing_is_lost(visit: Open) -> None:
    page = visit("演示·登记员")
    page.goto("/desk/register/")
    fill_who(page, "王试", number(120))
    fill_journey(page)
    fill_health(page)
    page.fill("input[name=temperature]", "366")
    save(page)
    expect(page.locator("#q-temperature-error")).to_contain_text("36.6")
    expect(page.locator("#f-name")).to_have_value("王试")
    expect(page.locator("input[name=transport_number]")).to_have_value("G7148")
    keep(page, "phone-wrong")


def test_who_has_no_papers_and_says_nothing_is_registered(visit: Open) -> None:
    page = visit("演示·登记员", size=DESK)
    page.goto("/desk/register/")
    page.fill("#f-name", "不详")
    for question in ("origin_province", "wuhan", "transport", "returned_on", "contact", "symptoms"):
        page.check(f"input[name={question}-declined]")
    page.check("input[name=measured][value=refused]")
    save(page)
    expect(page.locator(".verdict")).to_be_visible()


def test_a_registration_is_corrected_and_withdrawn_by_its_author(visit: Open) -> None:
    page = visit("演示·登记员")
    page.goto("/desk/register/")
    fill_who(page, "王改", number(130))
    fill_journey(page)
    fill_health(page)
    save(page)
    page.locator("a.button-quiet").click()
    page.select_option("select[name=origin_province]", "31")
    save(page)
    expect(page.locator(".verdict-good")).to_be_visible()
    page.goto("/desk/shift/")
    row = page.locator("tbody tr", has_text="王改")
    expect(row.locator(".tag").first).to_be_visible()
    row.locator("a").first.click()
    page.locator("summary").last.click()
    page.check("input[name=reason][value=exercise]")
    page.locator("form[action$='withdraw/'] button").click()
    expect(page.locator("tbody tr", has_text="王改").locator(".tag").first).to_be_visible()
