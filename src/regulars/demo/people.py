"""The made-up part: who lives in each household, and the mess that real customer lists are made of."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from anyascii import anyascii
from faker import Faker

from regulars.base.fields import digits
from regulars.unify.quality.validation import Finding, Verdict, check_all

from . import dice
from .scripts import PERSIAN, SCRIPTS, Script, script_of

SEED = "the complete journey"
YEAR = 2017
RENAMED = {
    **dict.fromkeys(("กรุงเทพ", "กรุงเทพฯ", "กทม."), "กรุงเทพมหานคร"),
    **dict.fromkeys(("香港特别行政区", "澳门特别行政区"), "广东省"),
    "台湾省": "福建省",
    "خراسان": "خراسان رضوی",
}
"""Places that the postal service of the country does not know by this name, and where they live instead."""
CODE_DIGITS = {"US": 5, "TH": 5, "CN": 6, "IR": 10}
AGES = {"19-24": (19, 24), "25-34": (25, 34), "35-44": (35, 44), "45-54": (45, 54), "55-64": (55, 64), "65+": (65, 88)}


@dataclass(frozen=True, slots=True)
class Person:
    """A grown-up member of a household. `again` is the same person as they signed up a second time."""

    serial: int
    household: int
    script: Script
    gender: str
    first_name: str
    last_name: str
    birthday: dt.date
    phone: str
    email: str
    card: str
    user_id: str
    browser: str
    address: dict[str, str]
    again: "Person | None" = field(default=None)

    @property
    def name(self) -> str:
        """The full name in the order that the script writes it."""
        if self.script.family_first and not self.last_name.isascii():
            return f"{self.last_name}{self.first_name}"
        return f"{self.first_name} {self.last_name}"

    def traits(self, salt: str) -> dict[str, Any]:
        """What the person fills in: who they are always, the rest not every time."""
        said: dict[str, Any] = {"first_name": self.first_name, "last_name": self.last_name, "gender": self.gender}
        if self.script.family_first:
            said = {"name": self.name, "gender": self.gender}
        if dice.throw(self.serial, salt + "birthday") < 0.7:
            said["birthday"] = self._written_birthday()
        if dice.throw(self.serial, salt + "phone") < 0.8:
            said["phone"] = self.written_phone(salt)
        if dice.throw(self.serial, salt + "address") < 0.6:
            said |= self.address
        return said | {"language": self.script.language}

    def _written_birthday(self) -> str:
        own_calendar = dice.throw(self.serial, "calendar") < 0.3
        return self.script.birthday(self.birthday) if own_calendar else self.birthday.isoformat()

    def written_phone(self, salt: str) -> str:
        """The number with blanks in half of all cases, and with Persian digits in some."""
        number, way = self.phone, dice.throw(self.serial, salt + "way")
        if self.script is PERSIAN and way < 0.3:
            return digits.in_script(number, PERSIAN.zero)
        return f"{number[:-7]} {number[-7:-4]} {number[-4:]}" if way < 0.5 else number


def people_of(households: Iterable[int], demographics: Iterable[dict[str, Any]]) -> dict[int, list[Person]]:
    """One or two grown-ups for each household; number and age follow the demographics where they are known."""
    known = {row["household_id"]: row for row in demographics}
    return {household: _household(household, known.get(household, {})) for household in households}


@cache
def faker_of(locale: str) -> Faker:
    """The generator of a locale; seed it before use."""
    return Faker(locale)


def _household(household: int, known: dict[str, Any]) -> list[Person]:
    script = script_of(household)
    fake = faker_of(script.locale)
    fake.seed_instance(f"{SEED}-{household}")
    family, address = fake.last_name(), _address(fake, script)
    people = [
        _person(fake, household, number, family, address, known) for number in range(_grown_ups(household, known))
    ]
    return [_messed(person) for person in _sharing(people)]


def _grown_ups(household: int, known: dict[str, Any]) -> int:
    composition = known.get("household_comp")
    return int(composition[0]) if composition else 1 + (dice.throw(household, "grown-ups") < 0.5)


def _address(fake: Faker, script: Script) -> dict[str, str]:
    """A home in a province that the postal service knows, with a code of this very province."""
    drawn = fake.state if script.locale in {"en_US", "fa_IR"} else fake.province
    street, city, province = fake.street_address(), fake.city(), drawn()
    province = RENAMED.get(province, province)
    return {
        "street": street,
        "city": city,
        "state": province,
        "postal_code": _code(fake.postcode(), script.country, province),
        "country": script.country,
    }


def _code(drawn: str, country: str, province: str) -> str:
    """A postal code as long as the country's, that begins as they do in the province."""
    number, beginnings = int(re.sub(r"\D", "", drawn)), _beginnings(country, province)
    left = CODE_DIGITS[country] - 3
    return f"{beginnings[number % len(beginnings)]}{number % 10**left:0{left}}"


@cache
def _beginnings(country: str, province: str) -> list[str]:
    """The first three digits that postal codes have there."""
    rest = "1" * (CODE_DIGITS[country] - 3)
    parts = {"country": country, "state": province}
    found = (f"{number:03}" for number in range(1000))
    return [three for three in found if _is_sound(check_all(parts | {"postal_code": three + rest}))]


def _is_sound(findings: dict[str, Finding]) -> bool:
    """Whether nothing in it is doubtful."""
    return all(finding.verdict is not Verdict.DOUBTFUL for finding in findings.values())


def _person(
    fake: Faker, household: int, number: int, family: str, address: dict[str, str], known: dict[str, Any]
) -> Person:
    script, serial = script_of(household), household * 2 + number
    gender = "female" if dice.throw(serial, "gender") < 0.5 else "male"
    first_name = fake.first_name_female() if gender == "female" else fake.first_name_male()
    last_name = family if number == 0 or dice.throw(serial, "family") < 0.6 else fake.last_name()
    return Person(
        serial=serial,
        household=household,
        script=script,
        gender=gender,
        first_name=first_name,
        last_name=last_name,
        birthday=_birthday(fake, known.get("age", "")),
        phone=script.phone(serial),
        email=_email(first_name, last_name, str(serial)),
        card=_card(serial, 1),
        user_id=f"u{serial}",
        browser=_browser(fake),
        address=address,
    )


def _birthday(fake: Faker, age: str) -> dt.date:
    youngest, oldest = AGES.get(age, (20, 80))
    return dt.date(YEAR - fake.random_int(youngest, oldest), fake.random_int(1, 12), fake.random_int(1, 28))


def latin(name: str) -> str:
    """A name in Latin letters, as people write it where theirs do not fit."""
    return re.sub("[^A-Za-z]", "", anyascii(name)).capitalize() or "Guest"


def _email(first_name: str, last_name: str, number: str) -> str:
    domain = ("com", "org", "net")[len(last_name) % 3]
    return f"{latin(first_name)}.{latin(last_name)}{number}@example.{domain}".lower()


def _card(serial: int, issue: int) -> str:
    """A 13-digit number with the EAN check digit, from the range for use inside shops (2…)."""
    body = f"29{issue:02}{serial:08}"
    weighed = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return f"{body}{-weighed % 10}"


def _browser(fake: Faker) -> str:
    return str(fake.uuid4())


def _sharing(people: list[Person]) -> list[Person]:
    """Two people in a household may share a card, a phone, a browser."""
    if len(people) < 2:
        return people
    first, second = people
    shared: dict[str, str] = {}
    for name, share in (("card", 0.12), ("phone", 0.2), ("browser", 0.15)):
        if dice.throw(second.household, "share " + name) < share:
            shared[name] = getattr(first, name)
    return [first, replace(second, **shared)]  # type: ignore[arg-type]


def _messed(person: Person) -> Person:
    """One in twelve signs up again half-way: new card, account and e-mail, the name misspelt or in Latin letters."""
    if dice.throw(person.serial, "again") >= 1 / 12:
        return person
    first_name, last_name = _misspelt(person)
    email = _email(first_name, last_name, f"{person.serial}b")
    card, user_id = _card(person.serial, 2), f"{person.user_id}-2"
    return replace(
        person,
        again=replace(person, first_name=first_name, last_name=last_name, email=email, card=card, user_id=user_id),
    )


def _misspelt(person: Person) -> tuple[str, str]:
    if not person.first_name.isascii() and dice.throw(person.serial, "latin") < 0.5:
        return latin(person.first_name), latin(person.last_name)
    return _typo(person.first_name, person.serial), person.last_name


def _typo(name: str, serial: int) -> str:
    """Two letters in the middle swapped; in a name too short for that the last letter twice."""
    if len(name) < 4:
        return name + name[-1]
    place = 1 + dice.pick(serial, "typo", len(name) - 2)
    swapped = name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    return swapped if swapped != name else name + name[-1]


LANGUAGES = [script.language for script in SCRIPTS]
