"""From a personnel list to somebody at the gate: taken in, sent on a document, put on a shift, checked in."""

from playwright.sync_api import expect

from tongzhou.config.tests.stories.conftest import DESK, Open, keep
from tongzhou.demonstration.setting_up import ACCOUNTS
from tongzhou.kernel import sheets

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_somebody_is_taken_in_sent_put_on_a_shift_and_checks_in(visit: Open) -> None:
    chief = visit("演示·总值班", size=DESK)
    chief.goto("/deployment/workers/list/")
    number = [tried.username for tried in ACCOUNTS].index("seconded") + 1
    rows = [[f"演示{number:02d}", "演示·下沉干部", "区人社局"]]
    rows += [[f"故事{serial:04d}", f"演示·故事{serial}", "区人社局"] for serial in range(987)]
    rows += [[f"错{serial:03d}", "演示·错行", "没有这个局"] for serial in range(12)]
    content = sheets.write(["工号", "姓名", "单位"], rows)
    chief.set_input_files("#f-file", {"name": "名单.xlsx", "mimeType": _XLSX, "buffer": content})
    with chief.expect_download() as given_back:
        chief.locator("main button[type=submit], .panel button[type=submit]").first.click()
    back = sheets.read(given_back.value.path().read_bytes())
    assert [row["工号"] for row in back.rows] == [f"错{serial:03d}" for serial in range(12)]
    assert all(row[back.headings[-1]] for row in back.rows)

    chief.goto("/deployment/workers/?text=演示·下沉干部&unit=区人社局")
    chief.locator("input[name=worker] + span", has_text="演示·下沉干部").click()
    chief.locator("input[name=way][value=town] + span").click()
    chief.select_option("#f-receiver", label="南翔镇")
    chief.fill("#f-basis", "指挥部〔2020〕9号")
    chief.fill("#f-until_on", "2020-02-20")
    keep(chief, "desk-send")
    chief.get_by_role("button", name="派遣", exact=True).click()
    expect(chief.locator("tbody")).to_contain_text("待安排")
    keep(chief, "desk-order")

    desk = visit("演示·登记员")
    desk.goto("/deployment/needs/")
    desk.locator("input[name=role][value=village_desk] + span").click()
    desk.fill("#f-starts", "21:00")
    desk.fill("#f-count", "1")
    desk.fill("#f-from_on", "2020-02-08")
    desk.fill("#f-until_on", "2020-02-08")
    desk.locator("input[name=priority][value='1'] + span").click()
    desk.get_by_role("button", name="提出需求", exact=True).click()
    expect(desk.locator(".grid")).to_contain_text("21:00")

    town = visit("演示·南翔值班", size=DESK)
    town.goto("/deployment/unplaced/")
    town.locator("input[name=posting] + span", has_text="演示·下沉干部").click()
    village = town.locator("#f-place option", has_text="永乐村").first.get_attribute("value")
    town.select_option("#f-place", value=village)
    town.get_by_role("button", name="安排", exact=True).click()
    town.goto("/deployment/rotas/")
    town.fill("#f-from_on", "2020-02-08")
    town.fill("#f-until_on", "2020-02-08")
    town.locator("input[name=seconds][value='10'] + span").click()
    town.get_by_role("button", name="开始排班").click()
    town.get_by_role("button", name="发布").click(timeout=60_000)
    expect(town.locator(".page-head")).to_contain_text("第 1 版")
    expect(town.locator("tbody").first).to_contain_text("演示·下沉干部")

    worker = visit("演示·下沉干部")
    worker.goto("/deployment/mine/")
    keep(worker, "phone-mine")
    worker.get_by_role("button", name="我到岗了").click()
    expect(worker.locator(".tag-green")).to_contain_text("已报到")
    opened = worker.goto("/desk/register/")
    assert opened is not None
    assert opened.status == 200
    worker.goto("/deployment/mine/")
    worker.fill("textarea", "东侧栏杆松了,已报修")
    worker.get_by_role("button", name="交班").click()
    expect(worker.locator("textarea")).to_have_value("东侧栏杆松了,已报修")

    desk.goto("/deployment/today/")
    card = desk.locator("li.card", has=desk.locator("h2", has_text="演示·下沉干部"))
    expect(card).to_contain_text("东侧栏杆松了")
    keep(desk, "phone-today")


def test_the_coming_days_are_planned_published_and_a_drop_out_is_repaired(visit: Open) -> None:
    town = visit("演示·镇值班", size=DESK)
    town.goto("/deployment/rotas/")
    town.locator("input[name=seconds][value='10'] + span").click()
    town.get_by_role("button", name="开始排班").click()
    expect(town.get_by_role("button", name="发布")).to_be_visible(timeout=60_000)
    expect(town.locator("#search")).to_contain_text("空缺 0 个")
    keep(town, "desk-rota")
    town.get_by_role("link", name=": 改").first.click()
    keep(town, "desk-slot")
    held = town.locator("input[name=out]").first.get_attribute("value")
    town.locator("input[name=out] + span").first.click()
    town.get_by_role("button", name="改草稿").click()
    expect(town.locator("#search")).to_contain_text("空缺 1 个")
    town.get_by_role("button", name="撤销上一步").click()
    expect(town.locator("#search")).to_contain_text("空缺 0 个")
    town.get_by_role("button", name="发布").click()
    expect(town.locator(".page-head")).to_contain_text("第 2 版")
    for name in ("short", "reserve", "load", "changes", "print"):
        town.goto(f"{town.url.split('rotas/')[0]}rotas/{town.url.split('rotas/')[1].split('/')[0]}/{name}/")
        keep(town, f"desk-rota-{name}")

    town.goto(f"/deployment/workers/{held}/")
    town.locator("input[value=stood_down] + span").click()
    town.fill("#f-from_on", "2020-02-09")
    town.fill("#f-until_on", "2020-02-14")
    keep(town, "desk-worker")
    town.get_by_role("button", name="保存,看哪些班空了").click()
    expect(town.locator("tbody")).to_contain_text("接触后停岗")
    keep(town, "desk-repair")
    town.get_by_role("button", name="就这么办").first.click()
    expect(town.locator(".page-head")).to_contain_text("第 3 版")
    town.goto("/deployment/repair/")
    expect(town.locator(".empty")).to_be_visible()
