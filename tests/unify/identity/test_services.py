"""Decisions are checked, written down and carried out; each refusal says what is wrong."""

from pathlib import Path

import pytest

from regulars.base.audit.models import AuditEntry, AuditSubject
from regulars.base.fields.masks import EVERYTHING
from regulars.base.fields.moments import now
from regulars.unify.customers.queries import customer
from regulars.unify.customers.queries.listing import customers_page
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.inbox import waiting
from regulars.unify.identity import errors, queries, services
from regulars.unify.identity.models import Identifier, Link
from tests.unify.telling import SECOND, done, key, said, same, source, tell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]


@pytest.fixture
def two_people(data_folder: Path) -> None:
    """Somchai with e-mail and phone, and Malee."""
    server = source(SourceKind.SERVER)
    tell(
        server,
        said(Kind.IDENTIFY, "1", ("user_id", "somchai"), email="som@shop.example", phone="081 234 5678"),
        said(Kind.IDENTIFY, "2", ("user_id", "malee"), name="Malee", city="Bangkok"),
    )


def test_merge_joins_the_strongest_identifiers_and_is_audited(two_people: None) -> None:
    position = done(services.merge_customers(key("som@shop.example"), key("malee"), actor="owner"))

    entry = AuditEntry.objects.get(action="customer.merge")
    subjects = set(AuditSubject.objects.filter(entry_id=entry.id).values_list("key", flat=True))
    assert same("somchai", "malee")
    assert position == 3
    assert subjects == {key("somchai"), key("malee")}
    assert waiting() == 0


def test_merge_refuses_one_customer_with_themselves(two_people: None) -> None:
    with pytest.raises(errors.SameCustomer):
        services.merge_customers(key("somchai"), key("som@shop.example"), actor="owner")


def test_merge_refuses_a_key_that_nobody_has(two_people: None) -> None:
    with pytest.raises(errors.CustomerUnknown, match="4711"):
        services.merge_customers(key("somchai"), 4711, actor="owner")


def test_merge_refuses_two_who_are_kept_apart_until_that_is_undone(two_people: None) -> None:
    position = done(services.keep_apart(key("somchai"), key("malee"), actor="owner"))

    with pytest.raises(errors.KeptApart, match=f"d{position}"):
        services.merge_customers(key("somchai"), key("malee"), actor="owner")
    done(services.undo_link(f"d{position}", actor="owner"))
    done(services.merge_customers(key("somchai"), key("malee"), actor="owner"))

    assert same("somchai", "malee")


def test_merge_refuses_a_company(two_people: None) -> None:
    tell(source(SourceKind.SHOP), said(Kind.GROUP, "9", ("user_id", "malee"), group="ACME"))

    with pytest.raises(errors.GroupGiven, match="company/ACME"):
        services.merge_customers(key("malee"), key("company/ACME"), actor="owner")


def test_apart_parts_one_customer_between_the_two_that_are_named(two_people: None) -> None:
    done(services.keep_apart(key("somchai"), key("som@shop.example"), actor="owner"))

    assert not same("somchai", "som@shop.example")
    assert same("somchai", "0812345678")


def test_apart_refuses_to_say_it_twice(two_people: None) -> None:
    done(services.keep_apart(key("somchai"), key("malee"), actor="owner"))

    with pytest.raises(errors.AlreadyApart):
        services.keep_apart(key("malee"), key("somchai"), actor="owner")


def test_apart_refuses_the_same_identifier(two_people: None) -> None:
    with pytest.raises(errors.SameKey):
        services.keep_apart(key("somchai"), key("somchai"), actor="owner")


def test_undo_of_a_link_withdraws_its_evidence_once(two_people: None) -> None:
    link = Link.objects.get(a=key("somchai"), b=key("som@shop.example"))

    done(services.undo_link(str(link.id), actor="owner"))

    assert not same("somchai", "som@shop.example")
    with pytest.raises(errors.LinkWithdrawn):
        services.undo_link(str(link.id), actor="owner")


@pytest.mark.parametrize("link", ["4711", "x", "", "dx", "-1"])
def test_undo_refuses_what_is_no_link(two_people: None, link: str) -> None:
    with pytest.raises(errors.LinkUnknown):
        services.undo_link(link, actor="owner")


def test_undo_refuses_a_decision_that_does_not_stand(two_people: None) -> None:
    with pytest.raises(errors.DecisionUnknown):
        services.undo_link("d4711", actor="owner")


def test_end_gives_later_facts_to_a_new_owner(two_people: None) -> None:
    old = key("0812345678")

    done(services.end_value(old, now() - 1800 * SECOND, actor="owner"))
    tell(source(SourceKind.TILL), said(Kind.TRACK, "3", ("phone", "0812345678"), ago=60, event="Visited"))

    assert Identifier.objects.get(generation=1, type="phone").key == key("0812345678") != old
    assert not same("somchai", "0812345678")


@pytest.mark.parametrize("at", [0, -5, 4_102_444_800_000_000])
def test_end_refuses_moments_in_the_future_and_long_ago(two_people: None, at: int) -> None:
    with pytest.raises(errors.MomentInvalid):
        services.end_value(key("0812345678"), at, actor="owner")


@pytest.mark.parametrize("decide", [services.block_value, services.part_value])
def test_block_and_part_take_a_value_out_and_refuse_to_do_it_twice(two_people: None, decide: object) -> None:
    assert callable(decide)
    done(decide(key("0812345678"), actor="owner"))

    assert not same("somchai", "0812345678")
    with pytest.raises(errors.AlreadyDecided):
        decide(key("0812345678"), actor="owner")


def test_quarantine_keeps_what_is_and_refuses_what_comes(two_people: None) -> None:
    done(services.quarantine_value(key("0812345678"), actor="owner"))
    tell(source(SourceKind.TILL), said(Kind.IDENTIFY, "3", ("member_card", "C1"), ("phone", "0812345678")))

    assert same("somchai", "0812345678")
    assert not same("member_card/C1", "0812345678")


def test_withdraw_batch_hides_an_import_and_reverse_brings_it_back(two_people: None) -> None:
    tell(source(SourceKind.FILE), said(Kind.IDENTIFY, "f", ("email", "som@shop.example"), city="Pai", row=1), batch=7)

    position = done(services.withdraw_batch(7, actor="owner"))
    hidden = customer(key("somchai"), sight=EVERYTHING).traits.get("city")
    done(services.reverse_decision(position, actor="owner"))

    assert hidden is None
    assert customer(key("somchai"), sight=EVERYTHING).traits["city"] == "Pai"


@pytest.mark.parametrize("batch", [0, -1, 8])
def test_withdraw_refuses_a_batch_that_brought_nothing(two_people: None, batch: int) -> None:
    with pytest.raises(errors.BatchUnknown):
        services.withdraw_batch(batch, actor="owner")


def test_edit_outranks_every_source_and_links_nobody(two_people: None) -> None:
    edited = {"city": "เชียงใหม่", "email": "new@shop.example"}

    done(services.edit_customer(key("malee"), edited, actor="owner"))

    assert customer(key("malee"), sight=EVERYTHING).traits == {
        "name": "Malee",
        "city": "เชียงใหม่",
        "email": "new@shop.example",
    }
    assert not Identifier.objects.filter(value="new@shop.example").exists()


def test_edit_takes_a_value_away(two_people: None) -> None:
    done(services.edit_customer(key("malee"), {"city": None}, actor="owner"))

    assert customer(key("malee"), sight=EVERYTHING).traits == {"name": "Malee"}


def test_edit_refuses_values_that_do_not_fit(two_people: None) -> None:
    with pytest.raises(errors.TraitInvalid, match="email"):
        services.edit_customer(key("malee"), {"email": "not an address"}, actor="owner")
    with pytest.raises(errors.NothingToChange):
        services.edit_customer(key("malee"), {}, actor="owner")


def test_edit_refuses_a_customer_whose_every_value_went_to_others(two_people: None) -> None:
    tell(source(SourceKind.TILL), said(Kind.TRACK, "3", ("phone", "0899999999"), event="Visited"))
    ended = key("0899999999")
    done(services.end_value(ended, actor="owner"))

    with pytest.raises(errors.NotAddressable):
        services.edit_customer(ended, {"city": "Pai"}, actor="owner")


@pytest.mark.parametrize(
    ("kind", "who", "batch"),
    [
        (SourceKind.SHOP, ("external_id", "c-17"), 0),
        (SourceKind.FILE, (), 7),
        (SourceKind.TILL, ("user_id", "someone"), 0),
    ],
)
def test_edit_reaches_whoever_another_source_numbers_its_own_way(
    two_people: None, kind: SourceKind, who: tuple[str, ...], batch: int
) -> None:
    other = source(kind, namespace="elsewhere")
    tell(other, said(Kind.IDENTIFY, "9", *([(who[0], who[1])] if who else []), name="Anong", row=batch), batch=batch)
    root = customers_page(sight=EVERYTHING).rows[0].root

    done(services.edit_customer(root, {"city": "Pai"}, actor="owner"))

    assert customer(root, sight=EVERYTHING).traits == {"name": "Anong", "city": "Pai"}
    assert len(queries.members(root)) == 1


def test_edit_reaches_a_company(two_people: None) -> None:
    tell(source(SourceKind.SHOP), said(Kind.GROUP, "9", ("email", "m@shop.example"), group="acme", name="Acme"))
    root = customers_page(sight=EVERYTHING, kind="company").rows[0].root

    done(services.edit_customer(root, {"city": "Pai"}, actor="owner"))

    assert customer(root, sight=EVERYTHING).traits == {"name": "Acme", "city": "Pai"}


def test_only_colleagues_name_identifiers_as_they_stand(two_people: None) -> None:
    tell(source(SourceKind.SHOP), said(Kind.IDENTIFY, "9", ("user_id@default", "malee"), city="Pai"))

    assert customer(key("malee"), sight=EVERYTHING).traits["city"] == "Bangkok"


def test_nothing_is_handed_in_when_a_decision_is_refused(two_people: None) -> None:
    with pytest.raises(errors.SameCustomer):
        services.merge_customers(key("somchai"), key("somchai"), actor="owner")

    assert waiting() == 0
    assert not AuditEntry.objects.filter(action="customer.merge").exists()


def test_a_colleague_types_numbers_as_the_country_of_the_sources_does(two_people: None) -> None:
    done(services.edit_customer(key("malee"), {"phone": "081 234 5678"}, actor="owner"))

    assert customer(key("malee"), sight=EVERYTHING).traits["phone"] == "+66812345678"
