"""At the crossing: a car of four in ten inputs, and a toilet that waits for its disinfection."""

from playwright.sync_api import expect

from tongzhou.config.tests.stories.conftest import Open, keep


def test_a_car_of_four_needs_no_more_than_ten_inputs(visit: Open) -> None:
    page = visit("演示·道口")
    page.goto("/crossing/")
    keep(page, "phone-crossing")
    # one plate, four readings, one save: six inputs
    page.fill("#f-plate", "沪A12345")
    page.fill("#f-temperatures", "36.5 36.8 364 36.6")
    page.locator("button[value=passed]").click()
    expect(page.locator(".verdict-good")).to_contain_text("已记录")
    keep(page, "phone-crossing-saved")


def test_a_reading_that_is_missing_is_told_and_nothing_is_lost(visit: Open) -> None:
    page = visit("演示·道口")
    page.goto("/crossing/")
    page.fill("#f-plate", "12345")
    page.fill("#f-temperatures", "36.5")
    page.fill("#f-people", "2")
    page.locator("button[value=passed]").click()
    expect(page.locator("#f-temperatures")).to_have_value("36.5")
    expect(page.locator(".field.has-error")).to_contain_text("每人都要测温")
    expect(page.locator(".banner-warn")).to_contain_text("不像车牌")
    page.fill("#f-temperatures", "36.5 38.2")
    page.locator("button[value=second_check]").click()
    expect(page.locator(".verdict-bad")).to_contain_text("复测")
    keep(page, "phone-crossing-hot")


def test_a_toilet_is_free_again_only_after_it_was_disinfected(visit: Open) -> None:
    page = visit("演示·道口")
    page.goto("/crossing/toilets/")
    expect(page.locator("form.group")).to_have_count(12)
    last = page.locator("form.group").last
    last.locator("button[value=use]").click()
    expect(last.locator(".tag-amber")).to_be_visible()
    expect(last.locator("button[value=use]")).to_have_count(0)
    keep(page, "phone-toilets")
    last.locator("button[value=disinfect]").click()
    expect(last.locator(".tag-green")).to_be_visible()


def test_the_planner_answers_in_the_address(visit: Open) -> None:
    page = visit("演示·道口")
    page.goto("/crossing/plan/")
    keep(page, "phone-plan")
    page.fill("#f-wait", "5")
    page.locator("form.panel button").click()
    page.wait_for_url("**wait=5**")
    expect(page.locator("dl.facts").first).to_contain_text("查验")
    expect(page.locator("dl.bars dt")).to_have_count(24)
    page.fill("#f-check", "abc")
    page.locator("form.panel button").click()
    expect(page.locator(".field.has-error")).to_contain_text("5至900")
