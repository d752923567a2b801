"""What is said of single values, and of addresses as a whole."""

import datetime as dt

import pytest
from stdnum.exceptions import ValidationError

from regulars.unify.quality.validation import Verdict, because, birthdays, check, check_all, ids, phone_facts
from regulars.unify.quality.validation.verdict import Finding
from regulars.unify.quality.validation.words import BECAUSE

FINE, REPAIRED, DOUBTFUL = Verdict.FINE, Verdict.REPAIRED, Verdict.DOUBTFUL

pytestmark = pytest.mark.django_db

EMAILS = [
    ("mali@gmail.com", "", ""),
    ("mali@gamil.con", "domain_typo", "mali@gmail.com"),
    ("mali@gmail.co", "domain_typo", "mali@gmail.com"),
    ("mali@hotmial.com", "domain_typo", "mali@hotmail.com"),
    ("mali@yaho.com", "domain_typo", "mali@yahoo.com"),
    ("mali@outlok.co.th", "domain_typo", "mali@outlook.co.th"),
    ("mali@kaffee.con", "domain_typo", "mali@kaffee.com"),
    ("mali@ymail.com", "", ""),
    ("mali@yahoo.co.th", "", ""),
    ("mali@aon.com", "", ""),
    ("mali@kaffee.co", "", ""),
    ("mali@mailinator.com", "disposable", ""),
    ("mali@box.mailinator.com", "disposable", ""),
    ("มะลิ@ร้าน.ไทย", "", ""),
    ("Mali@Shop.Example", "written_otherwise", "mali@shop.example"),
    ("mali(at)gmail.com", "not_an_email", "mali@gmail.com"),
    ("mali@gmail,com", "not_an_email", "mali@gmail.com"),
    ("mali@@gmail.com.", "not_an_email", "mali@gmail.com"),
    ("mali @ gmailcom", "not_an_email", "mali@gmail.com"),
    ("none", "not_an_email", ""),
    ("noreply@shop.example", "stands_for_nobody", ""),
]
PHONES = [
    ("+66892345671", "", None, ""),
    ("089 234 5671", "written_otherwise", "TH", "+66892345671"),
    ("۰۹۱۲۳۴۵۶۷۱۸", "written_otherwise", "IR", "+989123456718"),
    ("089 234 5671", "not_a_phone", None, ""),
    ("+66592345671", "possible_phone", None, ""),
    ("12", "not_a_phone", "TH", ""),
    ("+66800000000", "made_up_number", None, ""),
    ("+66812345678", "made_up_number", None, ""),
    ("1900111225", "costly_number", "TH", ""),
    ("1800123456", "service_number", "TH", ""),
]
NAMES = [
    ("สมชาย ใจดี", ""),
    ("王小明", ""),
    ("علی رضایی", ""),
    ("Werther O’Neill-Šmíd", ""),
    ("Nguyễn Thị Ánh 3rd", ""),
    ("John Test", ""),
    ("asdf", "stand_in_name"),
    ("asdfgh", "keyboard_run"),
    ("qwert yuiop", "keyboard_run"),
    ("ฟหกด", "keyboard_run"),
    ("شسیب", "keyboard_run"),
    ("Test Test", "stand_in_name"),
    ("ทดสอบ", "stand_in_name"),
    ("测试", "stand_in_name"),
    ("تست", "stand_in_name"),
    ("Mali 2", "digits_in_name"),
    ("มะลิ ๒", "digits_in_name"),
    ("12345", "digits_in_name"),
    ("---", "no_letters"),
    ("Aaaaa", "same_letters"),
    ("mali@shop.example", "address_for_name"),
    ("Acme Co., Ltd.", "company_for_name"),
    ("บริษัท ร้านดี จำกัด", "company_for_name"),
    ("上海商贸有限公司", "company_for_name"),
    ("شرکت پارس", "company_for_name"),
    ("à¸ªà¸¡à¸Šà¸²à¸¢", "misread_letters"),
    ("ÊÁªÒÂ", "misread_letters"),
    ("Mali\ufffd", "lost_letters"),
]


@pytest.mark.parametrize(("address", "code", "suggestion"), EMAILS)
def test_email_is_checked(address: str, code: str, suggestion: str) -> None:
    found = check("email", address)

    assert (found.code, found.suggestion) == (code, suggestion)
    assert found.value == (suggestion if found.verdict is REPAIRED else address)


@pytest.mark.parametrize(("number", "code", "region", "suggestion"), PHONES)
def test_phone_is_checked(number: str, code: str, region: str | None, suggestion: str) -> None:
    found = check("phone", number, region)

    assert (found.code, found.suggestion) == (code, suggestion)


def test_phone_facts_name_line_and_country() -> None:
    facts = [phone_facts("089 234 5671", "TH"), phone_facts("+6622345678"), phone_facts("+66592345671")]

    assert [one and (one.line.value, one.country) for one in facts] == [("mobile", "TH"), ("fixed", "TH"), None]


@pytest.mark.parametrize(("name", "code"), NAMES)
def test_name_is_checked(name: str, code: str) -> None:
    found = check("name", name)

    assert found.code == code
    assert found.verdict is (DOUBTFUL if code else FINE)


def test_misread_name_suggests_what_it_was() -> None:
    suggestions = [check("first_name", name).suggestion for name in ("à¸ªà¸¡à¸Šà¸²à¸¢", "ÊÁªÒÂ")]

    assert suggestions == ["สมชาย", "สมชาย"]


@pytest.mark.parametrize(
    ("written", "finding"),
    [
        ("1991-07-23", (FINE, "1991-07-23", "", "")),
        ("23/7/2534", (REPAIRED, "1991-07-23", "written_otherwise", "1991-07-23")),
        ("۱۳۷۰/۵/۱", (REPAIRED, "1991-07-23", "written_otherwise", "1991-07-23")),
        ("2069-05-06", (DOUBTFUL, "2069-05-06", "in_the_future", "1969-05-06")),
        ("1890-05-06", (DOUBTFUL, "1890-05-06", "too_old", "")),
        ("1900-01-01", (DOUBTFUL, "1900-01-01", "placeholder_date", "")),
        ("05/06/1991", (DOUBTFUL, "05/06/1991", "not_a_date", "")),
        (True, (DOUBTFUL, True, "not_a_date", "")),
    ],
)
def test_birthday_is_checked(written: object, finding: tuple[object, ...]) -> None:
    found = birthdays.check(written, None, dt.date(2026, 11, 23))

    assert found == Finding(*finding)  # type: ignore[arg-type]


def test_birthday_of_120_years_is_plausible() -> None:
    today = dt.date(2026, 11, 23)

    codes = [birthdays.check(day, None, today).code for day in ("1906-11-23", "1905-11-23", "2026-11-24", "2026-11-25")]

    assert codes == ["", "too_old", "", "in_the_future"]


@pytest.mark.parametrize(
    ("parts", "codes"),
    [
        (
            {"street": "1 Silom", "city": "Bangkok", "state": "กรุงเทพมหานคร", "postal_code": "10500", "country": "TH"},
            {},
        ),
        ({"postal_code": "1050", "country": "ไทย"}, {"postal_code": "postal_code_shape"}),
        ({"postal_code": "50110", "state": "Bangkok", "country": "Thailand"}, {"postal_code": "postal_code_elsewhere"}),
        ({"state": "Bavaria", "country": "TH"}, {"state": "unknown_state"}),
        ({"street": "1 Main", "country": "US"}, {"street": "address_incomplete"}),
        ({"postal_code": "2110", "country": "US"}, {"postal_code": "postal_code_shape"}),
        ({"postal_code": "๑๐๕๐๐", "country": "TH"}, {"postal_code": "written_otherwise"}),
        ({"country": "Tailand", "postal_code": "?"}, {"country": "unknown_country"}),
        ({"postal_code": "1050"}, {"postal_code": "postal_code_shape"}),
    ],
)
def test_address_is_checked_as_a_whole(parts: dict[str, object], codes: dict[str, str]) -> None:
    found = check_all(parts, "TH")

    assert {name: finding.code for name, finding in found.items()} == codes


def test_postal_code_gets_its_lost_zero_back() -> None:
    found = check_all({"postal_code": "2110", "country": "US"})

    assert found["postal_code"].suggestion == "02110"


@pytest.mark.parametrize(
    ("field", "number", "region", "code"),
    [
        ("national_id", "1-2345-45678-78-1", "TH", "written_otherwise"),
        ("national_id", "1234545678782", "TH", "wrong_check_digit"),
        ("national_id", "11010519491231002X", "CN", ""),
        ("national_id", "110105194912310021", "CN", "wrong_check_digit"),
        ("national_id", "0084575948", "IR", ""),
        ("national_id", "۰۰۸۴۵۷۵۹۴۸", "IR", "written_otherwise"),
        ("national_id", "0084575949", "IR", "wrong_check_digit"),
        ("national_id", "1111111111", "IR", "not_an_id"),
        ("tax_id", "DE136695976", None, ""),
        ("tax_id", "DE136695978", None, "wrong_check_digit"),
        ("national_id", "whatever", "AQ", ""),
    ],
)
def test_id_is_checked_by_its_country(field: str, number: str, region: str | None, code: str) -> None:
    assert ids.check(field, number, region).code == code


def test_iranian_number_of_a_letter_is_none() -> None:
    with pytest.raises(ValidationError):
        ids.iranian("008457594A")


def test_numbers_and_choices_are_checked_as_declared() -> None:
    found = [check("age", 200), check("age", "۴۲"), check("gender", "หญิง"), check("gender", "cat"), check("age", True)]

    assert [(one.verdict, one.value, one.code) for one in found] == [
        (DOUBTFUL, 200, "out_of_bounds"),
        (REPAIRED, 42, "written_otherwise"),
        (REPAIRED, "female", "written_otherwise"),
        (DOUBTFUL, "cat", "not_a_choice"),
        (DOUBTFUL, True, "not_a_number"),
    ]


@pytest.mark.parametrize("value", [None, "", [], ["a"], {"a": 1}])
def test_empty_values_and_lists_are_fine(value: object) -> None:
    assert check("email", value) == Finding(FINE, value)


def test_undeclared_values_are_fine() -> None:
    assert check("shoe size", "asdf").verdict is FINE


def test_every_code_has_words() -> None:
    codes = {code for _, code, _ in EMAILS} | {one[1] for one in PHONES} | {code for _, code in NAMES}

    assert {code for code in codes if code and code not in BECAUSE} == set()
    assert because("disposable") == BECAUSE["disposable"]
