"""The first-level response of 24 January 2020, and what the district rules at that level; two people set each."""

from dataclasses import replace
from datetime import date

from tongzhou.demonstration import setting_up
from tongzhou.kernel import clock, database, ids
from tongzhou.response import actions
from tongzhou.response.actions import NewRuling

_LEVEL = NewRuling(
    code="level",
    value="1",
    document="上海市启动重大突发公共卫生事件一级响应机制",
    document_on=setting_up.OPENED,
    from_at=clock.start_of(setting_up.OPENED),
)
_CONTACTS = NewRuling(
    code="contact_follows",
    value="isolation",
    levels=("1", "2"),
    document="新型冠状病毒感染的肺炎防控方案(第三版)",
    document_on=date(2020, 1, 28),
    from_at=clock.start_of(date(2020, 1, 28)),
)
_FIRMS = NewRuling(
    code="resumption_who",
    value="earliest",
    levels=("1", "2"),
    document="演示:关于延迟企业复工的通知",
    document_on=date(2020, 1, 27),
    from_at=clock.start_of(date(2020, 1, 27)),
)


def rule() -> None:
    chief = setting_up.officer(setting_up.DISTRICT, is_wide=True)
    second = replace(chief, staff_id=ids.new(), name="演示·带班领导")
    with database.acting((), is_wide=True):
        for wanted in (_LEVEL, _CONTACTS, _FIRMS):
            made = actions.put(wanted, by=chief)
            actions.answer(made.id, is_confirmed=True, by=second)
