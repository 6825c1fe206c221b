"""A risk area is added at headquarters, and a village worker walks the door list."""

from playwright.sync_api import expect

from tongzhou.config.tests.stories.conftest import DESK, Open, keep
from tongzhou.config.tests.stories.test_desk import fill_health, fill_journey, fill_who, number, save


def test_a_risk_area_is_added_and_the_village_walks_its_door_list(visit: Open) -> None:
    desk = visit("演示·登记员")
    desk.goto("/desk/register/")
    fill_who(desk, "诸葛涂州", number(501), "10066600501")
    fill_journey(desk)
    desk.fill("input[name=origin_city]", "滁州")
    fill_health(desk)
    save(desk)

    chief = visit("演示·总值班", size=DESK)
    chief.goto("/risk-areas/")
    keep(chief, "desk-risk-list")
    chief.locator("form[action$='begin/'] button").click()
    expect(chief.locator("tbody tr", has_text="湖北省")).to_be_visible()
    chief.goto("/risk-areas/draft/?q=滁州")
    chief.select_option("#f-place", label="安徽省滁州市")
    chief.fill("#f-from_on", "2020-01-25")
    chief.locator("form[action$='put/'] button").click()
    expect(chief.locator("tbody tr", has_text="安徽省滁州市")).to_be_visible()
    keep(chief, "desk-risk-draft")
    chief.fill("#f-document", "演示:重点地区名单第2版(2020年2月8日)")
    chief.locator("form[action$='publish/'] button").click()
    expect(chief.locator(".verdict-good")).to_be_visible()

    desk.goto("/risk-areas/door/")
    line = desk.locator("section.group", has_text="诸葛涂州")
    expect(line).to_contain_text("安徽省滁州市")
    keep(desk, "phone-door")
    line.locator("a", has_text="为什么").click()
    expect(desk.locator("ol")).to_contain_text("第2版")
    keep(desk, "phone-why")
    desk.go_back()
    desk.locator("section.group", has_text="诸葛涂州").locator("a.button-primary").click()
    desk.locator("form[action$='/accept'] button").click()
    desk.locator("summary", has_text="办结").click()
    desk.select_option("form[action$='/close'] select", "told")
    desk.locator("form[action$='/close'] button").click()
    desk.goto("/risk-areas/door/")
    expect(desk.locator("section.group", has_text="诸葛涂州")).to_contain_text("已上门")
