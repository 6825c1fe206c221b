"""Headquarters, the audit, and the person concerned."""

from playwright.sync_api import expect

from tongzhou.config.tests.stories.conftest import DESK, PHONE, Open, keep
from tongzhou.config.tests.stories.test_desk import fill_health, fill_journey, fill_who, number, save


def test_headquarters_goes_from_the_districts_number_down_to_the_entry(visit: Open) -> None:
    page = visit("演示·总值班")
    page.goto("/board/?day=2020-02-08")
    keep(page, "phone-board")
    town = page.locator(".map a", has_text="华亭镇")
    expect(town.locator("strong")).to_have_text("256")
    town.click()
    expect(page.locator("h1")).to_contain_text("华亭镇")
    page.locator("a[href*='/board/entries/?']").click()
    expect(page.locator("h1")).to_contain_text("256")
    keep(page, "phone-entries")
    page.locator("tbody a").first.click()
    expect(page.locator("dl.facts")).to_contain_text("2月8日")
    keep(page, "phone-entry")


def test_the_person_sees_what_is_stored_and_who_looked_and_the_audit_sees_it_too(visit: Open) -> None:
    desk = visit("演示·登记员", size=DESK)
    desk.goto("/desk/register/")
    fill_who(desk, "尉迟本人", number(201), "10066600201")
    fill_journey(desk)
    fill_health(desk)
    save(desk)
    desk.locator("form[action$='receipt/'] button").click()
    code = desk.locator(".receipt").inner_text()
    keep(desk, "desk-receipt")

    # given that a colleague opened the record for a reason
    desk.goto("/people/?q=yuchibenren")
    desk.locator("tbody a").first.click()
    desk.fill("#f-reason", "电话跟进核对住址")
    desk.locator("form", has=desk.locator("#f-reason")).locator("button").click()
    expect(desk.locator("h1")).to_have_text("尉迟本人")
    keep(desk, "desk-person")

    # then the person sees it on the own page, without an account
    own = visit()
    own.goto("/me/")
    own.fill("#f-code", code.lower())
    save(own)
    expect(own.locator("dl.facts")).to_contain_text("尉迟本人")
    expect(own.locator("main")).to_contain_text("电话跟进核对住址")
    keep(own, "phone-own")
    own.fill("#f-words", "房间号写错了,应是102室")
    own.locator("form[action$='correction/'] button").click()
    expect(own.locator(".receipt")).to_be_visible()

    # and the audit administrator sees who looked and why
    audit = visit("演示·审计", size=DESK)
    audit.goto("/looks/?q=电话跟进核对住址")
    expect(audit.locator("tbody tr").first).to_contain_text("演示·登记员")
    keep(audit, "desk-looks")

    # and the village finds the request in its worklist
    desk.goto("/matters/?case_type=correction_request")
    expect(desk.locator("tbody tr")).to_have_count(1)


def test_a_wrong_receipt_opens_nothing(visit: Open) -> None:
    page = visit(size=PHONE)
    page.goto("/me/")
    page.fill("#f-code", "0000-0000-0000")
    save(page)
    expect(page.locator("[role=alert]")).to_be_visible()


def test_town_office_closes_an_overdue_follow_up(visit: Open) -> None:
    page = visit("演示·镇值班", size=DESK)
    page.goto("/matters/?overdue_only=on")
    expect(page.locator("tr.is-overdue").first).to_be_visible()
    keep(page, "desk-worklist")
