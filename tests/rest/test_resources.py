"""Groups, orders, products, events, sources, plans, jobs and webhooks over REST."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from regulars.base.audit.queries import entries
from regulars.base.fields.enums import Type
from regulars.base.fields.services import Said, declare_field, retire_fields
from regulars.base.jobs.services import enqueue
from regulars.base.webhooks.enums import MessageType
from regulars.base.webhooks.services import Announcement, emit
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.queries import WriteKeys, sources
from tests.rest.conftest import Program
from tests.unify.telling import key, said, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("customers")]


def test_groups_and_their_members(program: Program) -> None:
    acme, som = str(key("company/acme")), str(key("user_id/som"))

    listed, shown = program.get("/groups"), program.get(f"/groups/{acme}")
    members = program.get(f"/groups/{acme}/members")

    assert [row["key"] for row in listed["data"]] == [acme]
    assert (shown["kind"], shown["traits"]) == ("company", {"industry": "Tea"})
    assert [(row["key"], row["name"]) for row in members["data"]] == [(som, "Som")]
    assert program.get("/groups?kind=household")["data"] == []


def test_an_order_has_its_lines_and_money_as_text(program: Program) -> None:
    shown = program.get("/orders/default/R-1")

    assert (shown["customer"], shown["status"]) == (str(key("user_id/som")), "completed")
    assert (shown["total"], shown["currency"], shown["refunded"]) == ("129.5000", "THB", "0")
    assert [(line["name"], line["price"], line["quantity"]) for line in shown["lines"]] == [
        ("Oolong", "64.7500", "2.0000")
    ]
    assert program.get("/orders/default/R-2", 404)["title"] == "Not found"


def test_the_orders_of_a_customer(program: Program) -> None:
    of_som = program.get(f"/customers/{key('user_id/som')}/orders")
    of_lek = program.get(f"/customers/{key('user_id/lek')}/orders")

    assert ([order["order_id"] for order in of_som["data"]], of_lek["data"]) == (["R-1"], [])


def test_orders_are_followed_by_their_changes(program: Program) -> None:
    server = sources()[0]
    tell(server, said(Kind.TRACK, "t3", ("user_id", "lek"), event="Order Completed", order_id="R-2", total=1))
    first = program.get("/orders?limit=1")
    second = program.get(f"/orders?limit=1&cursor={first['next']}")
    tell(server, said(Kind.TRACK, "t4", ("user_id", "som"), event="Order Cancelled", order_id="R-1"))

    last = second["data"][0]["changed_position"]
    changed = program.get(f"/orders?changed_after={last}")

    assert [page["data"][0]["order_id"] for page in (first, second)] == ["R-1", "R-2"]
    assert second["next"] is None
    assert [(order["order_id"], order["status"]) for order in changed["data"]] == [("R-1", "cancelled")]


def test_products_are_counted_over_confirmed_orders(program: Program) -> None:
    server = sources()[0]
    more: dict[str, Any] = {
        "products": [{"product_id": "tea-1", "quantity": 1}, {"product_id": "cup", "name": "Cup", "quantity": 3}]
    }
    tell(server, said(Kind.TRACK, "t5", ("user_id", "lek"), event="Order Completed", order_id="R-3", ago=10, **more))
    tell(server, said(Kind.TRACK, "t6", ("user_id", "lek"), event="Order Completed", order_id="R-4", ago=9, **more))
    tell(server, said(Kind.TRACK, "t7", ("user_id", "lek"), event="Order Cancelled", order_id="R-4", ago=8))

    first = program.get("/products?limit=1")
    second = program.get(f"/products?cursor={first['next']}")

    assert [(one["product_id"], one["orders"], one["quantity"]) for one in (*first["data"], *second["data"])] == [
        ("cup", 1, "3.0000"),
        ("tea-1", 2, "3.0000"),
    ]
    assert second["next"] is None


def test_events_are_newest_first_and_filtered(program: Program) -> None:
    som = key("email/som@example.com")

    first = program.get("/events?limit=1")
    second = program.get(f"/events?limit=5&cursor={first['next']}")
    named = program.get("/events?event=Page%20Seen")

    assert [one["event"] for one in (*first["data"], *second["data"])] == ["Order Completed", "Page Seen"]
    assert [(one["customer"], one["properties"]) for one in named["data"]] == [
        (str(key("user_id/som")), {"page": "/tea"})
    ]
    assert len(program.get(f"/events?customer={som}")["data"]) == 2
    assert program.get(f"/events?customer={key('user_id/lek')}")["data"] == []
    assert program.get("/events?until=2026-01-01T00:00:00Z")["data"] == []
    assert program.get("/events?since=yesterday", 422)["errors"][0]["parameter"] == "since"


def test_a_source_is_made_with_a_key_that_nobody_reads_again(program: Program) -> None:
    made = program.post("/sources", {"name": "Till 2", "kind": "till", "region": "th"}, 201)

    shown = program.get(f"/sources/{made['id']}")
    assert shown == {name: value for name, value in made.items() if name != "write_key"}
    assert (shown["kind"], shown["region"], shown["is_enabled"]) == ("till", "TH", True)
    assert "write_key" not in program.get("/sources")["data"][-1]
    assert program.post("/sources", {"name": "Till 2"}, 409)["title"] == "Source name taken"
    assert [entry.actor for entry in entries(action="source.create", actor=f"key:{program.key}")] == [
        f"key:{program.key}"
    ]


def test_a_source_is_changed_switched_off_and_given_another_key(program: Program) -> None:
    made = program.post("/sources", {"name": "Till 2", "kind": "till"}, 201)

    changed = program.patch(f"/sources/{made['id']}", {"name": "Till 3", "is_enabled": False})
    rotated = program.post(f"/sources/{made['id']}/rotate", {"at_once": True})
    keys = WriteKeys()
    keys.load()

    assert (changed["name"], changed["is_enabled"]) == ("Till 3", False)
    assert rotated["write_key"] != made["write_key"]
    assert made["write_key"] not in keys.known
    assert program.patch("/sources/999", {"name": "x"}, 404)["title"] == "Source unknown"


def test_the_schema_and_a_plan(program: Program) -> None:
    source = sources()[0].pk
    plan = {"events": {"Page Seen": {"properties": {"page": {"type": "string"}}}}}

    seen = program.get(f"/schema?source={source}")["data"]
    put = program.read(program.send("PUT", f"/sources/{source}/plan", plan), 200)
    shown = program.get(f"/sources/{source}/plan")
    lifted = program.send("DELETE", f"/sources/{source}/plan")

    assert "Page Seen" in {one["name"] for one in seen}
    assert (put["plan"], shown) == (plan, put)
    assert (lifted.status_code, lifted.content) == (204, b"")
    assert program.get(f"/sources/{source}/plan", 404)["title"] == "Not found"
    assert program.get(f"/sources/{source}/violations")["data"] == []


def test_the_schema_comes_page_by_page(program: Program) -> None:
    every = program.get("/schema")["data"]

    pages = [program.get("/schema?limit=1")]
    while (cursor := pages[-1]["next"]) is not None:
        pages.append(program.get(f"/schema?limit=1&cursor={cursor}"))

    assert len(every) > 1
    assert [page["data"] for page in pages] == [[one] for one in every]


def test_a_plan_that_is_wrong_says_where(program: Program) -> None:
    wrong = {"events": {"Page Seen": {"properties": {"page": {"type": "picture"}}}}}

    answer = program.read(program.send("PUT", f"/sources/{sources()[0].pk}/plan", wrong), 422)

    assert answer["errors"][0]["pointer"].startswith("#/events")


def test_jobs_are_listed_and_a_failed_one_is_tried_again(program: Program) -> None:
    job = enqueue("rest.purge_answers")
    other = enqueue("rest.purge_answers")

    refused = program.post(f"/jobs/{job.pk}/retry", status=409)
    DBTaskResult.objects.filter(pk=job.pk).update(status=TaskResultStatus.FAILED, finished_at=datetime.now(UTC))
    retried = program.post(f"/jobs/{job.pk}/retry")
    first = program.get("/jobs?name=rest.purge_answers&limit=1")
    second = program.get(f"/jobs?name=rest.purge_answers&limit=1&cursor={first['next']}")

    assert (refused["title"], retried["status"]) == ("Job not failed", "ready")
    assert [first["data"][0]["id"], second["data"][0]["id"]] == [str(other.pk), str(job.pk)]
    assert program.get(f"/jobs/{job.pk}")["name"] == "rest.purge_answers"
    assert [entry.actor for entry in entries(action="job.retry")] == [f"key:{program.key}"]


def test_a_webhook_lives_and_is_forgotten(program: Program) -> None:
    made = program.post("/webhooks", {"url": "https://example.com/told", "events": ["customer.merged"]}, 201)
    changed = program.patch(f"/webhooks/{made['id']}", {"is_enabled": False, "events": []})
    rotated = program.post(f"/webhooks/{made['id']}/rotate")
    gone = program.send("DELETE", f"/webhooks/{made['id']}")

    assert (made["secret"].startswith("whsec_"), rotated["secret"] != made["secret"]) == (True, True)
    assert (changed["is_enabled"], changed["events"]) == (False, [])
    assert (gone.status_code, program.get("/webhooks")["data"]) == (204, [])
    assert program.get(f"/webhooks/{made['id']}", 404)["title"] == "Endpoint unknown"
    assert program.post("/webhooks", {"url": "ftp://example.com"}, 422)["title"] == "Address refused"


def test_a_delivery_is_seen_and_told_again(program: Program) -> None:
    webhook = program.post("/webhooks", {"url": "https://example.com/told"}, 201)["id"]
    emit([Announcement("1", MessageType.MERGED, 1, {"key": "1"})])

    (delivery,) = program.get(f"/deliveries?webhook={webhook}&state=waiting")["data"]
    again = program.post(f"/deliveries/{delivery['id']}/replay")

    assert (delivery["type"], delivery["webhook"], again["state"]) == ("customer.merged", webhook, "waiting")
    assert program.post("/deliveries/999/replay", status=404)["title"] == "Delivery unknown"


def test_fields_say_what_traits_mean(program: Program) -> None:
    said = Said({"en": "Shoe size"}, purposes=frozenset({"service"}), validation={"minimum": 15}, retention=365)
    declare_field(Type.INTEGER, said, actor="owner")
    retire_fields({"avatar"}, actor="owner")

    found = {field["name"]: field for field in program.get("/fields")["data"]}

    assert found["shoe_size"] == {
        "name": "shoe_size",
        "label": "Shoe size",
        "type": "integer",
        "category": "custom",
        "sensitivity": "confidential",
        "purposes": ["service"],
        "choices": [],
        "minimum": 15,
        "maximum": None,
        "max_length": 500,
        "shape": "",
        "retention_days": 365,
        "built_in": False,
        "retired": False,
    }
    assert (found["avatar"]["retired"], found["gender"]["choices"]) == (True, ["female", "male", "other"])
