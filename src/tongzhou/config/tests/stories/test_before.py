"""A traveller without JavaScript announces a family; the desk needs three interactions."""

from playwright.sync_api import Browser, expect

from tongzhou.config.tests.stories.conftest import PHONE, Open, keep
from tongzhou.config.tests.stories.test_desk import number

#: What a chat application's browser loads on a poor line, in bytes.
MOST = 60_000


def test_traveller_without_javascript_then_three_interactions_at_the_desk(
    served: str, browser: Browser, visit: Open
) -> None:
    context = browser.new_context(viewport=PHONE, locale="zh-CN", base_url=served, java_script_enabled=False)
    page = context.new_page()
    loaded: list[int] = []
    page.on("requestfinished", lambda request: loaded.append(request.sizes()["responseBodySize"]))
    page.goto("/before/")
    keep(page, "phone-before")
    page.fill("#f-q", "ylc")
    page.locator("form[role=search] button").click()
    page.get_by_role("link", name="永乐村").click()
    page.wait_for_load_state("networkidle")
    assert sum(loaded) < MOST, loaded
    keep(page, "phone-before-form")

    # what is missing is told, and nothing that was typed is lost
    page.fill("#f-name", "司马路上")
    page.locator("main button.button-primary").click()
    expect(page.locator("#q-origin_province-error")).to_be_visible()
    expect(page.locator("#f-name")).to_have_value("司马路上")

    page.fill("#f-id_number", number(301))
    page.fill("#f-phone", "10066600301")
    page.fill("#f-address", "霜竹公路9号")
    page.select_option("select[name=origin_province]", "34")
    page.check("input[name=wuhan][value=no]")
    page.check("input[name=transport][value=train]")
    page.fill("input[name=returned_on]", "2020-02-08")
    page.check("input[name=contact][value=no]")
    page.check("input[name=symptoms][value=none]")
    page.locator("main button.button-primary").click()
    code = page.locator(".receipt").inner_text()
    expect(page.locator(".qr svg")).to_be_visible()
    keep(page, "phone-before-code")
    context.close()

    # at the crossing only their number is told; the code still opens the announcement afterwards
    crossing = visit("演示·道口")
    crossing.goto("/crossing/")
    crossing.fill("#f-plate", "皖K12345")
    crossing.locator("#f-codes").press_sequentially(f"{served}/before/party/#{code}\n0000-0000-0000\n")
    expect(crossing.locator("#announced .tag-green")).to_contain_text("1人已预登记")
    expect(crossing.locator("#announced .tag-amber")).to_contain_text("照常询问")
    keep(crossing, "phone-crossing-announced")
    crossing.fill("#f-temperatures", "36.5")
    crossing.locator("button[value=passed]").click()
    expect(crossing.locator(".verdict-good")).to_be_visible()
    expect(crossing.locator("dl.facts div", has_text="其中已预登记").locator("dd")).to_have_text("1")

    # at the desk: scan, temperature, confirm
    desk = visit("演示·登记员")
    desk.goto("/desk/announced/")
    interactions = 0
    desk.locator("#f-code").press_sequentially(f"{served}/before/party/#{code}\n")  # as a scanner types it
    interactions += 1
    expect(desk.locator("h1")).to_have_text("司马路上")
    keep(desk, "phone-announced")
    expect(desk.locator("input[name=temperature]")).to_be_focused()
    desk.keyboard.type("36.6")
    interactions += 1
    desk.locator("main button.button-primary.button-wide").click()
    interactions += 1
    expect(desk.locator(".verdict-good")).to_be_visible()
    assert interactions == 3

    # and the code opens nothing any more
    again = visit()
    again.goto(f"/before/party/#{code}")
    expect(again.locator("#f-code")).to_have_value(code)
    again.locator("main button.button-primary").click()
    expect(again.locator("[role=alert]")).to_be_visible()


def test_a_mother_announces_her_child_too_and_takes_it_back(visit: Open) -> None:
    page = visit()
    page.goto("/before/?q=永乐")
    page.get_by_role("link", name="永乐村").click()
    page.fill("#f-name", "王妈妈")
    page.locator("button[name=_draft]").click()
    expect(page.locator(".tag-amber")).to_be_visible()
    page.locator("form[action$='person/'] button.button-primary").click()
    page.fill("#f-name", "王宝宝")
    page.check("input[name=is_child]")
    page.locator("button[name=_draft]").click()
    expect(page.locator(".plain-list > li")).to_have_count(2)
    keep(page, "phone-before-party")
    for _one in range(2):
        page.locator(".plain-list > li summary").first.click()
        page.locator(".plain-list > li button.button-bad").first.click()
    expect(page.locator("[role=status]")).to_be_visible()
