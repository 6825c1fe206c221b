from hypothesis import example, given
from hypothesis import strategies as st

from tongzhou.kernel import ids
from tongzhou.people import tokens
from tongzhou.people.identities import Identity, masked
from tongzhou.people.tests.numbers import resident

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12)


def found(name: str, typed: str) -> bool:
    return bool(set(tokens.of_person(Identity(name))) & set(tokens.wanted(typed)))


def test_surnames_are_read_as_surnames_first() -> None:
    firsts = {
        "曾国": "zeng",
        "翟天": "zhai",
        "单田": "shan",
        "解晓": "xie",
        "仇和": "qiu",
        "朴树": "piao",
        "区伟": "ou",
    }
    assert {name: tokens.readings(name)[0][0] for name in firsts} == firsts
    assert tokens.readings("万俟雅")[0][:2] == ("mo", "qi")
    assert tokens.readings("尉迟恭")[0][:2] == ("yu", "chi")


def test_name_is_found_in_every_usual_way() -> None:
    ways = ("张建国", "张 建国", "zhangjianguo", "Zhang Jian Guo", "zjg", "张", "张建", "zhang", "zhangjian")
    assert {typed: found("张建国", typed) for typed in ways} == dict.fromkeys(ways, True)
    assert not found("张建国", "建国")
    assert not found("张建国", "zhangguo")


def test_every_reading_is_found() -> None:
    assert all(found("曾行", typed) for typed in ("zengxing", "cengxing", "zenghang", "cengheng", "zx", "ch", "zeng"))
    assert found("吕䶮", "lvyan")
    assert found("吕䶮", "lüyan")
    assert found("吕䶮", "LYU YAN")


def test_letters_are_found_by_words() -> None:
    ways = ("john smith", "johnsmith", "john", "js", "JOHN SMITH")
    assert {typed: found("John Smith", typed) for typed in ways} == dict.fromkeys(ways, True)


def test_number_and_phone_are_found() -> None:
    number = resident()
    known = set(tokens.of_person(Identity("张三", "resident", number, "10000000001")))
    assert all(known & set(tokens.wanted(typed)) for typed in (number, number.lower(), "100 0000 0001"))
    assert known & set(tokens.wanted("+86 100-0000-0001"))


def test_classes_never_meet() -> None:
    """Somebody called Zs is not found where the initials of 张三 are meant, nor a telephone where a number is."""
    assert tokens.of_name("zs") not in tokens.of_person(Identity("张三"))
    assert tokens.of_number("10000000001") != tokens.of_phone("10000000001")


def test_unknown_name_is_alike_to_nobody() -> None:
    assert tokens.of_person(Identity("不详")) == []
    assert tokens.of_name_with_phone("不详", "10000000001") is None


@example("一烪")  # no dictionary gives a reading of the second
@given(HAN.filter(lambda name: name not in tokens.NAMELESS))
def test_a_person_has_few_tokens_and_is_always_found(name: str) -> None:
    made = tokens.of_person(Identity(name, "resident", resident(), "10000000001"))
    assert len(made) == len(set(made)) <= tokens.MOST
    assert {len(token) for token in made} == {8}
    assert found(name, name)
    assert found(name, "".join(tokens.readings(name)[0]))


def test_address_has_one_household_of_its_place() -> None:
    one, other = ids.new(), ids.new()
    assert tokens.of_address(one, "永乐路 1号") == tokens.of_address(one, "永乐路1号")
    assert tokens.of_address(one, "永乐路1号") != tokens.of_address(other, "永乐路1号")
    assert tokens.of_address(one, "永乐路1号").version == 8


def test_mask_keeps_the_surname_alone() -> None:
    masks = {"张三": "张＊", "欧阳震华": "欧阳＊＊", "䶮": "䶮", "John Smith": "J＊＊＊＊＊", "欧阳": "欧＊"}
    assert {name: masked(name) for name in masks} == masks
