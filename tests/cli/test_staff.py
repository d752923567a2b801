"""`regulars staff`: colleagues made, changed, closed, opened and let in again from the shell."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator

from regulars.base.staff.models import User
from regulars.base.staff.services import add_team

Ask = Callable[..., Any]
Regulars = Callable[..., Any]

pytestmark = pytest.mark.django_db


def test_a_colleague_is_made_with_role_team_and_reach(ask: Ask) -> None:
    add_team("Bangkok", actor="owner")

    made = ask("staff", "create", "nok@shop.example", "--role", "sales", "--team", "bangkok", "--reach", "team")

    assert (made["role"], made["team"], made["reach"], made["active"], made["owner"]) == (
        *("sales", "Bangkok", "team", True, False),
    )
    assert [one["email"] for one in ask("staff", "list")] == ["nok@shop.example"]


@pytest.mark.parametrize("wrong", [("--role", "chief"), ("--reach", "moon"), ("--team", "nobody's")])
def test_what_does_not_exist_is_refused(regulars: Regulars, wrong: tuple[str, str]) -> None:
    assert regulars("staff", "create", "nok@shop.example", *wrong).exit_code == 1
    assert not User.objects.exists()


def test_a_role_is_changed_and_the_rest_stays(ask: Ask) -> None:
    ask("staff", "create", "nok@shop.example", "--role", "sales", "--reach", "own")

    changed = ask("staff", "role", "nok@shop.example", "viewer")

    assert (changed["role"], changed["reach"]) == ("viewer", "own")


def test_the_last_owner_stays_an_owner(ask: Ask, regulars: Regulars) -> None:
    ask("staff", "create", "boss@shop.example", "--role", "owner")

    assert regulars("staff", "role", "boss@shop.example", "viewer").exit_code == 1
    assert regulars("staff", "disable", "boss@shop.example").exit_code == 1
    assert User.objects.get().role == "owner"


def test_an_account_is_closed_and_opened(ask: Ask) -> None:
    ask("staff", "create", "nok@shop.example", "--role", "sales")

    assert ask("staff", "disable", "NOK@shop.example")["active"] is False
    assert ask("staff", "enable", "nok@shop.example")["active"] is True


def test_reset_gives_a_password_or_takes_the_second_factors(ask: Ask) -> None:
    ask("staff", "create", "nok@shop.example", "--role", "sales")
    user = User.objects.get()
    Authenticator.objects.create(user=user, type="totp", data={"secret": "sealed"})

    made = ask("staff", "reset", "nok@shop.example")
    taken = ask("staff", "reset", "nok@shop.example", "--mfa")

    user.refresh_from_db()
    assert user.check_password(made["password"])
    assert taken["second_factor"] is False
    assert not Authenticator.objects.exists()


def test_whoever_acts_lets_nobody_rise_above_themselves(ask: Ask, regulars: Regulars) -> None:
    ask("staff", "create", "boss@shop.example", "--role", "owner")
    ask("staff", "create", "admin@shop.example", "--role", "administrator")
    admin = ("--as", "admin@shop.example")

    assert regulars("staff", "create", "nok@shop.example", "--role", "owner", *admin).exit_code == 1
    assert regulars("staff", "reset", "boss@shop.example", *admin).exit_code == 1
    assert regulars("staff", "role", "admin@shop.example", "owner", *admin).exit_code == 1
    assert regulars("staff", "create", "nok@shop.example", "--role", "sales", *admin).exit_code == 0
