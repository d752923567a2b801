"""The pages about webhooks."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from regulars.base.audit.queries import entries
from regulars.base.jobs.worker import run_waiting
from regulars.base.staff.models import User
from regulars.base.webhooks import queries, services
from regulars.base.webhooks.enums import DeliveryState, MessageType
from regulars.base.webhooks.models import Delivery, Endpoint
from regulars.base.webhooks.services import Announcement
from tests.confirming import sign_in_freshly
from tests.conftest import May

from .receiver import receiving

pytestmark = pytest.mark.django_db

FILLED = {"url": "https://shop.example/hooks", "description": "Newsletter", "events": ["customer.created"]}


@pytest.fixture
def owner(client: Client) -> User:
    user = User.objects.create_superuser("owner@shop.example")
    sign_in_freshly(client, user)
    return user


def made(url: str = "https://shop.example/hooks") -> tuple[Endpoint, str]:
    return services.create_endpoint(url, actor="owner")


def tell(number: int = 1) -> None:
    services.emit([Announcement(f"one-{number}", MessageType.CREATED, 1_790_000_000_000_000, {"customer": "1"})])


def test_an_endpoint_is_added_and_its_secret_shown_once(client: Client, owner: User) -> None:
    answer = client.post("/settings/webhooks/add/", FILLED).content.decode()

    endpoint = queries.endpoints().get()
    secret = re.search(r"whsec_[\w+/=]+", answer)
    again = client.get(f"/settings/webhooks/{endpoint.pk}/").content.decode()
    assert (endpoint.url, endpoint.description, endpoint.events) == (
        *("https://shop.example/hooks", "Newsletter", ["customer.created"]),
    )
    assert secret is not None
    assert "whsec_" not in again
    assert "whsec_" not in client.get("/settings/webhooks/").content.decode()


@pytest.mark.parametrize(
    "url", ["", "ftp://shop.example", "javascript:alert(1)", "https://me:secret@shop.example", "x" * 2001]
)
def test_an_address_that_cannot_be_told_is_refused(client: Client, owner: User, url: str) -> None:
    page = client.post("/settings/webhooks/add/", FILLED | {"url": url})

    assert 'class="error"' in page.content.decode()
    assert queries.endpoints().count() == 0


def test_what_it_hears_can_be_changed(client: Client, owner: User) -> None:
    endpoint, _secret = made()

    client.post(f"/settings/webhooks/{endpoint.pk}/", {**FILLED, "events": ["customer.merged", "customer.erased"]})

    endpoint.refresh_from_db()
    assert endpoint.events == ["customer.erased", "customer.merged"]
    line = entries(action="webhook.change").first()
    assert line is not None
    assert line.fields == ["description", "events"]


def test_saving_without_a_change_forgives_no_failures(client: Client, owner: User) -> None:
    endpoint, _secret = made()
    Endpoint.objects.update(failures=3)

    client.post(f"/settings/webhooks/{endpoint.pk}/", {"url": endpoint.url, "description": "", "events": []})

    endpoint.refresh_from_db()
    assert (endpoint.failures, entries(action="webhook.change").count()) == (3, 0)


def test_a_new_secret_replaces_the_old_one(client: Client, owner: User) -> None:
    endpoint, old = made()

    answer = client.post(f"/settings/webhooks/{endpoint.pk}/rotate/").content.decode()

    assert "whsec_" in answer
    assert old not in answer


def test_it_is_switched_off_and_on(client: Client, owner: User) -> None:
    endpoint, _secret = made()

    client.post(f"/settings/webhooks/{endpoint.pk}/switch/", {"is_enabled": "false"})
    off = queries.endpoint(endpoint.pk).is_enabled
    client.post(f"/settings/webhooks/{endpoint.pk}/switch/", {"is_enabled": "true"})

    assert (off, queries.endpoint(endpoint.pk).is_enabled) == (False, True)


def test_it_is_deleted(client: Client, owner: User) -> None:
    endpoint, _secret = made()

    client.post(f"/settings/webhooks/{endpoint.pk}/delete/")

    assert queries.endpoints().count() == 0


def test_what_failed_is_seen_and_delivered_again(client: Client, owner: User) -> None:
    with receiving() as receiver:
        endpoint, receiver.secret = made(receiver.url)
        tell()
        receiver.answers = [500, 200]
        run_waiting(["outbound"])
        Delivery.objects.update(state=DeliveryState.FAILED)
        Endpoint.objects.update(retry_at=None)
        page = client.get(f"/settings/webhooks/{endpoint.pk}/?state=failed").content.decode()

        client.post(f"/settings/webhooks/deliveries/{Delivery.objects.get().pk}/replay/")
        run_waiting(["outbound"])

    assert "<code>500</code>" in page
    assert (Delivery.objects.get().state, len(receiver.ids)) == (DeliveryState.DELIVERED, 2)


def test_htmx_gets_the_deliveries_alone(client: Client, owner: User) -> None:
    endpoint, _secret = made()
    tell()

    part = client.get(f"/settings/webhooks/{endpoint.pk}/", headers={"HX-Request": "true"}).content.decode()

    assert part.strip().startswith('<section class="sheet" id="deliveries"')
    assert f'hx-get="/settings/webhooks/{endpoint.pk}/' in part


def test_deliveries_come_in_pages(client: Client, owner: User) -> None:
    endpoint, _secret = made()
    for number in range(51):
        tell(number)

    first = client.get(f"/settings/webhooks/{endpoint.pk}/").content.decode()
    link = re.search(r'href="([^"]+cursor=\d+)"', first)
    assert link is not None
    second = client.get(link[1].replace("&amp;", "&")).content.decode()

    assert (first.count("<code>msg_"), second.count("<code>msg_")) == (50, 1)


@pytest.mark.parametrize("page", ["", "1/"])
def test_pages_ask_no_more_often_for_more(client: Client, owner: User, page: str) -> None:
    counts = []
    for number in (0, 1, 2):
        made(f"https://shop.example/{number}")
        tell(number)
        if number != 1:
            address = f"/settings/webhooks/{page.replace('1', str(queries.endpoints()[0].pk))}"
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            counts.append(len(asked))

    assert counts[0] == counts[1]


def test_what_is_not_there_is_not_found(client: Client, owner: User) -> None:
    for address in ("999/rotate/", "999/switch/", "999/delete/", "deliveries/999/replay/"):
        assert client.post(f"/settings/webhooks/{address}").status_code == 404
    assert client.get("/settings/webhooks/999/").status_code == 404


def test_a_description_cannot_break_the_page(client: Client, owner: User) -> None:
    client.post("/settings/webhooks/add/", FILLED | {"description": "<script>alert(1)</script>"})

    assert "<script>alert" not in client.get("/settings/webhooks/").content.decode()


def test_an_open_browser_alone_changes_no_webhook(may: May) -> None:
    endpoint, _secret = made()
    before = Endpoint.objects.values().get()
    stale = may("webhooks.edit")

    pages = [stale.get(f"/settings/webhooks/{page}").content.decode() for page in ("add/", f"{endpoint.pk}/")]
    asked = {"add/": FILLED, f"{endpoint.pk}/": FILLED, f"{endpoint.pk}/rotate/": {}, f"{endpoint.pk}/delete/": {},
             f"{endpoint.pk}/switch/": {"is_enabled": "false"}}  # fmt: skip
    sent = [stale.post(f"/settings/webhooks/{page}", data) for page, data in asked.items()]

    assert ["/settings/me/confirm/" in page for page in pages] == [True, True]
    assert ['name="url"' in page for page in pages] == [False, False]
    assert [answer["Location"].split("?")[0] for answer in sent] == ["/settings/me/confirm/"] * 5
    assert Endpoint.objects.values().get() == before


def test_webhooks_need_their_permission(may: May) -> None:
    assert may("settings.edit", "keys.edit").get("/settings/webhooks/").status_code == 403
    assert may("webhooks.edit").get("/settings/webhooks/").status_code == 200
