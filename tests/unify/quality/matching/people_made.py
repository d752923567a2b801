"""People in four scripts with their duplicates, made without any library that the matcher uses.

Names stand here with the spellings in which their bearers really write them in Latin letters, by hand. Some people are
twins, families with one phone, or namesakes: they must stay apart.
"""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple


class Record(NamedTuple):
    """One record as a source has it; empty texts are unknown. Records of one `person` are the same person's."""

    person: int
    first_name: str
    last_name: str
    birthday: str
    phone: str
    email: str
    street: str
    city: str
    postal_code: str
    country: str


Name = tuple[str, ...]
"""In its own script first, then as it is written in Latin letters, then pet names."""


class Land(NamedTuple):
    """How names, phones and streets are there."""

    country: str
    first: list[Name]
    last: list[Name]
    phone: Callable[[random.Random], str]
    streets: list[str]
    cities: list[tuple[str, str]]


def names(text: str) -> list[Name]:
    return [tuple(part.strip() for part in line.split("|")) for line in text.strip().splitlines()]


THAI_FIRST = names("""
สมชาย|Somchai|Somchay|Somchaai
สมหญิง|Somying|Somyhing
สมศักดิ์|Somsak|Somsakdi
วิชัย|Wichai|Vichai|Wichay
ประเสริฐ|Prasert|Prasoet
มาลี|Malee|Mali
สุดา|Suda|Sudaa
กมลวรรณ|Kamonwan|Kamolwan
ณัฐพงษ์|Nattapong|Natthaphong|Nuttapong
ธนพล|Thanapon|Tanapon|Thanaphon
พิมพ์ชนก|Pimchanok|Phimchanok
จิราภรณ์|Jiraporn|Chiraphon|Jirapon
อนุชา|Anucha|Anuchar
วรรณา|Wanna|Vanna
ปิยะ|Piya|Piyah
ศิริพร|Siriporn|Siriphon
อรทัย|Orathai|Oratai
ชัยวัฒน์|Chaiwat|Chaiwatt
กิตติ|Kitti|Kitty
พรทิพย์|Porntip|Phonthip|Pornthip
สุรชัย|Surachai|Surachay
นภา|Napa|Nabha
รัตนา|Rattana|Ratana
ภูวดล|Phuwadon|Poowadol
วีระ|Weera|Vira
ดวงใจ|Duangjai|Duangchai
""")
THAI_LAST = names("""
ใจดี|Jaidee|Chaidee
สุขสวัสดิ์|Suksawat|Sooksawad
ทองดี|Thongdee|Tongdee
ศรีสุข|Srisuk|Srisook
วงศ์สวัสดิ์|Wongsawat|Vongsawat
แก้วมณี|Kaewmanee|Kaewmani
บุญมี|Boonmee|Bunmi
พงษ์ไพบูลย์|Pongpaiboon|Phongphaibun
รุ่งเรือง|Rungrueang|Rungruang
ชัยชนะ|Chaichana|Chaichanah
จันทร์เพ็ญ|Chanpen|Janpen
เจริญสุข|Charoensuk|Jaroensuk
มีสุข|Meesuk|Misuk
พรหมมา|Promma|Phromma
สายทอง|Saithong|Saitong
อินทร์แก้ว|Inkaew|Inkaeo
คำแก้ว|Khamkaew|Kamkaew
นาคสุข|Naksuk|Nakhsuk
ปัญญาดี|Panyadee|Punyadee
วัฒนา|Wattana|Watthana
""")
CHINESE_FIRST = names("""
伟|Wei
芳|Fang
娜|Na
秀英|Xiuying|Xiu Ying
敏|Min
静|Jing
丽华|Lihua|Li Hua
强|Qiang
磊|Lei
洋|Yang
艳|Yan
勇|Yong
军|Jun
杰|Jie
娟|Juan
涛|Tao
明珠|Mingzhu|Ming Zhu
超|Chao
秀兰|Xiulan|Xiu Lan
霞|Xia
平|Ping
刚|Gang
桂英|Guiying|Gui Ying
建国|Jianguo|Jian Guo
晓明|Xiaoming|Xiao Ming
志强|Zhiqiang|Zhi Qiang
海燕|Haiyan|Hai Yan
雪梅|Xuemei|Xue Mei
""")
CHINESE_LAST = names("""
王|Wang
李|Li
张|Zhang
刘|Liu
陈|Chen
杨|Yang
赵|Zhao
黄|Huang
周|Zhou
吴|Wu
徐|Xu
孙|Sun
胡|Hu
朱|Zhu
高|Gao
林|Lin
何|He
郭|Guo
马|Ma
罗|Luo
欧阳|Ouyang
司马|Sima
""")
PERSIAN_FIRST = names("""
محمد|Mohammad|Mohamad|Muhammad
علی|Ali
فاطمه|Fatemeh|Fatima|Fateme
زهرا|Zahra
حسین|Hossein|Hosein|Hussein
مریم|Maryam|Mariam
رضا|Reza
سارا|Sara|Sarah
امیر|Amir
نرگس|Narges|Nargess
مهدی|Mehdi|Mahdi
لیلا|Leila|Leyla
حسن|Hassan|Hasan
شیرین|Shirin
پرویز|Parviz
نازنین|Nazanin
کامران|Kamran
آرش|Arash
بهرام|Bahram
پریسا|Parisa
یاسمن|Yasaman|Yasmin
داریوش|Dariush|Daryoush
سیاوش|Siavash|Siyavash
الهام|Elham
محمدرضا|Mohammadreza|Mohammad Reza
""")
PERSIAN_LAST = names("""
احمدی|Ahmadi
محمدی|Mohammadi|Mohamadi
حسینی|Hosseini|Hoseini
رضایی|Rezaei|Rezai
کریمی|Karimi
موسوی|Mousavi|Moosavi
جعفری|Jafari
صادقی|Sadeghi|Sadeqi
رحیمی|Rahimi
نوری|Nouri|Noori
قاسمی|Ghasemi|Qasemi
ابراهیمی|Ebrahimi|Ibrahimi
کاظمی|Kazemi
اکبری|Akbari
شریفی|Sharifi
یوسفی|Yousefi|Yusefi
تهرانی|Tehrani
خسروی|Khosravi|Khosrawi
باقری|Bagheri|Baqeri
زارعی|Zarei|Zareei
""")
ENGLISH_FIRST = names("""
William||Bill|Will|Billy
Robert||Bob|Rob
Elizabeth||Liz|Beth|Betty
Katherine||Kate|Kathy|Katie
Michael||Mike
James||Jim|Jimmy
Margaret||Maggie|Peggy
Richard||Rick|Dick
Thomas||Tom
Jennifer||Jen|Jenny
Edward||Ed|Ted
Susan||Sue
Patricia||Pat|Trish
Daniel||Dan|Danny
Christopher||Chris
Samuel||Sam
Alexander||Alex
Rebecca||Becky
Anthony||Tony
Joseph||Joe
Deborah||Debbie
Andrew||Andy|Drew
Olivia|
Emma|
George|
Hannah|
""")
ENGLISH_LAST = names("""
Smith|
Johnson|
Brown|
Taylor|
Wilson|
Davies|
Evans|
Walker|
Thompson|
Robinson|
Hughes|
Edwards|
Carter|
Murphy|
Phillips|
Campbell|
Anderson|
Mitchell|
Fitzgerald|
O'Connor|OConnor
MacDonald|McDonald
Schneider|
Kowalski|
Fernandez|
""")


HOSTS = ["gmail.com", "hotmail.com", "mail.example"]


def digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(count))


LANDS = [
    Land(
        "TH", THAI_FIRST, THAI_LAST,
        lambda chance: "0" + chance.choice("689") + digits(chance, 8),
        ["ถนนสุขุมวิท", "ถนนพหลโยธิน", "ถนนเพชรบุรี", "ซอยอารีย์", "ถนนนิมมานเหมินท์", "Sukhumvit Road", "Rama IX Road"],
        [("กรุงเทพมหานคร", "10110"), ("เชียงใหม่", "50200"), ("ขอนแก่น", "40000"), ("Phuket", "83000")],
    ),
    Land(
        "CN", CHINESE_FIRST, CHINESE_LAST,
        lambda chance: "1" + chance.choice(["38", "39", "50", "86"]) + digits(chance, 8),
        ["南京东路", "中山路", "人民路", "建国门外大街", "解放路", "长安街"],
        [("上海", "200000"), ("北京", "100000"), ("广州", "510000"), ("成都", "610000")],
    ),
    Land(
        "IR", PERSIAN_FIRST, PERSIAN_LAST,
        lambda chance: "09" + chance.choice(["12", "35", "19"]) + digits(chance, 7),
        ["خیابان ولیعصر", "خیابان انقلاب", "خیابان آزادی", "بلوار کشاورز", "خیابان شریعتی"],
        [("تهران", "1591634311"), ("اصفهان", "8146713111"), ("شیراز", "7134814336"), ("مشهد", "9137913316")],
    ),
    Land(
        "GB", ENGLISH_FIRST, ENGLISH_LAST,
        lambda chance: "07" + chance.choice(["400", "700", "900"]) + digits(chance, 6),
        ["High Street", "Station Road", "Church Lane", "Victoria Road", "Mill Lane", "Park Avenue"],
        [("London", "SW1A 1AA"), ("Leeds", "LS1 4AP"), ("Bristol", "BS1 5TR"), ("Glasgow", "G1 1XQ")],
    ),
]  # fmt: skip


def made(people: int, seed: int = 7) -> list[Record]:
    """Records of so many people in random order: half of the people have one or two duplicates."""
    chance = random.Random(seed)
    found: list[Record] = []
    number = 0
    while number < people:
        for first in household(chance, chance.choice(LANDS), number, found):
            found.append(first.record)
            copies = chance.choices([0, 1, 2], [5, 4, 1])[0]
            found += [duplicate(chance, first) for _ in range(copies)]
            number += 1
    chance.shuffle(found)
    return found


class Person(NamedTuple):
    """Somebody as they are, with the names that others write."""

    land: Land
    first: Name
    last: Name
    record: Record


def household(chance: random.Random, land: Land, number: int, before: list[Record]) -> Iterator[Person]:
    """Mostly one person; now and then twins, a family with one phone, or a namesake of somebody before."""
    kind = chance.choices(["one", "twins", "family", "namesake"], [80, 4, 10, 6])[0]
    one = person(chance, land, number)
    yield one
    if kind == "twins":
        first = other(chance, land.first, one.first)
        record = one.record._replace(person=number + 1, first_name=first[0], email="")
        yield Person(land, first, one.last, record)
    elif kind == "family":
        for offset in range(1, chance.randint(2, 3)):
            member = person(chance, land, number + offset)
            first = other(chance, land.first, one.first)
            record = member.record._replace(
                first_name=first[0], last_name=one.record.last_name, phone=one.record.phone, street=one.record.street,
                city=one.record.city, postal_code=one.record.postal_code,
            )  # fmt: skip
            yield Person(land, first, one.last, record)
    elif kind == "namesake":
        member = person(chance, land, number + 1)
        record = member.record._replace(first_name=one.record.first_name, last_name=one.record.last_name)
        yield Person(land, one.first, one.last, record)


def other(chance: random.Random, known: list[Name], than: Name) -> Name:
    while (found := chance.choice(known)) == than:
        pass
    return found


def person(chance: random.Random, land: Land, number: int) -> Person:
    first, last = chance.choice(land.first), chance.choice(land.last)
    city, code = chance.choice(land.cities)
    latin = (first[1] if len(first) > 1 and first[1] else first[0]).lower().replace(" ", "")
    record = Record(
        number, first[0], last[0], (date(1950, 1, 1) + timedelta(days=chance.randrange(20_000))).isoformat(),
        land.phone(chance), f"{latin}.{digits(chance, 4)}@{chance.choice(HOSTS)}",
        f"{chance.randint(1, 400)} {chance.choice(land.streets)}", city, code, land.country,
    )  # fmt: skip
    return Person(land, first, last, record)


def duplicate(chance: random.Random, of: Person) -> Record:
    """The same person as another source has them: the name in another dress, and one or two other things changed."""
    record = of.record
    first, last = renamed(chance, of)
    record = record._replace(first_name=first, last_name=last)
    for change in chance.sample(CHANGES, chance.choices([0, 1, 2], [3, 5, 2])[0]):
        record = change(chance, of, record)
    return record


def renamed(chance: random.Random, of: Person) -> tuple[str, str]:
    first, last = of.record.first_name, of.record.last_name
    kind = chance.choices(["same", "latin", "pet", "swap", "typo", "initial"], [20, 35, 10, 12, 18, 5])[0]
    if kind == "latin":
        first, last = in_latin(chance, of.first), in_latin(chance, of.last)
    elif kind == "pet" and of.land.country == "GB" and len(of.first) > 2:
        first = chance.choice(of.first[2:])
    elif kind == "swap":
        first, last = last, first
    elif kind == "typo":
        if chance.random() < 0.5:
            first = typo(chance, first)
        else:
            last = typo(chance, last)
    elif kind == "initial" and of.land.country == "GB":
        first = first[0]
    return first, last


def in_latin(chance: random.Random, name: Name) -> str:
    spellings = [one for one in name[1:] if one]
    return chance.choice(spellings) if spellings and name[0][:1] > "\u024f" else name[0]


def typo(chance: random.Random, text: str) -> str:
    """Two letters exchanged, one left out or doubled; short names stay as they are."""
    if len(text) < 4:
        return text
    at = chance.randrange(1, len(text) - 1)
    kind = chance.randrange(3)
    if kind == 0:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + text[at + 1 :] if kind == 1 else text[:at] + text[at] + text[at:]


def moved(chance: random.Random, of: Person, record: Record) -> Record:
    city, code = chance.choice(of.land.cities)
    street = f"{chance.randint(1, 400)} {chance.choice(of.land.streets)}"
    return record._replace(street=street, city=city, postal_code=code)


def new_phone(chance: random.Random, of: Person, record: Record) -> Record:
    return record._replace(phone=of.land.phone(chance))


def no_phone(_chance: random.Random, _of: Person, record: Record) -> Record:
    return record._replace(phone="")


def other_email(chance: random.Random, _of: Person, record: Record) -> Record:
    return record._replace(email=f"{chance.choice(['shop', 'me', 'hello', 'x'])}{digits(chance, 5)}@mail.example")


def no_email(_chance: random.Random, _of: Person, record: Record) -> Record:
    return record._replace(email="")


def slip_in_birthday(chance: random.Random, _of: Person, record: Record) -> Record:
    """Day and month exchanged where that is a day, else a neighbouring day."""
    if not record.birthday:
        return record
    year, month, day = map(int, record.birthday.split("-"))
    if day <= 12 and day != month and chance.random() < 0.7:
        return record._replace(birthday=date(year, day, month).isoformat())
    return record._replace(birthday=(date(year, month, day) + timedelta(days=1)).isoformat())


def no_birthday(_chance: random.Random, _of: Person, record: Record) -> Record:
    return record._replace(birthday="")


def slip_in_email(chance: random.Random, _of: Person, record: Record) -> Record:
    name, _, host = record.email.partition("@")
    return record._replace(email=f"{typo(chance, name)}@{host}" if name else "")


CHANGES = [
    moved, new_phone, no_phone, other_email, no_email, slip_in_birthday, no_birthday, slip_in_email
]  # fmt: skip
