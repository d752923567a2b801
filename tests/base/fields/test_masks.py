"""What is left of a masked value, and what is taken out of texts."""

from typing import Any

import pytest

from regulars.base.fields.masks import DOTS, WHOLE, Mask, Shown
from regulars.base.fields.redaction import Redactor

MASKED = Mask(Shown.MASKED, Shown.MASKED, Shown.MASKED)
HIDDEN = Mask(Shown.MASKED, Shown.HIDDEN, Shown.HIDDEN)
SOM = (
    ("name", "Som Jai"),
    ("first_name", "สมใจ"),
    ("email", "som@example.com"),
    ("phone", "+66812345678"),
    ("street", "Pai Road"),
    ("user_id", "u-4711"),
    ("blood", "AB negative"),
    ("age", 34),
    ("language", "th"),
)


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("email", "som@gmail.com", "s•••@gmail.com"),
        ("email", "so@gmail.com", "•••@gmail.com"),
        ("email", "王伟@shop.cn", "王•••@shop.cn"),
        ("phone", "+66812345678", "+66•••78"),
        ("phone", "0812345678", "•••78"),
        ("phone", "110", "1•••"),
        ("name", "Som Jai", "S••• J•••"),
        ("name", "Maria del Carmen Lopez", "M••• L•••"),
        ("name", "王伟", "王•••"),
        ("name", "王", "•••"),
        ("name", "สมชาย ใจดี", "ส••• ใ•••"),
        ("name", "مریم احمدی", "م••• ا•••"),
        ("first_name", "Al", "•••"),
        ("name", "“Som”", "•••"),
        ("street", "Bangrak", "B•••"),
        ("postal_code", "TH", "•••"),
        ("street", "12 Rama IV Road", "1•••"),
        ("line", "U123abc", "U•••"),
        ("gender", "female", "•••"),
        ("birthday", "1990-05-04", "•••"),
        ("age", 34, "•••"),
        ("diagnosis", "migraine", "•••"),
        ("diagnosis", ["a", "b", "c"], "•••"),
        ("company", "Acme", "Acme"),
        ("name", "", ""),
        ("name", None, None),
        ("consent.ads", True, True),
    ],
)
def test_a_masked_value_is_recognised_and_no_more(name: str, value: Any, shown: Any) -> None:
    assert MASKED.value(name, value) == shown


def test_a_mask_never_tells_how_long_a_value_is() -> None:
    names = [MASKED.value("name", "S" + "o" * count) for count in range(2, 40)]

    assert set(names) == {f"S{DOTS}"}


def test_hidden_traits_are_absent() -> None:
    traits = {"name": "Som Jai", "age": 34, "diagnosis": "migraine", "company": "Acme"}

    assert HIDDEN.traits(traits) == {"name": "S••• J•••", "company": "Acme"}
    assert WHOLE.traits(traits) == traits


def test_properties_that_repeat_fields_are_masked_wherever_they_stand() -> None:
    said = {
        "plan": "gold", "email": "x@y.zz", "firstName": "Nid", "age": 40,
        "to": {"address": {"street": "Trat", "floor": 3}, "phone": ["+4930123456"]},
    }  # fmt: skip

    assert Redactor(MASKED).properties(said) == {
        "plan": "gold", "email": "•••@y.zz", "firstName": "N•••", "age": "•••",
        "to": {"address": {"street": "T•••", "floor": 3}, "phone": "•••"},
    }  # fmt: skip
    assert Redactor(HIDDEN).properties({"age": 40, "blood": "AB", "plan": 1}) == {"blood": "AB", "plan": 1}
    assert Redactor(HIDDEN, SOM).properties({"age": 40, "blood": "0"}) == {}


def test_things_keep_their_names() -> None:
    said = {"order_id": "R-1", "products": [{"product_id": "t", "name": "Oolong", "id": "7"}], "name": "Nid Jai"}

    shown = Redactor(MASKED).properties(said)

    assert shown == said | {"name": "N••• J•••"}
    assert Redactor(MASKED).properties({"name": "Prices", "path": "/p"}, of_a_thing=True)["name"] == "Prices"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("write to som@example.com, please", "write to •••, please"),
        ("/account?mail=som%40example.com&x=1", "/account?mail=•••&x=1"),
        ("call 081 234 5678 or +49 30 1234567", "call ••• or •••"),
        ("call 66812345678", "call •••"),
        ("Dear Som, a parcel for u-4711 in Pai Road", "Dear •••, a parcel for ••• in •••"),
        ("เรียนคุณสมใจ", "เรียนคุณ•••"),
        ("handsome paint, 2026-11-23, order 20261123001", "handsome paint, 2026-11-23, order 20261123001"),
        ("blood: ab NEGATIVE", "blood: •••"),
        ("th 34", "th 34"),
    ],
)
def test_what_is_known_of_somebody_is_taken_out_of_texts(text: str, shown: str) -> None:
    assert Redactor(MASKED, SOM).text(text) == shown
    assert Redactor(WHOLE, SOM).text(text) == text


def test_who_sees_contacts_reads_them_in_texts() -> None:
    sales = Mask(confidential=Shown.MASKED)

    shown = Redactor(sales, SOM).text("som@example.com has AB negative")

    assert shown == "som@example.com has •••"


def test_numbers_and_names_of_properties_are_looked_at_too() -> None:
    assert Redactor(MASKED, SOM).properties({"som@example.com": 66812345678, "total": 129.5}) == {
        "•••": "•••",
        "total": 129.5,
    }
