"""Every page, phone and desk, both languages, large type: no accessibility fault, no sideways scrolling."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tongzhou.config.tests.stories.conftest import DESK, PHONE, Open, keep

PAGES = {
    "": [
        "/sign-in/",
        "/me/",
        "/before/",
        "/before/party/",
        "/verify/",
        "/my-isolation/",
        "/gallery/",
        "/nowhere/",
        "/field/",
        "/suggest/",
        "/suggest/follow/",
        "/volunteer/",
        "/volunteer/follow/",
    ],
    "演示·登记员": [
        *("/", "/desk/register/", "/desk/announced/", "/consults/register/", "/desk/shift/", "/matters/", "/people/"),
        *("/board/", "/my-duties/", "/risk-areas/door/", "/log/", "/leads/", "/devices/", "/paper/", "/errands/"),
        *("/notices/residents/", "/messages/", "/messages/new/", "/messages/mine/"),
        *("/deployment/today/", "/deployment/needs/", "/deployment/mine/", "/directives/"),
        *("/isolation/", "/certificates/"),
        *(
            "/gates/",
            "/gates/?code=ABCD&way=out",
            "/gates/?who=visitor",
            "/passes/",
            "/passes/issue/",
            "/passes/round/",
            "/passes/profile/",
        ),
    ],
    "演示·镇值班": [
        *("/deployment/", "/deployment/workers/", "/deployment/orders/", "/deployment/unplaced/"),
        *("/deployment/fatigue/", "/deployment/today/missing/"),
        *("/deployment/teams/", "/deployment/teams/?sort=branch", "/deployment/teams/print/"),
        *("/deployment/rotas/", "/deployment/repair/", "/deployment/calendar/", "/deployment/volunteers/"),
        *("/screening/", "/screening/coverage/", "/screening/targets/", "/screening/list/", "/screening/scripts/"),
        "/screening/found/",
        "/screening/dwellings/",
        *("/firms/", "/firms/add/", "/firms/spot-checks/"),
        *("/passes/", "/passes/older/", "/", "/matters/?overdue_only=on", "/board/?day=2020-02-08"),
    ],
    "演示·总值班": [
        *("/", "/board/?day=2020-02-08", "/questionnaires/", "/questionnaires/elements/", "/risk-areas/"),
        *("/briefs/", "/briefs/template/", "/tables/"),
        *("/directives/", "/isolation/", "/isolation/?state=refused", "/isolation/sites/"),
        *("/response/", "/response/level/", "/response/fever_from/"),
        "/firms/requirements/",
        "/deployment/workers/list/",
    ],
    "演示·清运员": ["/", "/waste/"],
    "演示·疾控": ["/", "/cases/", "/board/"],
    "演示·集中点": ["/", "/isolation/", "/isolation/sites/"],
    "演示·道口": [
        "/",
        "/crossing/",
        "/crossing/?saved=hot",
        "/crossing/before/",
        "/crossing/second/",
        "/crossing/stages/",
        "/crossing/toilets/",
        "/crossing/plan/",
        "/crossing/board/",
    ],
    "演示·发热门诊": ["/", "/matters/"],
    "演示·部门会签": ["/", "/deployment/volunteers/", "/firms/", "/firms/?state=sign", "/firms/requirements/"],
    "演示·督查员": ["/", "/findings/", "/findings/new/", "/spot-checks/", "/suggestions/"],
    "演示·审计": ["/", "/looks/", "/refused/"],
    "演示·系统": ["/", "/accounts/", "/places/", "/staff/", "/notices/", "/jobs/"],
    "演示·安全": ["/duties/", "/devices/"],
}


def switch(page: Page, to: str) -> None:
    """Large type or dark: under the name of who is signed in, else at the head of the page."""
    if page.locator("details.who").count():
        page.locator("details.who summary").click()
    page.locator(f"button[value={to}]").click()


def faults(page: Page) -> list[str]:
    page.locator("h1").first.wait_for()  # the app draws its page itself
    found = Axe().run(page).response["violations"]
    return [f"{page.url} {fault['id']}: {node['html'][:120]}" for fault in found for node in fault["nodes"]]


@pytest.mark.parametrize("who", PAGES)
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_page_has_no_accessibility_fault(visit: Open, who: str, size: dict[str, int]) -> None:
    page = visit(who, size=size)
    wrong: list[str] = []
    for address in PAGES[who]:
        page.goto(address)
        wrong += faults(page)
        name = address.split("?")[0].strip("/").replace("/", "-") or "home"
        keep(page, f"{'phone' if size == PHONE else 'desk'}-{who[-2:]}-{name}")
    assert wrong == []


@pytest.mark.parametrize("who", PAGES)
def test_large_type_on_a_small_phone_never_scrolls_sideways(visit: Open, who: str) -> None:
    page = visit(who, size={"width": 320, "height": 640}, language="en-US")
    page.goto(PAGES[who][0])
    switch(page, "large")
    too_wide = []
    for address in PAGES[who]:
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            too_wide.append((address, width))
    assert too_wide == []


def test_dark_has_no_accessibility_fault_either(visit: Open) -> None:
    page = visit("演示·登记员")
    switch(page, "dark")
    wrong = []
    for address in PAGES["演示·登记员"]:
        page.goto(address)
        wrong += faults(page)
    assert wrong == []
