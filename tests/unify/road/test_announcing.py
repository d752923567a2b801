import pytest

from regulars.base.webhooks import services as webhooks
from regulars.base.webhooks.models import Message
from regulars.base.webhooks.queries import endpoints
from regulars.protect.privacy.services import erase_customer
from regulars.unify.customers import changes
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.identity import services
from regulars.unify.road.announcing import NAME, Announcing
from tests.unify.telling import done, drain, key, said, source, tell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

MALI, NOK = ("user_id", "mali"), ("email", "nok@shop.example")


def listen() -> None:
    webhooks.create_endpoint("https://hooks.example/", actor="owner")
    announce()


def announce() -> None:
    follower = Announcing()
    while follower.turn():
        pass


def heard() -> list[tuple[str, dict[str, str]]]:
    return [(message.type, message.data) for message in Message.objects.order_by("pk")]


def test_a_life_is_announced_in_order() -> None:
    till = source(SourceKind.SERVER)
    listen()
    tell(till, said(Kind.IDENTIFY, "1", MALI, name="Mali"), said(Kind.IDENTIFY, "2", NOK, name="Nok"))
    mali, nok = key("mali"), key("nok@shop.example")
    tell(till, said(Kind.IDENTIFY, "3", MALI, ago=60, name="Mali S"))
    merged = done(services.merge_customers(mali, nok, actor="owner"))
    announce()
    undone = done(services.undo_link(f"d{merged}", actor="owner"))
    announce()
    erase_customer(nok, actor="owner")
    drain()

    announce()

    person = {"kind": "person"}
    assert heard() == [
        ("customer.created", person | {"key": str(mali), "position": "2"}),
        ("customer.created", person | {"key": str(nok), "position": "2"}),
        ("customer.updated", person | {"key": str(mali), "position": "3"}),
        ("customer.updated", person | {"key": str(mali), "position": str(merged), "decision": f"d{merged}"}),
        (
            "customer.merged",
            person | {"key": str(mali), "merged": str(nok), "position": str(merged), "decision": f"d{merged}"},
        ),
        ("customer.updated", person | {"key": str(mali), "position": str(undone), "decision": f"d{undone}"}),
        ("customer.undone", person | {"key": str(nok), "position": str(undone), "decision": f"d{undone}"}),
        ("customer.erased", person | {"key": str(nok), "position": str(undone + 1), "decision": f"d{undone + 1}"}),
    ]


def test_nothing_is_said_twice_after_a_crash() -> None:
    till = source(SourceKind.SERVER)
    listen()
    tell(till, said(Kind.IDENTIFY, "1", MALI, name="Mali"))
    announce()
    changes.pass_to(NAME, 0)

    announce()

    assert len(heard()) == 1


def test_who_listens_later_hears_from_then_on() -> None:
    till = source(SourceKind.SERVER)
    tell(till, said(Kind.IDENTIFY, "1", MALI, name="Mali"))
    listen()
    tell(till, said(Kind.IDENTIFY, "2", NOK, name="Nok"))

    announce()

    assert [data["key"] for _, data in heard()] == [str(key("nok@shop.example"))]


def test_nobody_listening_keeps_nothing() -> None:
    listen()
    webhooks.change_endpoint(endpoints().get().pk, is_enabled=False, actor="owner")

    announce()

    assert not changes.follows(NAME)


def test_a_company_is_announced_as_one() -> None:
    till = source(SourceKind.SERVER)
    listen()

    tell(till, said(Kind.GROUP, "1", MALI, group="acme", name="Acme"))
    announce()

    assert {data["kind"] for _, data in heard()} == {"company", "person"}
