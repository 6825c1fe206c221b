"""Two colleagues exchange shifts on their telephones: offered, given in return, agreed, confirmed by the post."""

from playwright.sync_api import Page, expect

from tongzhou.config.tests.stories.conftest import DESK, Open, keep
from tongzhou.demonstration.setting_up import ACCOUNTS
from tongzhou.kernel import sheets

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ONE, OTHER = "演示·下沉干部", "演示·门岗"


def _sent(chief: Page) -> None:
    """Both stand on the list of one bureau and are sent to the village directly."""
    numbers = {tried.staff: number for number, tried in enumerate(ACCOUNTS, start=1)}
    rows = [[f"演示{numbers[name]:02d}", name, "区人社局"] for name in (ONE, OTHER)]
    chief.goto("/deployment/workers/list/")
    content = sheets.write(["工号", "姓名", "单位"], rows)
    chief.set_input_files("#f-file", {"name": "名单.xlsx", "mimeType": _XLSX, "buffer": content})
    chief.locator("main button[type=submit], .panel button[type=submit]").first.click()
    chief.goto("/deployment/workers/?unit=区人社局&text=演示·")
    for name in (ONE, OTHER):
        chief.locator("input[name=worker] + span", has_text=name).click()
    chief.locator("input[name=way][value=direct] + span").click()
    village = chief.locator("#f-receiver option", has_text="永乐村").first.get_attribute("value")
    chief.select_option("#f-receiver", value=village)
    chief.fill("#f-basis", "指挥部〔2020〕9号")
    chief.fill("#f-until_on", "2020-02-20")
    chief.get_by_role("button", name="派遣", exact=True).click()
    expect(chief.locator("tbody")).to_contain_text(OTHER)


def _asked(desk: Page, starts: str, day: str) -> None:
    desk.goto("/deployment/needs/")
    desk.locator("input[name=role][value=village_desk] + span").click()
    for name, value in (("starts", starts), ("count", "1"), ("from_on", day), ("until_on", day)):
        desk.fill(f"#f-{name}", value)
    desk.get_by_role("button", name="提出需求", exact=True).click()


def _put_on(town: Page, who: str, starts: str, day: str) -> None:
    town.goto(f"/deployment/needs/?day={day}")
    town.locator("li.card", has_text=starts).get_by_role("link", name="谁来上").click()
    town.locator("input[name=worker] + span", has_text=who).click()
    town.get_by_role("button", name="把勾选的人排上").click()
    expect(town.locator("form.panel")).to_contain_text(who)


def _calendar(page: Page) -> str:
    """The address of the own calendar."""
    page.goto("/deployment/calendar/")
    page.locator("form button[type=submit].button-primary").click()
    return page.locator("p.mono").inner_text().strip()


def test_two_exchange_their_shifts_and_both_calendars_show_it(visit: Open) -> None:
    _sent(visit("演示·总值班", size=DESK))
    desk, town = visit("演示·登记员"), visit("演示·南翔值班", size=DESK)
    for who, starts, day in ((ONE, "06:00", "2020-02-09"), (OTHER, "13:00", "2020-02-11")):
        _asked(desk, starts, day)
        _put_on(town, who, starts, day)
    one, other = visit(ONE), visit(OTHER)
    calendars = [_calendar(page) for page in (one, other)]

    one.goto("/deployment/mine/")
    one.get_by_role("button", name="想换给同事").click()
    expect(one.locator(".tag-amber")).to_be_visible()

    other.goto("/deployment/mine/")
    offer = other.locator("article.card", has_text="我来上")
    expect(offer).to_contain_text(ONE)
    offer.locator("summary").click()
    keep(other, "phone-swap-give")
    offer.get_by_role("button", name="问对方换不换").click()
    expect(other.locator("article.card", has_text="等对方同意")).to_be_visible()
    keep(other, "phone-swap-waits")

    one.goto("/deployment/mine/")
    expect(one.locator(".banner-warn")).to_contain_text(OTHER)
    keep(one, "phone-swap-agree")
    one.get_by_role("button", name="同意,互换").click()
    expect(one.locator("article.card").first).to_contain_text("愿意接")

    desk.goto("/deployment/today/?day=2020-02-09")
    keep(desk, "phone-swap-confirm")
    desk.get_by_role("button", name="同意换班").click()
    desk.goto("/deployment/today/?day=2020-02-09")
    expect(desk.locator("li.card", has=desk.locator("h2", has_text=OTHER))).to_contain_text(ONE)

    for page, now in ((one, "2月11日"), (other, "2月9日")):
        page.goto("/deployment/mine/")
        expect(page.locator("article.card")).to_have_count(1)
        expect(page.locator("article.card h2")).to_contain_text(now)
        keep(page, f"phone-swap-done-{now}")
    days = [one.request.get(address).text() for address in calendars]
    assert ["DTSTART;TZID=Asia/Shanghai:20200211T130000" in days[0], "20200209T060000" in days[0]] == [True, False]
    assert ["DTSTART;TZID=Asia/Shanghai:20200209T060000" in days[1], "20200211T130000" in days[1]] == [True, False]
