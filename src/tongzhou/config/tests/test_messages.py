from pathlib import Path

from tongzhou.config import messages


def _room(folder: Path, english: str, chinese: str) -> Path:
    path = folder / "locale" / messages.LOCALE / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(
        f'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "{english}"\nmsgstr "{chinese}"\n'
    )
    return folder


def test_one_english_with_two_kinds_of_chinese_is_told(tmp_path: Path) -> None:
    rooms = [_room(tmp_path / "cases", "Confirmed", "确诊"), _room(tmp_path / "oversight", "Confirmed", "确认")]
    assert messages.torn(rooms) == ["'Confirmed' is {'确诊': 'cases', '确认': 'oversight'}"]


def test_the_same_chinese_in_two_rooms_is_no_fault(tmp_path: Path) -> None:
    rooms = [_room(tmp_path / "cases", "Day", "日期"), _room(tmp_path / "oversight", "Day", "日期")]
    assert messages.torn(rooms) == []
