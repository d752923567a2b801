"""Which passwords are taken: long ones in any script; not those that leaked."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from regulars.base.staff.models import User
from regulars.base.staff.passwords import has_leaked


@pytest.mark.parametrize(
    "password",
    ["1234567890", "qwertyuiop", "Qwertyuiop", "iloveyou123", "1q2w3e4r5t6y", "PASSWORD123", "charlie1234567"],
)
def test_leaked_passwords_are_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize("password", ["iloveyou1234", "abcdefghij1"])
def test_the_long_list_knows_more_than_djangos(password: str) -> None:
    assert has_leaked(password)


@pytest.mark.parametrize(
    "password",
    [
        "seven green mangos",
        "มะม่วงสีเขียวเจ็ดลูก",
        "七个绿色的芒果和八个苹果",
        "هفت انبه سبز در باغ",
        "correct " * 25,
        "🥭" * 12,
    ],
)
def test_long_passphrases_in_any_script_are_taken(password: str) -> None:
    validate_password(password, User(email="noi@shop.example"))

    assert not has_leaked(password)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("café am Markt", "cafe\u0301 am Markt"),
        ("กำแพงเมืองเก่า", "ก\u0e4d\u0e32แพงเมืองเก่า"),
        ("２０２６ mangos", "2026 mangos"),
    ],
)
def test_a_password_is_the_same_from_every_keyboard(one: str, other: str) -> None:
    user = User(email="noi@shop.example")

    user.set_password(one)

    assert one != other
    assert user.check_password(other)
    assert not user.check_password(other + "x")


def test_no_password_opens_an_account_without_one() -> None:
    user = User(email="noi@shop.example")

    user.set_password(None)

    assert not user.check_password("")
    assert not user.has_usable_password()
