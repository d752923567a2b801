"""The one-time set-up of the owner: once, with the code, however many try at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from regulars.base.audit.queries import entries
from regulars.base.staff.errors import AlreadySetUp, CodeWrong, EmailInvalid
from regulars.base.staff.models import User
from regulars.base.staff.queries import owner
from regulars.base.staff.setup import set_up_owner, setup_code
from regulars.serve.welcome import welcome

PASSWORD = "seven green mangos"


def given(**changes: str) -> dict[str, str]:
    return {"code": setup_code(), "email": "Noi@Shop.example", "name": "Noi", "password": PASSWORD} | changes


@pytest.mark.django_db
def test_set_up_makes_the_owner_and_signs_in(client: Client) -> None:
    assert client.get("/set-up/", {"code": "abc"}).content.count(b'value="abc"') == 1

    done = client.post("/set-up/", given())

    made = owner()
    assert done["Location"] == "/"
    assert made is not None
    assert (made.email, made.name, made.is_superuser, made.check_password(PASSWORD)) == (
        *("noi@shop.example", "Noi", True, True),
    )
    assert "Welcome. This database is yours now." in client.get("/").content.decode()
    assert [(entry.actor, entry.action) for entry in entries()] == [(f"user:{made.pk}", "user.set_up")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"code": "abcdefghijklmnop"}, "This is not the code"),
        ({"code": ""}, "This field is required"),
        ({"email": "nonsense"}, "Enter a valid email address"),
        ({"password": "short"}, "too short"),
        ({"password": "1234567890"}, "too common"),
        ({"password": "noi@shop.example"}, "too similar"),
    ],
)
def test_set_up_refuses_what_is_wrong(client: Client, changes: dict[str, str], words: str) -> None:
    page = client.post("/set-up/", given(**changes))

    assert page.status_code == 200
    assert words in page.content.decode()
    assert not User.objects.exists()


@pytest.mark.django_db
def test_set_up_is_over_once_anybody_exists(client: Client) -> None:
    User.objects.create_user("first@shop.example")

    assert client.get("/set-up/")["Location"] == "/sign-in/"
    assert client.post("/set-up/", given())["Location"] == "/sign-in/"
    with pytest.raises(AlreadySetUp):
        set_up_owner("second@shop.example", PASSWORD, code=setup_code())
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_guessing_the_code_is_throttled(client: Client) -> None:
    told = [client.post("/set-up/", given(code=f"guess{n}", password="short")).status_code for n in range(21)]

    assert (told[19], told[20]) == (200, 429)


@pytest.mark.django_db
def test_set_up_owner_checks_code_before_anything_else() -> None:
    with pytest.raises(CodeWrong):
        set_up_owner("nonsense", "", code="x")
    with pytest.raises(EmailInvalid):
        set_up_owner("nonsense", PASSWORD, code=f" {setup_code().upper()} ")
    assert not User.objects.exists()


def try_to_be_owner(number: int) -> str:
    try:
        return set_up_owner(f"owner{number}@shop.example", PASSWORD, code=setup_code()).email
    except AlreadySetUp:
        return "late"
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_becomes_the_owner() -> None:
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(try_to_be_owner, range(4)))

    assert told.count("late") == 3
    assert User.objects.get().email in told


@pytest.mark.django_db
def test_welcome_prints_the_link_only_while_there_is_no_owner() -> None:
    before = welcome("0.0.0.0", 8000)  # noqa: S104 an address to print
    User.objects.create_superuser("owner@shop.example")

    assert before.endswith(f"http://localhost:8000/set-up/?code={setup_code()}")
    assert welcome("127.0.0.1", 8000) == "Regulars is at http://localhost:8000/"
    assert welcome("::1", 80) == "Regulars is at http://[::1]:80/"
