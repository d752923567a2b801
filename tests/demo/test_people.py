import re
from datetime import date

import phonenumbers
import pytest

from regulars.demo.people import latin, people_of
from regulars.demo.scripts import CHINESE, ENGLISH, PERSIAN, SCRIPTS, THAI, Script, script_of
from regulars.unify.quality.validation import Verdict, check_all

WRITTEN = {"en": "[A-Za-z' -]", "th": "[\u0e00-\u0e7f ]", "zh": "[\u4e00-\u9fff]", "fa": "[\u0600-\u06ff\u200c ]"}


def test_names_are_written_in_the_script_of_the_household() -> None:
    people = [person for home in people_of(range(1, 41), []).values() for person in home]

    unlike = [person.name for person in people if not re.fullmatch(WRITTEN[person.script.language] + "+", person.name)]

    assert unlike == []
    assert {person.script.language for person in people} == {"en", "th", "zh", "fa"}


def test_addresses_are_sound_in_their_country() -> None:
    people = [person for home in people_of(range(1, 401), []).values() for person in home]

    doubtful = [
        (name, finding.code, person.address)
        for person in people
        for name, finding in check_all(person.address, person.script.country).items()
        if finding.verdict is Verdict.DOUBTFUL
    ]

    assert doubtful == []


def test_people_do_not_depend_on_who_else_is_made() -> None:
    alone = people_of([7], [])

    assert alone[7] == people_of(range(1, 20), [])[7]


def test_people_follow_the_demographics() -> None:
    known = [{"household_id": 7, "age": "19-24", "household_comp": "2 Adults Kids"}]

    people = people_of([7], known)[7]

    assert len(people) == 2
    assert all(19 <= 2017 - person.birthday.year <= 24 for person in people)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.language)
def test_phones_are_valid_and_all_different(script: Script) -> None:
    numbers = [script.phone(serial) for serial in range(5_200)]

    regions = {phonenumbers.region_code_for_number(phonenumbers.parse(number)) for number in numbers}

    assert regions == {script.country}
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(number)) for number in numbers)
    assert len(set(numbers)) == 5_200


def test_american_phones_are_from_the_range_kept_for_fiction() -> None:
    assert {ENGLISH.phone(serial)[5:10] for serial in range(5_200)} == {"55501"}


def test_birthdays_are_written_in_the_calendar_of_the_script() -> None:
    day = date(1980, 3, 21)

    assert ENGLISH.birthday(day) == CHINESE.birthday(day) == "1980-03-21"
    assert THAI.birthday(day) == "2523-03-21"
    assert PERSIAN.birthday(day) == "۱۳۵۹-۰۱-۰۱"


def test_twenty_households_in_a_row_have_all_scripts() -> None:
    languages = [script_of(household).language for household in range(20)]

    assert {language: languages.count(language) for language in languages} == {"en": 11, "th": 3, "zh": 3, "fa": 3}


def test_latin_keeps_letters_alone() -> None:
    assert latin("王伟") == "Wangwei"
    assert latin("O'Neil") == "Oneil"
    assert latin("…") == "Guest"
