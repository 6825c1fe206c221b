"""Invented residents: the same ones for the same seed. Pure.

Their resident numbers begin with 999999 and their telephones with 100: nobody has such a number.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import UUID

from tongzhou.people.idcheck import check_character

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖"
    "贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤翟单解仇查区"
)
_COMPOUND = ("欧阳", "上官", "诸葛", "尉迟", "万俟", "司徒")
_GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰红玉梅华建国志文斌宇浩凯健俊帆雪"
    "琳倩婷玲晶淑珍凤仙德海生金龙长春佳欣怡子涵梓轩雨泽宸诗"
)
#: Names that break careless software: a rare character, long names, other scripts, one character.
RARE = (
    "王䶮",
    "阿卜杜拉·艾尔肯江",
    "欧阳晓䶮",
    "Maria Fernanda dos Santos",
    "김민준",
    "刘一",
    "买买提江·吐尔逊",
    "単一鳴",
)
_STREETS = ("嘉行公路", "霜竹公路", "华博路", "武双路", "浏翔公路", "高石公路", "永盛路", "塔城路")


@dataclass(frozen=True)
class Resident:
    """An invented person and the village where they live."""

    name: str
    id_kind: str
    id_number: str
    phone: str
    address: str
    place_id: UUID


def residents(count: int, villages: Sequence[UUID], *, seed: int = 2020) -> Iterator[Resident]:
    """``count`` people in homes of one to five, spread over ``villages`` (unevenly, as villages are)."""
    random = Random(seed)
    weights = [random.uniform(0.4, 2.2) for _village in villages]
    made = 0
    while made < count:
        village = random.choices(villages, weights)[0]
        size = min(random.choice((1, 2, 3, 3, 4, 5)), count - made)
        yield from home(random, village, made, size)
        made += size


def home(random: Random, village: UUID, first: int, size: int) -> Iterator[Resident]:
    """One family: one address, often one surname, and a telephone that only the grown-ups have."""
    surname = random.choice(_COMPOUND) if random.random() < 0.01 else random.choice(_SURNAMES)
    street = (
        f"{random.choice(_STREETS)}{random.randint(1, 2999)}弄{random.randint(1, 80)}号{random.randint(101, 1804)}室"
    )
    for member in range(size):
        name = _name(random, surname if member != 1 else random.choice(_SURNAMES))
        born = _born(random, member)
        grown = born < date(2006, 1, 1)
        number = resident_number(born, first + member)
        phone = f"100{first + member:08d}" if grown else ""
        yield Resident(name, "resident", number, phone, street, village)


def _name(random: Random, surname: str) -> str:
    if random.random() < 0.002:
        return random.choice(RARE)
    return surname + "".join(random.choice(_GIVEN) for _sign in range(random.choice((1, 2, 2, 2))))


def _born(random: Random, member: int) -> date:
    ages = ((24, 70), (24, 70), (1, 17), (1, 17), (60, 92))[member]
    return date(2020, 2, 8) - timedelta(days=random.randint(ages[0] * 365, ages[1] * 365))


def resident_number(born: date, serial: int) -> str:
    """A number that passes the check of GB 11643 and belongs to no county."""
    digits = f"999999{born:%Y%m%d}{serial % 1000:03d}"
    return digits + check_character(digits)
