"""Invitations: a link that works once, for a week, for one address, as what was asked, and for nobody else."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from regulars.base.audit.queries import entries
from regulars.base.mail.queries import messages
from regulars.base.staff import services
from regulars.base.staff.errors import AboveYourself, EmailTaken, RoleUnknown
from regulars.base.staff.models import Invitation, Team, User

from .conftest import PASSWORD, SignedIn

pytestmark = pytest.mark.django_db

GONE = "This link is no longer valid."


@pytest.fixture
def owner() -> User:
    return User.objects.create_superuser("owner@shop.example", PASSWORD)


def invite(email: str = "new@shop.example", **asked: object) -> str:
    """The address of the link."""
    given = {"role": "sales", "team_id": None, "reach": "everyone", "actor": "owner"} | asked
    return f"/invitation/{services.invite(email, **given)[1]}/"  # type: ignore[arg-type]


def join(client: Client, link: str, **changes: str) -> str:
    """Where the visitor stands afterwards, or the status and the words."""
    response = client.post(link, {"name": "Nok", "password": "nine blue mangos", **changes})
    found = re.search(r"<p>(This link[^.]*\.)", response.content.decode())
    return str(response.get("Location") or f"{response.status_code} {found[1] if found else ''}".strip())


def test_somebody_is_invited_in_the_pages_and_joins(signed_in: SignedIn, owner: User) -> None:
    team = Team.objects.create(name="Bangkok")
    asked = {"email": "New@Shop.example", "role": "sales", "team": team.pk, "reach": "team"}

    page = signed_in(owner).post("/settings/staff/invite/", asked).content.decode()
    link = re.search(r">http://testserver(/invitation/[^<]+/)<", page)
    assert link is not None
    stranger = Client()
    assert "new@shop.example" in stranger.get(link[1]).content.decode()
    assert join(stranger, link[1]) == "/"

    made = User.objects.get(email="new@shop.example")
    assert (made.name, made.role, made.team_id, made.reach) == ("Nok", "sales", team.pk, "team")
    assert made.check_password("nine blue mangos")
    assert stranger.get("/").status_code == 200
    assert [entry.action for entry in entries() if not entry.action.startswith("mail")] == [
        *("user.sign_in", "invitation.accept", "invitation.send")
    ]
    assert [message.to for message in messages()] == ["new@shop.example"]


def test_a_link_works_once(owner: User) -> None:
    link = invite()
    join(Client(), link)

    assert join(Client(), link, name="Thief") == f"404 {GONE}"
    assert User.objects.get(email="new@shop.example").name == "Nok"


def test_a_link_works_for_a_week(owner: User) -> None:
    link = invite()

    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1), tick=False):
        assert join(Client(), link) == f"404 {GONE}"
    with time_machine.travel(timezone.now() + timedelta(days=6, hours=23), tick=False):
        assert join(Client(), link) == "/"


def test_every_link_that_does_not_work_gets_the_same_answer(client: Client, owner: User) -> None:
    withdrawn, old, taken = invite("a@shop.example"), invite("b@shop.example"), invite("c@shop.example")
    services.withdraw(Invitation.objects.get(email="a@shop.example").pk, actor="owner")
    services.resend(Invitation.objects.get(email="b@shop.example").pk, actor="owner")
    User.objects.create_user("c@shop.example")
    forged = signing.TimestampSigner(salt="staff.invitation").sign_object((99, "00"))
    odd = signing.TimestampSigner(salt="staff.invitation").sign_object({"what": 1})

    links = [withdrawn, old, taken, "/invitation/nonsense/", f"/invitation/{forged}/", f"/invitation/{odd}/"]
    told = {re.sub(r'name="[a-z]*token" value="[^"]*"|X-CSRFToken.*', "", page) for page in map(text_of, links)}

    assert len({page.count(GONE) for page in told}) == 1
    assert {client.get(link).status_code for link in links} == {404}


def text_of(link: str) -> str:
    return Client().get(link).content.decode()


def test_a_resent_link_works_and_the_earlier_does_not(owner: User) -> None:
    earlier = invite()

    _made, secret = services.resend(Invitation.objects.get().pk, actor="owner")

    assert join(Client(), earlier) == f"404 {GONE}"
    assert join(Client(), f"/invitation/{secret}/") == "/"


def test_what_the_form_says_of_role_and_address_is_not_read(owner: User) -> None:
    join(Client(), invite(), role="owner", email="boss@shop.example", reach="everyone", is_superuser="1")

    made = User.objects.get(email="new@shop.example")
    assert (made.role, made.is_superuser) == ("sales", False)
    assert not User.objects.filter(email="boss@shop.example").exists()


@pytest.mark.parametrize(
    ("password", "words"), [("short", "too short"), ("password123", "too common"), ("new@shop.example", "too similar")]
)
def test_weak_passwords_are_refused(owner: User, password: str, words: str) -> None:
    link = invite()

    page = Client().post(link, {"name": "", "password": password}).content.decode()

    assert words in page
    assert join(Client(), link) == "/"


def test_whoever_is_signed_in_does_not_become_somebody_else(signed_in: SignedIn, owner: User) -> None:
    client, link = signed_in(owner), invite()

    assert "you are signed in already" in client.post(link, {"password": "nine blue mangos"}).content.decode()
    assert not User.objects.filter(email="new@shop.example").exists()


def test_guessing_is_throttled(owner: User) -> None:
    told = [Client().post("/invitation/guess/").status_code for _ in range(21)]

    assert (told[19], told[20]) == (404, 429)


def test_nobody_is_invited_to_more_than_the_inviter_may(owner: User) -> None:
    admin = User.objects.create_user("admin@shop.example", role="administrator")

    with pytest.raises(AboveYourself):
        invite(role="owner", actor=f"user:{admin.pk}")
    with pytest.raises(EmailTaken):
        invite("ADMIN@shop.example")
    with pytest.raises(RoleUnknown):
        invite(role="")
    assert not Invitation.objects.exists()


def test_an_administrator_cannot_take_over_an_owners_invitation(signed_in: SignedIn, owner: User) -> None:
    invite(role="owner")
    admin = User.objects.create_user("admin@shop.example", role="administrator")
    number = Invitation.objects.get().pk
    before = Invitation.objects.values().get()

    for act in ("resend", "withdraw"):
        page = signed_in(admin).post(f"/settings/staff/invitations/{number}/{act}/", follow=True)
        assert "Ask an owner." in page.content.decode()
    page = signed_in(admin).post(
        "/settings/staff/invite/", {"email": "new@shop.example", "role": "viewer", "team": "", "reach": "everyone"}
    )

    assert Invitation.objects.values().get() == before
    assert "Ask an owner." in page.content.decode()


def test_the_list_shows_who_is_invited(signed_in: SignedIn, owner: User) -> None:
    invite()
    client = signed_in(owner)

    page = client.get("/settings/staff/").content.decode()
    client.post(f"/settings/staff/invitations/{Invitation.objects.get().pk}/withdraw/")

    assert "new@shop.example" in page
    assert not Invitation.objects.exists()
    assert "new@shop.example" not in client.get("/settings/staff/").content.decode()


def test_links_are_under_the_name_that_people_type(signed_in: SignedIn, owner: User, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://customers.shop.example"
    asked = {"email": "new@shop.example", "role": "sales", "team": "", "reach": "everyone"}

    page = signed_in(owner).post("/settings/staff/invite/", asked).content.decode()

    assert re.search(r">https://customers\.shop\.example/invitation/[^<]+/<", page)
    assert "testserver/invitation" not in page


def test_no_secret_is_kept_readable(owner: User) -> None:
    link = invite()

    nonce = signing.TimestampSigner(salt="staff.invitation").unsign_object(link.split("/")[2])[1]

    assert bytes.fromhex(nonce) not in bytes(Invitation.objects.get().secret_hash)
    assert nonce not in str(Invitation.objects.values().get())


def test_whoever_invites_is_told_whom_a_reach_lets_see(signed_in: SignedIn, owner: User) -> None:
    page = signed_in(owner).get("/settings/staff/invite/").content.decode()

    assert '<option value="everyone" selected>' in page
    assert "at first nobody, until customers are given to them." in page
