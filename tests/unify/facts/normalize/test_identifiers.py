"""Identifier values, and values that stand for nobody."""

import pytest

from regulars.unify.facts import normalize


@pytest.mark.parametrize(
    ("type_", "value", "expected"),
    [
        ("user_id", " u-42 ", "u-42"),
        ("user_id", 42, "42"),
        ("user_id", 42.0, "42"),
        ("user_id", "e\u0301", "é"),
        ("user_id", "x" * 500, "x" * 500),
        ("user_id", "x" * 501, None),
        ("user_id", True, None),
        ("user_id", 4.2, None),
        ("user_id", None, None),
        ("user_id", {"id": 1}, None),
        ("email", " Ann@Example.com", "ann@example.com"),
        ("email", "ann", None),
        ("phone", "081-234-5678", "+66812345678"),
        ("phone", 812345678, "+66812345678"),
        ("member_card", "ab 12-34", "AB1234"),
        ("member_card", "๑๒๓๔ ๕๖", "123456"),
        ("member_card", "Ａ１２", "A12"),
        ("line", "U4af4980629", "U4af4980629"),
    ],
)
def test_identifier_has_one_form_or_none(type_: str, value: object, expected: str | None) -> None:
    assert normalize.identifier(type_, value, "TH") == expected


@pytest.mark.parametrize(
    "value",
    [
        "",
        "0",
        "0000000",
        "00000000-0000-0000-0000-000000000000",
        "-",
        "-1",
        "null",
        "None",
        "undefined",
        "NaN",
        "anonymous",
        "anonymousId",
        "unknown",
        "test",
        "userId",
        "[object Object]",
        "{}",
    ],
)
def test_identifier_refuses_values_that_stand_for_nobody(value: str) -> None:
    assert normalize.is_blocked("user_id", value)
    assert normalize.identifier("user_id", value, None) is None


@pytest.mark.parametrize("value", ["1", "10", "007", "nullable", "testament", "u-0", "anonymous-fox"])
def test_identifier_keeps_values_that_only_look_so(value: str) -> None:
    assert normalize.identifier("user_id", value, None) == value


@pytest.mark.parametrize("value", ["noreply@shop.com", "Do-Not-Reply@shop.com", "test@test.com", "undefined@x.com"])
def test_identifier_refuses_addresses_that_nobody_reads(value: str) -> None:
    assert normalize.identifier("email", value, None) is None


@pytest.mark.parametrize("value", ["info@shop.com", "tester@test.com", "reply@shop.com", "ann@example.com"])
def test_identifier_keeps_addresses_that_somebody_may_read(value: str) -> None:
    assert normalize.identifier("email", value, None) == value
