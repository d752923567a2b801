import ipaddress
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from regulars.base.audit.models import AuditEntry
from regulars.base.jobs.worker import run_waiting
from regulars.base.webhooks import queries, services
from regulars.base.webhooks.address import may_be_told, resolve
from regulars.base.webhooks.delivery import GIVE_UP, deliver_waiting
from regulars.base.webhooks.enums import DeliveryState, MessageType
from regulars.base.webhooks.errors import AddressRefused, DeliveryUnknown, EndpointUnknown, TypeUnknown
from regulars.base.webhooks.models import Delivery, Endpoint, Message
from regulars.base.webhooks.services import Announcement

from .receiver import Receiver, receiving

pytestmark = pytest.mark.django_db(transaction=True)

CREATED_AT = 1_790_000_000_000_000


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as listening:
        yield listening


def told(number: int, type_: MessageType = MessageType.CREATED) -> Announcement:
    return Announcement(f"{type_}:{number}", type_, CREATED_AT + number, {"key": str(number)})


def listen(receiver: Receiver, *events: str) -> Endpoint:
    endpoint, receiver.secret = services.create_endpoint(receiver.url, events=events, actor="owner")
    return endpoint


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_emit_reaches_the_receiver_signed(receiver: Receiver) -> None:
    listen(receiver)

    new = services.emit([told(1), told(2)])
    run_waiting()

    assert new == 2
    assert receiver.got == [
        {"type": "customer.created", "timestamp": "2026-09-21T14:13:20.000001Z", "data": {"key": "1"}},
        {"type": "customer.created", "timestamp": "2026-09-21T14:13:20.000002Z", "data": {"key": "2"}},
    ]
    assert states() == [DeliveryState.DELIVERED, DeliveryState.DELIVERED]


def test_emit_tells_the_same_once(receiver: Receiver) -> None:
    listen(receiver)
    services.emit([told(1)])

    again = services.emit([told(1), told(1), told(2), told(2)])
    run_waiting()

    assert again == 1
    assert [message["data"]["key"] for message in receiver.got] == ["1", "2"]


def test_emit_leaves_out_what_nobody_asked_for(receiver: Receiver) -> None:
    listen(receiver, MessageType.MERGED)

    services.emit([told(1), told(2, MessageType.MERGED)])
    run_waiting()

    assert [message["type"] for message in receiver.got] == ["customer.merged"]
    assert Message.objects.count() == 1


def test_emit_without_endpoints_keeps_nothing() -> None:
    assert services.emit([told(1)]) == 0
    assert Message.objects.count() == 0


def test_failure_is_tried_again_after_a_wait_with_the_same_id(receiver: Receiver) -> None:
    endpoint = listen(receiver)
    receiver.answers = [503, 200]
    services.emit([told(1), told(2)])

    run_waiting()
    first = states()
    Endpoint.objects.filter(pk=endpoint.pk).update(retry_at=timezone.now() - timedelta(seconds=1))
    made = deliver_waiting(endpoint.pk)

    assert first == [DeliveryState.WAITING, DeliveryState.WAITING]
    assert made == 2
    assert receiver.ids[0] == receiver.ids[1] != receiver.ids[2]
    log = queries.deliveries().last()
    assert log is not None
    assert [entry["status"] for entry in log.log] == [503, 200]


def test_wait_is_kept(receiver: Receiver) -> None:
    endpoint = listen(receiver)
    receiver.answers = [500]
    services.emit([told(1)])
    run_waiting()

    deliver_waiting(endpoint.pk)

    assert len(receiver.got) == 1


def test_redirect_is_a_failure_and_not_followed(receiver: Receiver) -> None:
    listen(receiver)
    receiver.answers = [302]
    services.emit([told(1)])

    run_waiting()

    assert len(receiver.got) == 1
    assert states() == [DeliveryState.WAITING]


def test_nobody_there_is_a_failure_with_a_reason() -> None:
    services.create_endpoint("http://127.0.0.1:9/", actor="owner")
    services.emit([told(1)])

    run_waiting()

    log = Delivery.objects.get().log
    assert [entry["status"] for entry in log] == [0]
    assert log[0]["error"].startswith("ConnectError")


@pytest.mark.parametrize("why", ["gone", "five days"])
def test_endpoint_is_given_up_and_its_deliveries_can_be_replayed(receiver: Receiver, why: str) -> None:
    endpoint = listen(receiver)
    receiver.answers = [410 if why == "gone" else 500, 200]
    long_ago = timezone.now() - GIVE_UP - timedelta(hours=1)
    Endpoint.objects.filter(pk=endpoint.pk).update(failing_since=long_ago)
    services.emit([told(1)])

    run_waiting()
    given_up = queries.endpoint(endpoint.pk)
    services.change_endpoint(endpoint.pk, is_enabled=True, actor="owner")
    services.replay(Delivery.objects.get().pk, actor="owner")
    run_waiting()

    assert (given_up.is_enabled, bool(given_up.disabled_because)) == (False, True)
    assert AuditEntry.objects.filter(action="webhook.give_up", actor="system").count() == 1
    assert states() == [DeliveryState.DELIVERED]
    assert receiver.ids[0] == receiver.ids[1]


def test_endpoint_too_far_behind_is_switched_off(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = listen(receiver)
    receiver.answers = [500]
    services.emit([told(1)])
    run_waiting()
    monkeypatch.setattr(services, "MOST_WAITING", 1)

    services.emit([told(2)])

    assert queries.endpoint(endpoint.pk).disabled_because == "too many messages wait"
    assert states() == [DeliveryState.FAILED]


def test_rotated_secret_signs_the_next_delivery(receiver: Receiver) -> None:
    endpoint = listen(receiver)
    receiver.secret = services.rotate_secret(endpoint.pk, actor="owner")
    services.emit([told(1)])

    run_waiting()

    assert len(receiver.got) == 1


def test_sweep_starts_what_was_missed(receiver: Receiver) -> None:
    endpoint = listen(receiver)
    message = Message.objects.create(once="x", type=MessageType.CREATED, occurred_at=CREATED_AT, data={})
    Delivery.objects.create(message=message, endpoint=endpoint)

    started = services.sweep()
    run_waiting()

    assert started == 1
    assert len(receiver.got) == 1


def test_purge_forgets_what_is_settled_and_old(receiver: Receiver) -> None:
    listen(receiver)
    services.emit([told(1), told(2), told(3)])
    run_waiting()
    Message.objects.update(occurred_at=1_700_000_000_000_000)
    old = timezone.now() - timedelta(days=31)
    Delivery.objects.filter(message__once__endswith=":1").update(settled_at=old)
    Delivery.objects.filter(message__once__endswith=":2").update(settled_at=None)

    gone = services.purge()

    assert gone == 1
    assert sorted(Message.objects.values_list("data", flat=True), key=str) == [{"key": "2"}, {"key": "3"}]


def test_secret_is_not_kept_in_plain(receiver: Receiver) -> None:
    endpoint = listen(receiver)

    assert receiver.secret.encode() not in bytes(endpoint.secret)


def test_every_change_is_audited(receiver: Receiver) -> None:
    endpoint = listen(receiver)
    services.change_endpoint(endpoint.pk, description="till", actor="owner")
    services.rotate_secret(endpoint.pk, actor="owner")
    services.delete_endpoint(endpoint.pk, actor="owner")

    actions = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))

    assert actions == ["webhook.create", "webhook.change", "webhook.rotate", "webhook.delete"]


def test_unknown_things_are_named() -> None:
    with pytest.raises(EndpointUnknown):
        queries.endpoint(7)
    with pytest.raises(DeliveryUnknown):
        services.replay(7, actor="owner")
    with pytest.raises(TypeUnknown):
        services.create_endpoint("https://shop.example/", events=["customer.eaten"], actor="owner")


@pytest.mark.parametrize(
    "url", ["", "shop.example", "ftp://shop.example/", "https://", "https://u:p@shop.example/", "https://x:99999999/"]
)
def test_endpoint_refuses_an_address_that_cannot_be(url: str) -> None:
    with pytest.raises(AddressRefused):
        services.create_endpoint(url, actor="owner")


@pytest.mark.parametrize(
    "url",
    [
        *("http://169.254.169.254/latest", "https://[fe80::1]/", "http://0.0.0.0/", "http://2852039166/"),
        *("https://[::ffff:169.254.169.254]/", "https://[2002:a9fe:a9fe::1]/", "https://[64:ff9b::a9fe:a9fe]/"),
        *("http://[fd00:ec2::254]/", "https://100.100.100.200/", "http://192.0.0.192/"),
    ],
)
def test_resolve_refuses_the_metadata_of_clouds(url: str) -> None:
    with pytest.raises(AddressRefused):
        resolve(url)


def test_plain_http_stays_in_ones_own_network() -> None:
    public, private = ipaddress.ip_address("93.184.216.34"), ipaddress.ip_address("192.168.1.5")

    answers = [may_be_told(address, scheme) for address in (public, private) for scheme in ("http", "https")]

    assert answers == [False, True, True, True]
