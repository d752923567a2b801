"""The audit trail: what is added stays, what was typed can be erased."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from regulars.base.audit import guard
from regulars.base.audit.chain import salted
from regulars.base.audit.errors import ActorInvalid
from regulars.base.audit.models import AuditEntry, AuditSubject, AuditText
from regulars.base.audit.queries import entries, subjects, texts
from regulars.base.audit.services import erase_texts, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def guarded() -> Iterator[None]:
    """The triggers stand, whatever a transactional test did before."""
    guard.install(connection)
    yield
    guard.install(connection)


def test_record_keeps_actor_action_subjects_and_field_names() -> None:
    with time_machine.travel(datetime(2026, 5, 1, tzinfo=UTC), tick=False):
        entry = record(
            "customer.show", actor="user:3", object_type="customer", keys=[9, 7, 9], fields=["phone", "email"]
        )

    stored = AuditEntry.objects.get(pk=entry.pk)
    assert (stored.at, stored.actor, stored.action) == (datetime(2026, 5, 1, tzinfo=UTC), "user:3", "customer.show")
    assert (stored.object_type, stored.subject_count, stored.fields) == ("customer", 2, ["email", "phone"])
    assert subjects([entry.pk]) == {entry.pk: [7, 9]}
    assert stored.text_hash is None
    assert texts([entry.pk]) == {}


def test_record_keeps_typed_text_apart_and_its_salted_hash_in_the_trail() -> None:
    entry = record("customer.find", actor="owner", text="สมชาย 王伟")

    text = AuditText.objects.get(entry_id=entry.pk)
    assert text.text == "สมชาย 王伟"
    assert len(bytes(text.salt)) == 16
    assert bytes(AuditEntry.objects.get(pk=entry.pk).text_hash or b"") == salted(bytes(text.salt), "สมชาย 王伟")


@pytest.mark.parametrize("actor", ["", "user", "user:", "user:x", "a@b.co", "system:1", "user:3 "])
def test_record_refuses_an_actor_that_could_be_anyone(actor: str) -> None:
    with pytest.raises(ActorInvalid):
        record("customer.show", actor=actor)

    assert AuditEntry.objects.count() == 0


def test_record_goes_with_the_transaction_around_it() -> None:
    with transaction.atomic():
        record("customer.show", actor="owner", keys=[1], text="why")
        transaction.set_rollback(True)

    assert (AuditEntry.objects.count(), AuditSubject.objects.count(), AuditText.objects.count()) == (0, 0, 0)


def test_record_takes_many_subjects_in_few_queries(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(50):
        entry = record("customer.export", actor="owner", keys=range(20_000))

    assert entry.subject_count == 20_000
    assert AuditSubject.objects.filter(entry_id=entry.pk).count() == 20_000


@pytest.mark.parametrize("table", ["audit_entry", "audit_subject"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id + 100", "DELETE FROM {}"])
def test_database_refuses_to_change_or_remove_what_is_recorded(guarded: None, table: str, statement: str) -> None:
    record("customer.show", actor="owner", keys=[1])

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))

    assert (AuditEntry.objects.count(), AuditSubject.objects.count()) == (1, 1)


def test_erase_texts_of_people_takes_the_text_and_leaves_the_entry() -> None:
    about = record("customer.merge", actor="owner", object_type="customer", keys=[1, 2], text="the same person")
    other = record("customer.merge", actor="owner", object_type="customer", keys=[3], text="somebody else")

    erased = erase_texts(people=[2])

    assert erased == 1
    assert texts([about.pk, other.pk]) == {other.pk: "somebody else"}
    assert AuditEntry.objects.get(pk=about.pk).text_hash == about.text_hash


def test_erase_texts_of_people_leaves_what_only_has_the_same_number() -> None:
    things = {
        type_: record("customer.merge", actor="owner", object_type=type_, keys=[2], text=type_).pk
        for type_ in ("customer", "identifier", "link", "user", "view", "api_key", "")
    }

    erased = erase_texts(people=[2])

    assert erased == 3
    assert set(texts(things.values()).values()) == {"user", "view", "api_key", ""}


def test_erase_texts_by_value_finds_it_anywhere_in_the_text() -> None:
    about = record("customer.find", actor="owner", text="phone of ANNA@example.com please")
    other = record("customer.find", actor="owner", text="100% of bob@example.com")

    erased = erase_texts(values=["anna@example.com", "%"])

    assert erased == 2
    assert texts([about.pk, other.pk]) == {}


def test_entries_meet_every_condition_newest_first() -> None:
    with time_machine.travel(datetime(2026, 5, 1, tzinfo=UTC), tick=False):
        old = record("customer.show", actor="owner", object_type="customer", keys=[1])
    with time_machine.travel(datetime(2026, 5, 2, tzinfo=UTC), tick=False):
        shown = record("customer.show", actor="user:3", object_type="customer", keys=[1, 2])
        found = record("customer.find", actor="user:3")
    second_day = datetime(2026, 5, 2, tzinfo=UTC)

    assert list(entries()) == [found, shown, old]
    assert list(entries(key=1)) == [shown, old]
    assert list(entries(key=1, actor="user:3")) == [shown]
    assert list(entries(action="customer.find")) == [found]
    assert list(entries(object_type="customer", since=second_day)) == [shown]
    assert list(entries(until=second_day)) == [old]
    assert list(entries(key=3)) == []
