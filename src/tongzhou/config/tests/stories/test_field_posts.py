"""The desk and the crossing in the field app, the line cut; what is refused is mended where it was written."""

from playwright.sync_api import Page, expect

from tongzhou.config.tests.stories.conftest import DESK, Open, keep
from tongzhou.config.tests.stories.telephones import go, send, square, take_into_use, type_digits
from tongzhou.people.idcheck import check_character


def _number(serial: int) -> str:
    digits = f"99999919840506{serial:03d}"
    return digits + check_character(digits)


class Counted:
    """Counts what a worker does: each touch and each field filled."""

    def __init__(self, page: Page) -> None:
        self.page, self.inputs = page, 0

    def fill(self, selector: str, text: str) -> None:
        self.page.fill(selector, text)
        self.inputs += 1

    def touch(self, selector: str, **more: str) -> None:
        self.page.locator(selector, **more).first.click()
        self.inputs += 1

    def choose(self, selector: str, value: str) -> None:
        self.page.select_option(selector, value)
        self.inputs += 1


def _choose(page: Page, question: str, value: str) -> None:
    page.locator(f"[data-question={question}] input[value={value}]").check()


def _register(page: Page, name: str, number: str) -> None:
    page.fill("#w-name", name)
    page.fill("#w-number", number)


def _health(page: Page) -> None:
    _choose(page, "contact", "no")
    _choose(page, "symptoms", "none")
    page.fill("#q-temperature", "36.6")


def test_a_desk_without_a_network_registers_a_party_and_mends_what_is_refused(visit: Open) -> None:
    desk, page = visit("演示·登记员", size=DESK), visit()
    take_into_use(page, square(desk, "演示·下沉干部"))
    page.context.set_offline(True)
    go(page, "desk")
    keep(page, "field-desk")
    page.locator("main form > button[type=submit]").click()
    expect(page.locator("#w-name")).to_be_visible()
    expect(page.locator(".field .error").first).to_contain_text("请填姓名")
    keep(page, "field-desk-wrong")
    _register(page, "司马试", _number(201))
    page.select_option("#q-origin_province", "34")
    _choose(page, "wuhan", "no")
    _choose(page, "transport", "train")
    page.fill("#q-transport_number", "G7148")
    _health(page)
    page.locator("main form > button[type=submit]").click()
    expect(page.locator(".saved")).to_be_visible()
    page.locator("button.party").click()
    expect(page.locator("#q-transport_number")).to_have_value("G7148")
    _register(page, "司马小试", _number(202))
    _health(page)
    page.locator("main form > button[type=submit]").click()
    expect(page.locator(".saved")).to_be_visible()
    _register(page, "司马试", _number(201))
    page.select_option("#q-origin_province", "34")
    _choose(page, "wuhan", "no")
    _choose(page, "transport", "train")
    _health(page)
    page.locator("main form > button[type=submit]").click()
    expect(page.locator(".saved")).to_be_visible()
    go(page, "log")
    page.fill("#log-words", "三号楼独居老人明早要送菜")
    page.locator("main form > button[type=submit]").click()
    keep(page, "field-log")
    page.context.set_offline(False)
    send(page)
    expect(page.locator("[data-state=stored]")).to_have_count(3)
    refused = page.locator("[data-state=refused]")
    expect(refused).to_have_count(1)
    keep(page, "field-refused")
    refused.locator("button.mend").click()
    expect(page.locator("#w-number")).to_have_value(_number(201))
    page.locator("input[name=same]").first.check()
    keep(page, "field-mend")
    page.locator("main form > button[type=submit]").click()
    send(page)
    expect(page.locator("[data-state=stored]")).to_have_count(4)
    desk.goto("/desk/shift/")
    expect(desk.locator("tbody tr", has_text="司马")).to_have_count(3)
    desk.goto("/log/")
    expect(desk.locator("main")).to_contain_text("三号楼独居老人明早要送菜")


def _announced(page: Page, name: str, serial: int) -> str:
    """Somebody announces a return to Yongle on the public page; the code on the receipt."""
    page.goto("/before/?q=ylc")
    page.get_by_role("link", name="永乐村").click()
    page.fill("#f-name", name)
    page.fill("#f-id_number", _number(serial))
    page.fill("#f-phone", f"10066600{serial}")
    page.fill("#f-address", "霜竹公路9号")
    page.select_option("select[name=origin_province]", "34")
    for question, value in (("wuhan", "no"), ("transport", "train"), ("contact", "no"), ("symptoms", "none")):
        page.check(f"input[name={question}][value={value}]")
    page.fill("input[name=returned_on]", "2020-02-08")
    page.locator("main button.button-primary").click()
    return page.locator(".receipt").inner_text()


def test_who_announced_themselves_needs_three_interactions_without_a_network(visit: Open) -> None:
    desk, page, traveller = visit("演示·登记员", size=DESK), visit(), visit()
    code = _announced(traveller, "欧阳预报", 311)
    take_into_use(page, square(desk, "演示·下沉干部"))
    page.context.set_offline(True)
    go(page, "desk")
    page.fill("#code", "0000-0000-0000")
    page.press("#code", "Enter")
    expect(page.locator(".field .error")).to_contain_text("没有这个码的预登记")
    keep(page, "field-announced-unknown")
    returnee = Counted(page)
    page.locator("#code").press_sequentially(f"https://x.invalid/before/party/#{code}\n")  # as a scanner types it
    returnee.inputs += 1
    expect(page.locator("[data-announced]")).to_contain_text("欧阳预报")
    expect(page.locator("#q-temperature")).to_be_focused()
    keep(page, "field-announced")
    returnee.fill("#q-temperature", "36.6")
    returnee.touch("main form > button[type=submit]")
    expect(page.locator(".saved")).to_be_visible()
    print(f"announced returnee at the desk on the telephone, no network: {returnee.inputs} interactions (goal 3)")
    assert returnee.inputs == 3
    page.fill("#code", code)
    page.press("#code", "Enter")
    expect(page.locator(".field .error")).to_contain_text("都已记在这台手机里")
    page.context.set_offline(False)
    send(page)
    expect(page.locator("[data-state=stored]")).to_have_count(1)
    desk.goto("/desk/shift/")
    expect(desk.locator("tbody tr", has_text="欧阳")).to_have_count(1)
    traveller.goto(f"/before/party/#{code}")
    traveller.locator("main button.button-primary").click()
    expect(traveller.locator("[role=alert]")).to_be_visible()


def test_a_walk_in_needs_no_more_than_seven_inputs(visit: Open) -> None:
    desk, page = visit("演示·登记员", size=DESK), visit()
    take_into_use(page, square(desk, "演示·下沉干部"))
    page.context.set_offline(True)
    go(page, "desk")
    walk_in = Counted(page)
    walk_in.fill("#w-name", "诸葛试")
    walk_in.choose("#q-origin_province", "34")
    for question, value in (("wuhan", "no"), ("transport", "train"), ("contact", "no"), ("symptoms", "none")):
        walk_in.touch(f"[data-question={question}] label:has(input[value={value}])")
    walk_in.fill("#q-temperature", "36.6")
    page.locator("main form > button[type=submit]").click()
    expect(page.locator(".saved")).to_be_visible()
    print(f"walk-in at the desk on the telephone, no network: {walk_in.inputs} inputs (goal 7), then the save")
    assert walk_in.inputs <= 7


def test_a_crossing_without_a_network_checks_cars_and_blocks_a_used_toilet(visit: Open) -> None:
    desk, page = visit("演示·安全", size=DESK), visit()
    take_into_use(page, square(desk, "演示·道口", "道口"))
    page.context.set_offline(True)
    keep(page, "field-crossing")
    car = Counted(page)
    car.fill("#plate", "沪A12345")
    for code in ("ABCD-EFGH-JKMN", "abcd efgh jkmp", "https://x.invalid/before/party/#ABCD-EFGH-JKMQ", "ABCDEFGHJKMR"):
        page.fill("#code", code)
        page.press("#code", "Enter")
        car.inputs += 1
    expect(page.locator(".readings").first.locator("button")).to_have_count(4)
    for degrees in ("365", "368", "364", "366"):
        type_digits(page, degrees)
        car.inputs += 1
    car.touch("button[data-outcome=passed]")
    expect(page.locator(".saved")).to_be_visible()
    print(f"car of four with four codes at the crossing on the telephone, no network: {car.inputs} inputs (goal 10)")
    assert car.inputs <= 10
    page.fill("#plate", "苏E54321")
    type_digits(page, "382")
    page.locator("button[data-outcome=second_check]").click()
    expect(page.locator(".verdict-bad")).to_contain_text("发热")
    keep(page, "field-crossing-hot")
    page.locator(".verdict-bad button").click()
    page.locator("[data-stage=second]").click()
    page.fill("#plate", "苏E54321")
    page.locator("button[data-outcome=passed]").click()
    expect(page.locator(".error")).to_contain_text("再测一次")
    type_digits(page, "366")
    keep(page, "field-crossing-second")
    page.locator("button[data-outcome=passed]").click()
    expect(page.locator(".saved")).to_be_visible()
    page.locator(".toilets summary").click()
    last = page.locator("[data-toilet='11']")
    last.locator("[data-act=use]").click()
    expect(last).to_have_attribute("data-state", "used")
    expect(last.locator("[data-act=use]")).to_have_count(0)
    keep(page, "field-toilets")
    page.context.set_offline(False)
    send(page)
    expect(page.locator("[data-state=stored]")).to_have_count(4)
    go(page, "crossing")
    page.locator(".toilets summary").click()
    expect(page.locator("[data-toilet='11']")).to_have_attribute("data-state", "used")
