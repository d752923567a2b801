"""Every table that can hold something about a customer is emptied by an erasure, or says here why it need not be."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from regulars.base.audit.services import record
from regulars.base.jobs import work
from regulars.base.staff.models import User
from regulars.unify.customers.owners import assign
from regulars.unify.facts import registries
from regulars.unify.facts.models import Rejected
from regulars.unify.notes import services as notes
from regulars.unify.quality.models import Code, Finding, MatchModel, MatchPair, Score, Upheld
from tests.story.scene import Scene, key_of, person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

KEY_COLUMNS = {"key", "a", "b", "root", "customer", "subject"}
WITHOUT_PERSON = {
    "audit_subject": "append-only: who looked at which key; keys are never used again",
    "seen": "the key a message was filed under and a hash of its id: it may not be filed again",
    "customer_change": "says at which position a golden row changed, by root alone; gone once everybody passed it",
    "erasure": "says that the erasure was done, by root alone",
    "day": "the first key of a day, whoever's it was",
}


@pytest.fixture
def scene(data_folder: object) -> Iterator[Scene]:
    with Scene() as scene:
        yield scene


def key_columns(model: type[models.Model]) -> set[str]:
    """The columns of a model that may hold a customer's key."""
    numbers = {field.name for field in model._meta.local_fields if isinstance(field, models.BigIntegerField)}
    return {name for name in numbers if name in KEY_COLUMNS or name.endswith("_key")}


def with_keys() -> dict[str, type[models.Model]]:
    """The tables of ours that may hold customers' keys."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("regulars.")]
    return {model._meta.db_table: model for model in ours if key_columns(model)}


def rows_about(model: type[models.Model], keys: set[int]) -> list[dict[str, Any]]:
    rows = model._default_manager.values()
    return [row for row in rows if keys & {row[column] for column in key_columns(model)}]


def fill(scene: Scene) -> set[int]:
    """Somebody with a row in each table; their keys."""
    scene.identify("Server", ("user_id", "som"), email="som@example.com", name="Som")
    scene.track("Till", "Order Completed", ("member_card", "C1"), order_id="R-1", total=3)
    scene.track("Server", "Order Updated", ("user_id", "som"), order_id="R-1", total=4)
    scene.say("Server", scene.fact("group", [("user_id", "som")], group="acme", traits={"industry": "Tea"}))
    scene.decide("join", a=key_of("user_id", "som"), b=key_of("member_card", "C1"))
    scene.hand_in(
        "Server", *(scene.fact("track", [("line", f"l{n}"), ("email", "som@example.com")]) for n in range(25))
    )
    scene.road.drain()
    scene.decide("part", key=key_of("email", "som@example.com"))
    record("customer.show", actor="owner", object_type="customer", keys=[key_of("user_id", "som")], text="som")
    assign([key_of("user_id", "som")], User.objects.create_user("ann@shop.example").pk, actor="owner")
    notes.add_note(key_of("user_id", "som"), "som@example.com likes tea", actor="owner")
    notes.add_file(key_of("user_id", "som"), "som.txt", b"tea", actor="owner")
    measure({key_of("user_id", "som"), key_of("email", "som@example.com")})
    Rejected.objects.create(rejected_at=1, source=1, code="x", message="x", body="som@example.com")
    return {key_of("user_id", "som"), key_of("member_card", "C1")}


def measure(keys: set[int]) -> None:
    """What is found about the quality of what is known of these two, and the work that it makes."""
    a, b = sorted(keys)
    for key in keys:
        Finding.objects.create(
            key=key, source=1, batch=0, row=0, field="name", root=key, verdict="doubtful", code="x", stands=True
        )
        Score.objects.create(root=key, filled=1, doubtful=0, differing=0, verified=0, is_reachable=True)
        Code.objects.create(key=key, hash=b"x", actor="owner", sent_at=1, expires_at=2)
        Upheld.objects.create(key=key, field="name", hash=b"x", actor="owner", at=1)
        work.open_items("doubt", [work.Subject(key)], days=1, at=1)
    model = MatchModel.objects.create(version=1, parameters={}, records=2, trained_at=1)
    MatchPair.objects.create(a=a, b=b, probability=0.9, evidence="", model=model, found_at=1)


def test_every_table_with_keys_is_emptied_or_has_a_reason(scene: Scene) -> None:
    keys = fill(scene)
    tables = with_keys()
    before = {name for name, model in tables.items() if rows_about(model, keys)}

    scene.decide("erase", root=person("user_id", "som"))

    after = {name for name, model in tables.items() if rows_about(model, keys)}
    assert after <= set(WITHOUT_PERSON)
    assert set(tables) - before - set(WITHOUT_PERSON) <= {"alarm"}, "give the person of this test a row in these"


def test_every_table_with_keys_is_of_the_road_or_of_an_app_that_registers_a_holder() -> None:
    of_the_road = {"facts", "identity", "customers", "orders"}
    apps_with_holder = of_the_road | {holder.app for holder in registries.personal}
    held = {table for holder in registries.personal for table in holder.tables} | set(WITHOUT_PERSON)

    others = {name for name, model in with_keys().items() if model._meta.app_label not in apps_with_holder}

    assert others <= held


def test_holders_name_tables_that_exist() -> None:
    tables = {model._meta.db_table for model in apps.get_models()}

    assert {table for holder in registries.personal for table in holder.tables} <= tables
