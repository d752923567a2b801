"""Second factors: apps and recovery codes are added, asked for, used once, and kept where nobody reads them."""

import base64
import re
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone

from regulars.base.audit.queries import entries
from regulars.base.staff import mfa
from regulars.base.staff.models import User
from regulars.base.staff.services import codes_left, new_codes
from regulars.base.vault.errors import SealBroken
from regulars.base.web import preferences
from tests import files

from .conftest import PASSWORD, SignedIn, add_app, code_of, codes_of

pytestmark = pytest.mark.django_db

APP = "/settings/me/security/app/"
SECOND = "/sign-in/second-factor/"


@pytest.fixture
def user() -> User:
    return User.objects.create_user("noi@shop.example", PASSWORD, name="Noi", role="sales")


def give_password(client: Client) -> str:
    return str(client.post("/sign-in/", {"login": "noi@shop.example", "password": PASSWORD})["Location"])


def secret_on(page: str) -> str:
    found = re.search(r"[?&;]secret=([A-Z2-7]+)", page)
    assert found is not None
    return found[1]


def add_app_in_pages(client: Client) -> str:
    """Through the pages, as people do it; the secret."""
    secret = secret_on(client.get(APP).content.decode())
    assert client.post(APP, {"code": code_of(secret)})["Location"] == "/settings/me/security/codes/"
    return secret


def test_an_app_is_added_with_recovery_codes_that_are_shown_once(user: User, signed_in: SignedIn) -> None:
    client = signed_in(user)

    add_app_in_pages(client)

    first = client.get("/settings/me/security/codes/").content.decode()
    second = client.get("/settings/me/security/codes/").content.decode()
    shown = re.findall(r"<code>(\d{5})-(\d{5})</code>", first)
    assert ["".join(parts) for parts in shown] == codes_of(user)
    assert len(shown) == 10
    assert not re.search(r"\d{5}-\d{5}", second)
    assert [entry.action for entry in entries()] == ["user.add_factor"]


def test_the_picture_and_the_letters_are_of_the_same_secret(user: User, signed_in: SignedIn) -> None:
    page = signed_in(user).get(APP).content.decode()

    picture = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', page)
    letters = re.search(r"<code[^>]*>((?:[A-Z2-7]{4} ?){8})</code>", page)
    assert picture is not None
    assert letters is not None
    assert b"<svg" in base64.b64decode(picture[1])
    assert letters[1].replace(" ", "") == secret_on(page)


def test_a_wrong_first_code_adds_no_app(user: User, signed_in: SignedIn) -> None:
    client = signed_in(user)
    secret = secret_on(client.get(APP).content.decode())

    page = client.post(APP, {"code": "000000"}).content.decode()

    assert "This is not the code that the app shows now" in page
    assert secret_on(page) == secret
    assert not Authenticator.objects.exists()


def test_with_a_second_factor_the_password_alone_opens_nothing(client: Client, user: User) -> None:
    secret = add_app(user)

    assert give_password(client) == SECOND
    assert client.get("/")["Location"] == "/sign-in/?next=/"
    assert [entry.action for entry in entries()] == []

    assert client.post(SECOND, {"code": code_of(secret)})["Location"] == "/"
    assert client.get("/").status_code == 200
    assert [entry.action for entry in entries()] == ["user.sign_in"]


def test_who_came_from_a_page_is_led_back_to_it_after_the_second_factor(client: Client, user: User) -> None:
    secret = add_app(user)
    client.post("/sign-in/", {"login": user.email, "password": PASSWORD, "next": "/customers/?q=noi"})

    assert client.post(SECOND, {"code": code_of(secret)})["Location"] == "/customers/?q=noi"


@pytest.mark.parametrize("digits", ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "๐๑๒๓๔๕๖๗๘๙"])
def test_codes_are_read_in_native_digits_and_with_spaces(client: Client, user: User, digits: str) -> None:
    code = code_of(add_app(user)).translate(str.maketrans("0123456789", digits))
    give_password(client)

    assert client.post(SECOND, {"code": f"{code[:3]} {code[3:]}"})["Location"] == "/"


def test_a_code_works_once_however_long_it_is_valid(client: Client, user: User) -> None:
    secret = add_app(user)
    code = code_of(secret)
    give_password(client)
    client.post(SECOND, {"code": code})

    for seconds in (0, 31):
        with time_machine.travel(timezone.now() + timedelta(seconds=seconds), tick=False):
            other = Client()
            give_password(other)
            assert "This is not the right code" in other.post(SECOND, {"code": code}).content.decode()
            assert other.get("/").status_code == 302


def test_an_earlier_code_does_not_work_after_a_later_one(client: Client, user: User) -> None:
    secret = add_app(user)
    earlier, later = code_of(secret, -1), code_of(secret)
    give_password(client)
    client.post(SECOND, {"code": later})

    other = Client()
    give_password(other)

    assert other.post(SECOND, {"code": earlier}).status_code == 200


def test_the_code_that_added_the_app_does_not_sign_in(user: User, signed_in: SignedIn) -> None:
    client = signed_in(user)
    with time_machine.travel(timezone.now(), tick=False):
        secret = add_app_in_pages(client)

        other = Client()
        give_password(other)
        assert other.post(SECOND, {"code": code_of(secret)}).status_code == 200
        assert other.post(SECOND, {"code": code_of(secret, 1)})["Location"] == "/"


def test_a_recovery_code_works_once(client: Client, user: User) -> None:
    add_app(user)
    new_codes(user)
    code = codes_of(user)[3]
    give_password(client)

    assert client.post(SECOND, {"code": f"{code[:5]}-{code[5:]}"})["Location"] == "/"

    other = Client()
    give_password(other)
    assert other.post(SECOND, {"code": code}).status_code == 200
    assert codes_left(user) == 9


def test_new_recovery_codes_end_the_old_ones(client: Client, user: User, signed_in: SignedIn) -> None:
    add_app(user)
    new_codes(user)
    old = codes_of(user)

    assert signed_in(user).post("/settings/me/security/codes/").status_code == 302

    assert not set(old) & set(codes_of(user))
    give_password(client)
    assert client.post(SECOND, {"code": old[0]}).status_code == 200


def test_five_wrong_codes_close_the_second_step_for_a_while(client: Client, user: User) -> None:
    secret = add_app(user)
    give_password(client)

    told = [client.post(SECOND, {"code": f"00000{n}"}).content.decode() for n in range(5)]
    after = client.post(SECOND, {"code": code_of(secret)}).content.decode()

    assert ["This is not the right code" in page for page in told] == [True] * 5
    assert "Too many attempts" in after
    assert [entry.action for entry in entries(action="user.sign_in_failed")] == ["user.sign_in_failed"] * 6


def test_seeds_are_sealed_for_whom_they_belong_to(user: User) -> None:
    other = User.objects.create_user("nok@shop.example")
    with mfa.secrets_of(user):
        sealed = mfa.seal("the seed")

    with mfa.secrets_of(other), pytest.raises(SealBroken):
        mfa.unseal(sealed)
    with mfa.secrets_of(user), pytest.raises(SealBroken):
        mfa.unseal(sealed, "new seed")
    with pytest.raises(LookupError):
        mfa.unseal(sealed)
    with mfa.secrets_of(user):
        assert mfa.unseal(sealed) == "the seed"


def test_a_stolen_row_of_somebody_else_lets_nobody_in(client: Client, user: User) -> None:
    other = User.objects.create_user("nok@shop.example")
    secret = add_app(other)
    Authenticator.objects.filter(user=other).update(user=user)
    give_password(client)

    with pytest.raises(SealBroken):
        client.post(SECOND, {"code": code_of(secret)})


@pytest.mark.django_db(transaction=True)
def test_no_seed_and_no_recovery_code_is_in_any_byte(user: User, signed_in: SignedIn) -> None:
    client = signed_in(user)
    waiting = secret_on(client.get(APP).content.decode())
    secret = add_app_in_pages(client)
    client.get("/settings/me/security/codes/")
    client.get(APP)
    secrets = [waiting, secret, *codes_of(user)]

    kept = "\n".join([*bytes_of_database(), *(str(row.get_decoded()) for row in Session.objects.all())])

    assert "noi@shop.example" in kept
    for one in secrets:
        for form in disguises(one):
            assert form not in kept


def bytes_of_database() -> Iterator[str]:
    """Everything that the data folder holds of the database; on PostgreSQL, every row of every table."""
    if connection.vendor == "sqlite":
        path = Path(str(connection.settings_dict["NAME"]))
        with sqlite3.connect(path) as database:
            database.execute("PRAGMA wal_checkpoint(PASSIVE)")
        for file in [*settings.DATA.rglob("*"), *path.parent.glob(f"{path.name}*")]:
            if file.is_file():
                yield files.content(file).decode("latin-1")
        return
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            yield from (row[0] for row in cursor.fetchall())


def disguises(secret: str) -> list[str]:
    """The secret itself, and as it looks inside of base64 at each of the three offsets."""
    forms = [secret, secret.encode().hex()]
    for lead in range(3):
        encoded = base64.b64encode(b"x" * lead + secret.encode()).decode()
        forms.append(encoded[4 if lead else 0 : -4])
    return forms


def test_adding_an_app_signs_out_elsewhere(user: User, signed_in: SignedIn) -> None:
    client, other = signed_in(user), signed_in(user)

    add_app_in_pages(client)

    assert client.get("/").status_code == 200
    assert other.get("/").status_code == 302


def test_the_last_factor_goes_with_its_recovery_codes(user: User, signed_in: SignedIn) -> None:
    client = signed_in(user)
    add_app_in_pages(client)
    factor = Authenticator.objects.get(user=user, type="totp")

    client.post(f"/settings/me/security/factors/{factor.pk}/remove/")

    assert not Authenticator.objects.exists()
    assert [entry.action for entry in entries()] == ["user.remove_factor", "user.add_factor"]


def test_the_last_factor_stays_where_the_role_needs_one(user: User, signed_in: SignedIn) -> None:
    add_app(user)
    preferences.write("mfa.required", ["sales"], actor="owner")
    factor = Authenticator.objects.get(user=user)

    page = signed_in(user).post(f"/settings/me/security/factors/{factor.pk}/remove/", follow=True)

    assert "Your role needs a second factor" in page.content.decode()
    assert Authenticator.objects.filter(pk=factor.pk).exists()


def test_nobody_removes_or_renames_what_is_somebody_elses(user: User, signed_in: SignedIn) -> None:
    other = User.objects.create_user("nok@shop.example")
    theirs = Authenticator.objects.create(user=other, type="webauthn", data={"name": "Phone"})
    client = signed_in(user)

    for page in (f"factors/{theirs.pk}/remove/", f"passkeys/{theirs.pk}/"):
        client.post(f"/settings/me/security/{page}", {"name": "mine"})

    assert Authenticator.objects.get().data == {"name": "Phone"}


@pytest.mark.parametrize("page", [APP, "/settings/me/security/codes/", "/settings/me/security/passkeys/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_signed_in_long_ago_confirms_first(client: Client, user: User, page: str, method: str) -> None:
    client.force_login(user)

    response = getattr(client, method)(page)

    assert response["Location"].startswith("/settings/me/confirm/?next=")
    assert not Authenticator.objects.exists()


def test_one_confirms_with_password_or_code_and_comes_back(client: Client, user: User) -> None:
    secret = add_app(user)
    client.force_login(user)
    confirm = "/settings/me/confirm/"

    wrong = client.post(confirm, {"password": "wrong", "next": APP}).content.decode()
    right = client.post(confirm, {"password": PASSWORD, "next": APP})
    other = Client()
    other.force_login(user)
    by_code = other.post(confirm, {"code": code_of(secret), "next": "//evil.example"})

    assert "This is not your password." in wrong
    assert right["Location"] == APP
    assert by_code["Location"] == "/"


def test_a_confirmation_holds_a_quarter_of_an_hour(user: User, signed_in: SignedIn) -> None:
    client = signed_in(user)

    with time_machine.travel(timezone.now() + timedelta(minutes=14), tick=False):
        assert client.get(APP).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        assert client.get(APP)["Location"].startswith("/settings/me/confirm/")
