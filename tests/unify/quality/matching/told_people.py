"""A small town in four scripts, spelled by hand: people, their second records, and those who only look like them."""

import itertools
import random
from typing import Any

# native: Latin spellings people use
GIVEN = {
    "thai": """สมชาย somchai somchay|สุดา suda|ประเสริฐ prasert|วิภา wipa vipa|ณัฐพล nattapon nuttapol
กานดา kanda|ธีรศักดิ์ teerasak|มาลี malee mali|อนันต์ anan anant|พิมพ์ใจ pimjai|ชัยวัฒน์ chaiwat
จันทร์เพ็ญ chanpen janpen|สุรชัย surachai|นภา napa|วีระ weera veera|ปรีชา preecha pricha
อรุณ arun aroon|ศิริพร siriporn|กิตติ kitti|รัตนา rattana ratana""",
    "persian": """علی ali|زهرا zahra|محمد mohammad mohamad|فاطمه fatemeh fateme|حسین hossein hosein|مریم maryam
رضا reza|سارا sara|امیر amir|نرگس narges|مهدی mehdi mahdi|لیلا leila leyla|پویا pouya pooya
شیرین shirin|کاوه kaveh kave|نیلوفر niloufar niloofar|بهرام bahram|آرش arash|مینا mina
سعید saeed said""",
    "chinese": """伟 wei|芳 fang|娜 na|敏 min|静 jing|丽 li|强 qiang|磊 lei|军 jun|洋 yang|秀英 xiuying
建国 jianguo|晓明 xiaoming|志强 zhiqiang|海燕 haiyan|文博 wenbo|雨桐 yutong|子轩 zixuan
美玲 meiling|国华 guohua""",
    "latin": """Robert Bob|Elizabeth Liz|William Bill|Katherine Kate|James Jim|Margaret Peggy|Thomas Tom
Susan Sue|Daniel Dan|Jennifer Jen|Michael Mike|Victoria Vicky|Andrew Andy|Rebecca Becky
Anthony Tony|Oliver|Amelia|Sebastian|Harriet|Edmund""",
}
FAMILY = {
    "thai": """ใจดี jaidee chaidee|ศรีสุข srisuk|วงศ์ทอง wongthong|แสงทอง saengthong|รักไทย rakthai
บุญมา boonma bunma|ทองคำ thongkham|สุขใจ sukjai|พรหมมา promma|จันทร์แก้ว chankaew
มีสุข meesuk misuk|เจริญสุข charoensuk|ชัยชนะ chaichana|คงดี kongdee|ดวงดี duangdee""",
    "persian": """احمدی ahmadi|محمدی mohammadi|کریمی karimi|حسینی hosseini hoseini|رضایی rezaei rezaee
موسوی mousavi moosavi|جعفری jafari|صادقی sadeghi|رحیمی rahimi|نوری nouri noori|تهرانی tehrani
شیرازی shirazi|اکبری akbari|قاسمی ghasemi|عباسی abbasi""",
    "chinese": """王 wang|李 li|张 zhang|刘 liu|陈 chen|杨 yang|黄 huang|赵 zhao|周 zhou|吴 wu|徐 xu|孙 sun|胡 hu
朱 zhu|林 lin""",
    "latin": """Smith|Johnson|Harrington|Whitfield|Cartwright|Bennett|Fairchild|Goodwin|Hathaway|Kensington
Lockwood|Merriweather|Northcott|Pemberton|Rutherford""",
}
STREETS = [
    "Sukhumvit",
    "Silom",
    "Rama IV",
    "Nimman",
    "Beach",
    "Orchard",
    "Temple",
    "Harbour",
    "Mill",
    "Station",
    "Park",
    "Garden",
]
TOWNS = [
    ("Bangkok", "10110"),
    ("Chiang Mai", "50200"),
    ("Phuket", "83000"),
    ("Hat Yai", "90110"),
    ("Khon Kaen", "40000"),
]


def names(table: dict[str, str], script: str) -> list[list[str]]:
    return [entry.split() for entry in table[script].replace("\n", "|").split("|")]


class Town:
    """Records as traits, and the pairs that are one person."""

    def __init__(self, seed: int, size: int) -> None:
        self.chance = random.Random(seed)
        self.records: list[dict[str, Any]] = []
        self.same: set[tuple[int, int]] = set()
        for number in range(size):
            self.household(number)

    def add(self, record: dict[str, Any]) -> int:
        self.records.append({name: value for name, value in record.items() if value})
        return len(self.records)

    def again(self, first: int, record: dict[str, Any], known: list[int]) -> None:
        number = self.add(record)
        self.same |= {(one, number) for one in [first, *known]}
        known.append(number)

    def somebody(self, number: int) -> tuple[dict[str, Any], list[str], list[str]]:
        chance = self.chance
        script = chance.choice(list(GIVEN))
        given, family = chance.choice(names(GIVEN, script)), chance.choice(names(FAMILY, script))
        town, postcode = chance.choice(TOWNS)
        latin = f"{given[-1]}.{family[-1]}{number}".lower() if given[-1].isascii() else f"someone{number}"
        record = {
            "first_name": given[0],
            "last_name": family[0],
            "birthday": f"{chance.randint(1945, 2004)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            "phone": f"+668{chance.randint(10_000_000, 99_999_999)}",
            "email": f"{latin}@{chance.choice(['gmail.com', 'hotmail.com', 'example.org'])}",
            "street": f"{chance.randint(1, 400)} {chance.choice(STREETS)} Road",
            "city": town,
            "postal_code": postcode,
        }
        return record, given, family

    def household(self, number: int) -> None:
        record, given, family = self.somebody(number)
        chance = self.chance
        first = self.add(record)
        known: list[int] = []
        kind = chance.random()
        if kind < 0.35:
            for _ in range(chance.choice([1, 1, 2])):
                self.again(first, self.other_writing(record, given, family), known)
        elif kind < 0.42:
            self.twin(record, given)
        elif kind < 0.50:
            self.namesake(record, number)
        elif kind < 0.60:
            self.relative(record, given)

    def other_writing(self, record: dict[str, Any], given: list[str], family: list[str]) -> dict[str, Any]:
        other = dict(record)
        self.rename(other, given, family)
        if self.chance.random() < 0.3:
            moved = self.somebody(0)[0]
            other |= {name: moved[name] for name in ("street", "city", "postal_code")}
        for name in ("phone", "email", "birthday", "street"):
            if self.chance.random() < 0.25:
                other.pop(name, None)
        for name, slip in (
            ("birthday", self.slip_of_day),
            ("email", self.slip_of_email),
            ("phone", self.slip_of_phone),
        ):
            if name in other and self.chance.random() < 0.2:
                other[name] = slip(other[name])
        return other if {"phone", "email", "birthday"} & other.keys() else other | {"email": record["email"]}

    def rename(self, other: dict[str, Any], given: list[str], family: list[str]) -> None:
        chance = self.chance
        if len(given) > 1 and chance.random() < 0.6:
            other["first_name"], other["last_name"] = (
                chance.choice(given[1:]).title(),
                chance.choice(family[-1:]).title(),
            )
        if chance.random() < 0.2:
            other["first_name"], other["last_name"] = other["last_name"], other["first_name"]
        if chance.random() < 0.2:
            other["name"] = f"{other.pop('first_name')} {other.pop('last_name')}"

    def slip_of_day(self, day: str) -> str:
        year, month, day = day.split("-")
        return f"{year}-{day}-{month}" if int(day) <= 12 else f"{int(year) + 543}-{month}-{day}"

    def slip_of_email(self, email: str) -> str:
        local, _, domain = email.partition("@")
        return f"{local}@outlook.com" if self.chance.random() < 0.5 else f"{local[:3]}{local[4:]}@{domain}"

    def slip_of_phone(self, phone: str) -> str:
        place = self.chance.randint(6, 11)
        return phone[:place] + str((int(phone[place]) + 1) % 10) + phone[place + 1 :]

    def other_given(self, given: list[str]) -> str:
        script = next(script for script in GIVEN if given in names(GIVEN, script))
        return self.chance.choice(
            [one for one in names(GIVEN, script) if one != given and one[-1][:2] != given[-1][:2]]
        )[0]

    def twin(self, record: dict[str, Any], given: list[str]) -> None:
        twin = dict(record) | {"first_name": self.other_given(given)}
        if self.chance.random() < 0.6:
            twin["phone"] = self.somebody(0)[0]["phone"]
        if self.chance.random() < 0.8:
            twin["email"] = self.somebody(len(self.records) + 50_000)[0]["email"]
        self.add(twin)

    def namesake(self, record: dict[str, Any], number: int) -> None:
        other = self.somebody(number + 70_000)[0]
        self.add(other | {"first_name": record["first_name"], "last_name": record["last_name"]})

    def relative(self, record: dict[str, Any], given: list[str]) -> None:
        other = self.somebody(len(self.records) + 90_000)[0]
        shared = {name: record[name] for name in ("last_name", "phone", "street", "city", "postal_code")}
        self.add(other | shared | {"first_name": self.other_given(given)})


def town(seed: int = 7, size: int = 1200) -> tuple[list[dict[str, Any]], set[tuple[int, int]]]:
    """Records by number from 1, and the pairs a < b that are one person."""
    made = Town(seed, size)
    return made.records, {tuple(sorted(pair)) for pair in itertools.chain(made.same)}  # type: ignore[misc]
