"""A directive goes from headquarters to a village and comes back with a photo."""

import base64
import gzip
import io
import json
import re

from PIL import Image
from playwright.sync_api import Page, expect

from tongzhou.config.tests.stories.conftest import DESK, PHONE, Open, keep
from tongzhou.config.tests.stories.telephones import go, send, square, take_into_use
from tongzhou.config.tests.stories.test_every_page import faults
from tongzhou.kernel.tests.test_photos import picture

TITLE = "理发店一客一消毒"


def _fill(page: Page, title: str, due: str) -> None:
    page.locator("details", has=page.locator("form[action$='/directives/issue/']")).locator("summary").click()
    page.fill("[name=title]", title)
    page.fill("[name=words]", "每位顾客用后消毒,贴出记录。")
    page.fill("[name=due_at]", due)
    page.select_option("[name=proof]", "photo")


def _send(page: Page, receiver: str) -> None:
    for box in page.locator("[name=places]").all():
        box.uncheck()
    page.locator("label.choice", has_text=receiver).first.locator("input").check()
    page.locator("form[action$='/directives/issue/'] button").click()
    page.wait_for_url(re.compile("/directives/[0-9a-f-]{36}/$"))


def test_from_headquarters_to_a_village_and_back_with_a_photo(visit: Open) -> None:
    chief = visit("演示·总值班", size=DESK)
    chief.goto("/directives/")
    keep(chief, "desk-directives")
    _fill(chief, TITLE, "2020-02-11T18:00")
    chief.fill("[name=document]", "演示:区指挥部第6号通告")
    chief.fill("[name=document_on]", "2020-02-08")
    _send(chief, "南翔镇")
    keep(chief, "desk-directive")

    town = visit("演示·南翔值班", size=DESK)
    town.goto("/directives/")
    town.get_by_role("link", name=TITLE).click()
    _fill(town, "永乐村三家理发店先做", "2020-02-12T18:00")
    town.locator("label.choice", has_text="永乐村").first.locator("input").check()
    town.locator("form[action$='/directives/issue/'] button").click()
    expect(town.locator(".has-error")).to_be_visible()  # later than the district allows
    town.fill("[name=due_at]", "2020-02-10T18:00")
    _send(town, "永乐村")

    village = visit("演示·登记员", size=PHONE, language="en")
    village.goto("/directives/")
    assert faults(village) == []
    keep(village, "phone-directives-en")
    village.get_by_role("link", name="永乐村三家理发店先做").click()
    keep(village, "phone-directive-en")
    village.locator("ul.list a", has_text="永乐村").click()
    village.locator("form[action$='/accept'] button").click()
    proof = village.locator("details", has=village.locator("form[action$='/prove']"))
    proof.locator("summary").click()
    proof.locator("[type=file]").set_input_files(
        {"name": "shop.jpg", "mimeType": "image/jpeg", "buffer": picture(300, 200)}
    )
    proof.locator("button").click()
    handing = village.locator("details", has=village.locator("form[action$='/submit']"))
    handing.locator("summary").click()
    handing.locator("[name=outcome]").select_option("done")
    handing.locator("button").click()

    town.reload()
    town.locator("ul.list a", has_text="永乐村").click()
    expect(town.locator(".timeline img.photo")).to_be_visible()
    closing = town.locator("details", has=town.locator("form[action$='/close']"))
    closing.locator("summary").click()
    closing.locator("button").click()

    chief.goto("/directives/")
    card = chief.locator("article", has_text="永乐村三家理发店先做")
    expect(card).to_contain_text(re.compile("1.+1"))
    assert faults(chief) == []


def test_a_task_is_done_on_a_telephone_without_a_network_and_its_photo_says_nothing_of_where(visit: Open) -> None:
    town, page = visit("演示·南翔值班", size=DESK), visit()
    town.goto("/directives/")
    _fill(town, "公厕一日三消毒", "2020-02-10T18:00")
    town.fill("[name=document]", "演示:镇指挥部第2号通知")
    town.fill("[name=document_on]", "2020-02-08")
    _send(town, "永乐村")
    take_into_use(page, square(town, "演示·下沉干部", "永乐村"))
    page.context.set_offline(True)
    go(page, "directives")
    keep(page, "field-tasks")
    page.locator("[data-task]", has_text="公厕").locator("button").click()
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".error")).to_contain_text("先拍照")
    page.set_input_files("#task-photo", {"name": "shop.jpg", "mimeType": "image/jpeg", "buffer": picture(3000, 2000)})
    expect(page.locator("canvas")).to_be_visible()
    assert faults(page) == []
    keep(page, "field-task-photo")
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".saved")).to_be_visible()

    page.context.set_offline(False)
    with page.expect_request("**/sync/up") as sent:
        send(page)
    (entry,) = json.loads(gzip.decompress(sent.value.post_data_buffer or b""))["entries"]
    with Image.open(io.BytesIO(base64.b64decode(entry["payload"]["photo"]))) as photo:
        assert (photo.format, photo.size, dict(photo.getexif())) == ("JPEG", (1280, 853), {})
    expect(page.locator("[data-state=stored]")).to_have_count(1)
    town.goto("/directives/")
    town.get_by_role("link", name="公厕一日三消毒").click()
    town.locator("ul.list a", has_text="永乐村").click()
    expect(town.locator(".timeline img.photo")).to_be_visible()
