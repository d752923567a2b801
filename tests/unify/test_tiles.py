"""What the home page counts, from facts that came down the real road."""

import re
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from regulars.base.fields.masks import EVERYTHING
from regulars.base.jobs.heartbeat import Heartbeat
from regulars.base.staff.enums import Reach, Role
from regulars.base.staff.models import User
from regulars.unify.customers import tiles as customers
from regulars.unify.customers.owners import assign
from regulars.unify.customers.queries.totals import total_seen
from regulars.unify.facts import checks, inbox
from regulars.unify.facts import tiles as facts
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.identifiers import PERSON
from regulars.unify.facts.services import take
from regulars.unify.identity.services import merge_customers
from regulars.unify.orders import tiles as orders
from regulars.unify.road.forgetting import Forgetting
from tests.unify.telling import done, key, said, source, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]


def order(number: str, *identifiers: tuple[str, str]) -> Any:
    return said(Kind.TRACK, number, *identifiers, event="Order Completed", order_id=f"o{number}", total="1.25")


def test_customers_visitors_orders_and_facts_are_counted() -> None:
    shop = source(SourceKind.SHOP)

    tell(
        shop,
        said(Kind.IDENTIFY, "1", ("user_id", "u1"), ("email", "e@shop.example"), ("anonymous_id", "a1")),
        said(Kind.TRACK, "2", ("anonymous_id", "a1"), event="Page Viewed"),
        said(Kind.TRACK, "3", ("anonymous_id", "a2"), event="Page Viewed"),
        said(Kind.TRACK, "4", ("anonymous_id", "a3"), event="Page Viewed"),
        order("5", ("user_id", "u2")),
    )

    assert (customers.customers.ask(), customers.count_visitors(), orders.orders.ask()) == (2, 2, 1)
    assert facts.facts_today() == 5
    assert facts.facts_figure().note == ""


def test_facts_of_other_days_are_not_counted_today() -> None:
    shop = source(SourceKind.SHOP)
    with time_machine.travel(datetime.fromisoformat("2026-11-22T23:59:00+00:00")):
        tell(shop, said(Kind.IDENTIFY, "1", ("user_id", "u1")))
        Forgetting().begin_day()
        first_day = facts.facts_today()

    with time_machine.travel(datetime.fromisoformat("2026-11-23T00:01:00+00:00")):
        before = facts.facts_today()
        Forgetting().begin_day()
        tell(shop, said(Kind.IDENTIFY, "2", ("user_id", "u2")), said(Kind.IDENTIFY, "3", ("user_id", "u3")))

        assert (first_day, before, facts.facts_today()) == (1, 0, 2)


def test_facts_that_wait_are_told_with_their_age() -> None:
    shop = source(SourceKind.SHOP)
    empty = (inbox.lag(), checks.check_inbox().words)

    take([said(Kind.IDENTIFY, "1", ("user_id", "u1"))], source=shop.pk, received_at=1_000_000)

    assert empty == (0, "Empty: all that arrived is filed.")
    assert inbox.lag() > 1_000_000_000
    assert facts.facts_figure().note == "1 waits"
    assert not checks.check_inbox().ok
    with Heartbeat("road"):
        assert checks.check_inbox().ok


def test_a_colleague_with_few_customers_reads_how_many_are_theirs(client: Client) -> None:
    tell(
        source(SourceKind.SHOP),
        *(said(Kind.IDENTIFY, str(n), ("user_id", f"u{n}"), ("email", f"e{n}@shop.example")) for n in range(5)),
    )
    ann = User.objects.create_user("ann@shop.example", role=Role.SALES, reach=Reach.OWN)
    assign([key("u1"), key("u3")], ann.pk, actor="owner")
    done(merge_customers(key("u3"), key("u1"), actor="owner"))
    client.force_login(ann)

    home = client.get("/").content.decode()

    assert total_seen(PERSON, ann.sight) == 1
    assert total_seen(PERSON, EVERYTHING) == 4
    assert re.findall(r"Customers\s*</\w+>\s*<[^>]*>\s*(?:<[^>]*>)*\s*(\d+)", home) in (["1"], ["1", "1"])
    assert "Anonymous visitors" not in home
    assert "Orders" not in home
