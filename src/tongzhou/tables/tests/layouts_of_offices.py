"""Fourteen forms as offices made them: other words, other orders, titles, merged cells, notes, hidden columns.

Each gives its workbook and, by column letter, the field that its heading means; empty where we know nothing of it.
"""

import io
from collections.abc import Callable, Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Expected = dict[str, str]
Office = Callable[[], tuple[bytes, Expected]]


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet() -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return book, sheet


def _rows(*rows: Sequence[object]) -> tuple[Workbook, Worksheet]:
    book, sheet = _sheet()
    for row in rows:
        sheet.append(list(row))
    return book, sheet


def plain() -> tuple[bytes, Expected]:
    book, _s = _rows(["序号", "姓名", "身份证号", "联系电话", "现住址", "返沪日期"])
    fields = {"A": "serial", "B": "name", "C": "id_number", "D": "phone", "E": "address", "F": "travel.returned_on"}
    return _saved(book), fields


def other_order() -> tuple[bytes, Expected]:
    book, _s = _rows(["体温(℃)", "手机号码", "来源地", "姓 名", "交通工具", "车次/航班号", "公民身份号码"])
    return _saved(book), {
        **{"A": "health.temperature", "B": "phone", "C": "travel.origin_city", "D": "name", "E": "travel.transport"},
        **{"F": "travel.transport_number", "G": "id_number"},
    }


def under_a_title() -> tuple[bytes, Expected]:
    book, sheet = _rows(
        ["外来返沪人员情况登记表"],
        ["填报单位:永乐村", "", "", "填报日期:2020年2月8日"],
        ["序号", "姓名", "性别", "年龄", "从何地返回", "返沪时间"],
    )
    sheet.merge_cells("A1:F1")
    fields = {"A": "serial", "B": "name", "C": "sex", "D": "age", "E": "travel.origin_city", "F": "travel.returned_on"}
    return _saved(book), fields


def grouped() -> tuple[bytes, Expected]:
    book, sheet = _rows(
        ["基本信息", "", "", "旅居史", "", "", "健康状况", ""],
        ["姓名", "证件号码", "联系方式", "出发省份", "出发城市", "是否到过武汉", "体温", "有无症状"],
    )
    for cells in ("A1:C1", "D1:F1", "G1:H1"):
        sheet.merge_cells(cells)
    return _saved(book), {
        **{"A": "name", "B": "id_number", "C": "phone", "D": "travel.origin_province", "E": "travel.origin_city"},
        **{"F": "travel.wuhan", "G": "health.temperature", "H": "health.symptoms"},
    }


def grouped_beside_single() -> tuple[bytes, Expected]:
    book, sheet = _rows(
        ["序号", "姓名", "来源地", "", "联系电话"],
        ["", "", "省", "市", ""],
    )
    for cells in ("A1:A2", "B1:B2", "C1:D1", "E1:E2"):
        sheet.merge_cells(cells)
    fields = {"A": "serial", "B": "name", "C": "travel.origin_province", "D": "travel.origin_city", "E": "phone"}
    return _saved(book), fields


def relatives() -> tuple[bytes, Expected]:
    book, sheet = _rows(
        ["本人信息", "", "", "紧急联系人", ""],
        ["姓名", "手机", "家庭住址", "姓名", "电话"],
    )
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("D1:E1")
    return _saved(book), {"A": "name", "B": "phone", "C": "address", "D": "", "E": ""}


def english() -> tuple[bytes, Expected]:
    book, _s = _rows(["No.", "Name", "Gender", "Mobile", "ID No", "Temperature", "Vaccine"])
    fields = {
        "A": "serial",
        "B": "name",
        "C": "sex",
        "D": "phone",
        "E": "id_number",
        "F": "health.temperature",
        "G": "",
    }
    return _saved(book), fields


def starred() -> tuple[bytes, Expected]:
    book, _s = _rows(["*姓名(必填)", "*身份证号码", "2.性别", "3、出生年月", "是否途经武汉", "离汉时间", "备注"])
    return _saved(book), {
        **{"A": "name", "B": "id_number", "C": "sex", "D": "born_on", "E": "travel.wuhan", "F": "travel.wuhan_left_on"},
        "G": "arrivals.remark",
    }


def with_foot() -> tuple[bytes, Expected]:
    book, sheet = _rows(["编号", "姓名", "居委", "街道", "门牌号", "承诺居家"])
    sheet["A20"], sheet["D20"] = "填表人:", "审核人:"
    fields = {"A": "serial", "B": "name", "C": "village", "D": "town", "E": "address"}
    return _saved(book), fields | {"F": "arrivals.promise"}


def moved_right() -> tuple[bytes, Expected]:
    book, sheet = _sheet()
    sheet["C4"], sheet["D4"], sheet["E4"], sheet["F4"] = "被登记人", "联系电话", "所属居村", "排查日期"
    sheet["C3"] = "说明:请于每日 18:00 前上报。"
    return _saved(book), {"C": "name", "D": "phone", "E": "village", "F": "registered_on"}


def hidden() -> tuple[bytes, Expected]:
    book, sheet = _rows(["姓名", "系统编码", "电话", "健康状况", "房屋性质"])
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = True
    return _saved(book), {"A": "name", "B": "", "C": "phone", "D": "health.symptoms", "E": ""}


def with_formula() -> tuple[bytes, Expected]:
    book, sheet = _rows(["序号", "姓名", "抵沪时间", "隔离截止", "班次"])
    sheet["D2"] = "=C2+14"
    return _saved(book), {
        **{"A": "serial", "B": "name", "C": "travel.returned_on", "D": "", "E": "travel.transport_number"},
    }


def second_sheet() -> tuple[bytes, Expected]:
    book, sheet = _rows(["填表说明"], ["一、每日上报", "二、不得漏报"])
    sheet.title = "说明"
    other = book.create_sheet("数据")
    other.append(["姓名", "证件种类", "证件号", "确诊病例接触史", "口罩佩戴情况", "同住人员"])
    return _saved(book), {
        **{"A": "name", "B": "id_kind", "C": "id_number", "D": "health.contact", "E": "advice.mask"},
        "F": "household.lives_with",
    }


def doubled() -> tuple[bytes, Expected]:
    book, _s = _rows(["姓名", "联系电话", "手机号码", "返回日期", "所在单位", "是否党员", "工种"])
    return _saved(book), {"A": "name", "B": "phone", "C": "", "D": "travel.returned_on", "E": "", "F": "", "G": ""}


OFFICES: tuple[Office, ...] = (
    *(plain, other_order, under_a_title, grouped, grouped_beside_single, relatives, english, starred, with_foot),
    *(moved_right, hidden, with_formula, second_sheet, doubled),
)
