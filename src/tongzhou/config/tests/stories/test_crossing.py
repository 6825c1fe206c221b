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
    expect(page.locator("form.card")).to_have_count(12)
    last = page.locator("form.card").last
    last.locator("button[value=use]").click()
    expect(last.locator(".tag-amber")).to_be_visible()
    expect(last.locator("button[value=use]")).to_have_count(0)
    keep(page, "phone-toilets")
    last.locator("button[value=disinfect]").click()
    expect(last.locator(".tag-green")).to_be_visible()


def test_the_check_is_moved_outward_and_a_car_goes_through_its_stages(visit: Open) -> None:
    page = visit("演示·道口")
    page.goto("/crossing/stages/")
    expect(page.locator("form.card .tag-green")).to_have_count(3)  # as the demonstration left them
    keep(page, "phone-stages")
    page.fill("#f-check", "600")
    page.locator("form.card", has=page.locator("#f-check")).locator("button[value=move]").click()
    expect(page.locator(".banner-bad")).to_contain_text("预检要在查验的外侧")
    page.fill("#f-before", "900")
    page.locator("form.card", has=page.locator("#f-before")).locator("button[value=move]").click()
    expect(page.locator(".timeline li").first).to_contain_text("前移900米")
    page.goto("/crossing/before/")
    keep(page, "phone-before")
    page.fill("#f-plate", "皖A24680")
    page.locator("button[value=onward]").click()
    expect(page.locator(".verdict-good")).to_contain_text("请去查验")
    page.locator("nav.actions a", has_text="查验").nth(0).click()
    page.fill("#f-plate", "皖A24680")
    page.fill("#f-temperatures", "36.5 37.8")
    page.locator("button[value=second_check]").click()
    page.locator("nav.actions a", has_text="二次查验").click()
    waiting = page.locator("ul.plain-list li")
    expect(waiting.last).to_contain_text("1人发热")
    before = waiting.count()  # whoever went before may have left a car here
    keep(page, "phone-second")
    page.fill("#f-plate", "皖A24680")
    page.locator("button[value=passed]").click()
    expect(page.locator(".field.has-error")).to_contain_text("再测一次")
    page.fill("#f-temperatures", "36.6 36.9")
    page.locator("button[value=passed]").click()
    expect(waiting).to_have_count(before - 1)
    page.fill("#f-plate", "皖A24680")
    page.locator("button[value=passed]").click()
    expect(page.locator(".field.has-error")).to_contain_text("再测一次")
    expect(page.locator(".verdict")).to_have_count(0)  # the car before was saved, this one was not


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
