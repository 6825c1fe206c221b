"""A rota changed in its grid: dragged, by keyboard, refused with the reason, undone; the server judges each step."""

from playwright.sync_api import Locator, Page, expect

from tongzhou.config.tests.stories.conftest import DESK, Open, keep


def _planned(town: Page) -> None:
    town.goto("/deployment/rotas/")
    town.locator("input[name=seconds][value='10'] + span").click()
    town.get_by_role("button", name="开始排班").click()
    expect(town.get_by_role("button", name="发布")).to_be_visible(timeout=60_000)


def _cell(town: Page, day: int) -> Locator:
    return town.locator("[data-grid] tbody tr").first.locator("td").nth(day)


def test_two_change_places_by_dragging_and_by_keyboard_and_each_step_is_undone(visit: Open) -> None:
    town = visit("演示·镇值班", size=DESK)
    _planned(town)
    first, second = _cell(town, 0).locator(".chip"), _cell(town, 1).locator(".chip")
    before = first.inner_text(), second.inner_text()
    assert before[0] != before[1]
    first.drag_to(second)
    expect(first).to_have_text(before[1])
    expect(second).to_have_text(before[0])
    keep(town, "desk-grid-moved")
    town.get_by_role("button", name="撤销上一步").click()
    expect(first).to_have_text(before[0])

    first.focus()
    town.keyboard.press("Space")
    expect(town.locator("#said")).to_contain_text(before[0])
    town.keyboard.press("ArrowRight")
    keep(town, "desk-grid-picked")
    town.keyboard.press("Space")
    expect(first).to_have_text(before[1])
    expect(second).to_be_focused()
    town.keyboard.press("Control+z")
    expect(first).to_have_text(before[0])
    expect(town.get_by_role("button", name="撤销上一步")).to_have_count(0)


def test_a_shift_goes_to_a_colleague_who_is_free_and_what_breaks_a_rule_says_which(visit: Open) -> None:
    town = visit("演示·镇值班", size=DESK)
    _planned(town)
    town.goto(f"{town.url.split('?')[0]}?by=people")
    held = town.locator(".chip[data-need][data-day='1']").first
    free = town.locator(".chip[data-day='1']:not([data-need])").first
    who, to = held.get_attribute("data-who"), free.get_attribute("data-who")
    held.drag_to(free)
    outcome = town.locator(f".chip[data-need][data-day='1'][data-who='{to}'], .errors, [role=alert]").first
    expect(outcome).to_be_visible()
    keep(town, "desk-grid-people")
    assert who != to
