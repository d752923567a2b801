"""Declaring and changing fields: known at once, in every language, and refused where it does not hold together."""

from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from regulars.base.audit.models import AuditEntry
from regulars.base.fields import queries, services
from regulars.base.fields.choices import choice, words
from regulars.base.fields.enums import Basis, Category, Sensitivity, Type
from regulars.base.fields.errors import FieldRefused, UnknownField
from regulars.base.fields.masks import DOTS, Mask, Shown
from regulars.base.fields.models import Resealing, StoredField
from regulars.base.fields.naming import check_name
from regulars.base.fields.services import Said
from regulars.base.web import preferences
from regulars.base.web.models import Setting

pytestmark = pytest.mark.django_db

SELLER = Mask(confidential=Shown.MASKED, special=Shown.HIDDEN)


def declare(label: str, type_: Type = Type.TEXT, name: str = "", adopted: bool = False, **said: Any) -> str:
    """A declared field's name."""
    made = services.declare_field(
        type_,
        Said({"en": label}, **said),
        actor="owner",
        name=name,
        adopted=adopted,
    )
    return made.name


def change(name: str, **said: Any) -> None:
    services.change_field(name, Said(**({"labels": {"en": "Another"}} | said)), actor="owner")


def test_declared_field_is_read_like_a_built_in_one() -> None:
    name = declare("Shoe size (EU)", Type.INTEGER, purposes=frozenset({"marketing"}))

    field = queries.field(name)
    assert name == "shoe_size_eu"
    assert queries.fields()[-1] == field
    assert (field.is_built_in, field.has_column, field.is_special) == (False, False, False)
    assert queries.canonical_trait("shoeSizeEu") == name
    assert AuditEntry.objects.get().fields == ["category", "labels", "purposes", "sensitivity", name]


def test_label_is_that_of_the_readers_language_else_english() -> None:
    services.declare_field(Type.TEXT, Said({"en": "Seat", "fa": "صندلی"}), actor="owner")
    label = queries.field("seat").label

    seen = []
    for language in ("en", "fa", "th"):
        with translation.override(language):
            seen.append(str(label))

    assert seen == ["Seat", "صندلی", "Seat"]


def test_label_in_any_script_makes_a_name() -> None:
    made = services.declare_field(Type.TEXT, Said({"th": "เบอร์รองเท้า"}), actor="owner")

    assert made.name.isascii()
    assert str(made.label) == "เบอร์รองเท้า"


def test_built_in_field_keeps_its_own_words_where_none_were_written() -> None:
    change("city", labels={"th": "เมืองที่อยู่"}, sensitivity=Sensitivity.IDENTIFYING, category=Category.ACCOUNT)

    field = queries.field("city")
    with translation.override("en"):
        english = str(field.label)
    with translation.override("th"):
        thai = str(field.label)
    assert (english, thai) == ("City", "เมืองที่อยู่")
    assert (field.category, field.unit, field.type) == (Category.CONTACT, "address", Type.TEXT)


def test_choices_have_words_of_the_business_and_keep_built_in_ones() -> None:
    declare("Tea", Type.CHOICE, validation={"choices": {"green": {"en": "Green tea", "fa": "چای سبز"}, "black": {}}})
    codes = {"female": {}, "male": {}, "nonbinary": {"en": "Non-binary"}}
    change("gender", labels={}, validation={"choices": codes})

    with translation.override("fa"):
        persian = choice("tea", "green")

    assert persian == "چای سبز"
    assert {code: str(word) for code, word in words("tea").items()} == {"green": "Green tea", "black": "black"}
    assert [choice("gender", code) for code in ("female", "nonbinary", "other")] == ["Female", "Non-binary", None]
    assert queries.field("gender").validation.choices == ("female", "male", "nonbinary")


@pytest.mark.parametrize(
    ("label", "said", "about"),
    [
        ("", {}, "name"),
        ("!!!", {}, "name"),
        ("First name", {}, "name"),
        ("Zip", {}, "name"),
        ("Other", {}, "name"),
        ("External id", {}, "name"),
        ("Good", {"purposes": frozenset({"spying"})}, "purposes"),
        ("Good", {"retention": 0}, "retention"),
        ("Good", {"validation": {"minimum": 3, "maximum": 2}}, "maximum"),
    ],
)
def test_what_does_not_hold_together_is_refused(label: str, said: dict[str, Any], about: str) -> None:
    with pytest.raises(FieldRefused) as refused:
        declare(label, **said)

    assert refused.value.about == about
    assert not StoredField.objects.exists()


def test_choice_without_choices_is_refused() -> None:
    with pytest.raises(FieldRefused, match="at least one choice"):
        declare("Tea", Type.CHOICE)


@pytest.mark.parametrize("name", ["a.b", "a/b", "$a", "", "x" * 101, "email", "position"])
def test_trait_that_rules_cannot_name_is_not_adopted(name: str) -> None:
    with pytest.raises(FieldRefused):
        check_name(name, queries.current(), adopted=True)


def test_trait_that_sources_send_is_adopted_under_its_name() -> None:
    assert declare("Tea", name="favourite Tea", adopted=True) == "favourite Tea"
    assert declare("چای", name="چای", adopted=True) == "چای"


@pytest.mark.parametrize("name", ["email", "name", "city", "company", "birthday", "tags"])
def test_what_people_are_recognised_by_cannot_become_special(name: str) -> None:
    may = name == "birthday"
    if may:
        change(name, labels={}, sensitivity=Sensitivity.SPECIAL)
    else:
        with pytest.raises(FieldRefused, match="cannot be a special category"):
            change(name, labels={}, sensitivity=Sensitivity.SPECIAL)

    assert queries.field(name).is_special is may


def test_becoming_special_and_ceasing_to_be_asks_the_road_once() -> None:
    name = declare("Faith")

    change(name, sensitivity=Sensitivity.SPECIAL)
    asked = queries.resealings()
    with pytest.raises(FieldRefused, match="still being sealed"):
        change(name, sensitivity=Sensitivity.ORDINARY)
    services.pass_resealing(name, 7, has_changed=True, is_finished=True)
    change(name, sensitivity=Sensitivity.ORDINARY)

    assert asked == [(name, 0)]
    assert queries.has_resealed()
    assert Resealing.objects.count() == 2


def test_sensitivity_changes_at_once_what_a_role_sees() -> None:
    before = SELLER.value("interests", ["tea"])

    change("interests", labels={}, sensitivity=Sensitivity.CONFIDENTIAL)
    masked = SELLER.value("interests", ["tea"])
    change("interests", labels={}, sensitivity=Sensitivity.SPECIAL)

    assert (before, masked) == (["tea"], DOTS)
    assert SELLER.traits({"interests": ["tea"]}) == {}


def test_retired_fields_are_not_offered_and_still_known() -> None:
    count = services.retire_fields({"avatar", "website"}, actor="owner")
    again = services.retire_fields({"avatar"}, actor="owner")

    names = {field.name for field in queries.fields()}
    assert (count, again) == (2, 0)
    assert names.isdisjoint({"avatar", "website"})
    assert queries.field("avatar").is_retired
    assert AuditEntry.objects.filter(action="field.retire").count() == 1
    assert services.restore_fields({"avatar", "website"}, actor="owner") == 2
    with pytest.raises(UnknownField):
        services.retire_fields({"nothing"}, actor="owner")


def test_nothing_changed_is_no_change() -> None:
    name = declare("Seat")

    change(name, labels={"en": "Seat"})

    assert not AuditEntry.objects.filter(action="field.change").exists()


def test_what_another_process_changed_is_known_after_the_settings_are_read_again() -> None:
    declare("Seat")
    version = queries.current().version
    StoredField.objects.create(name="table", type="text", category="custom", sensitivity="ordinary")
    stale = queries.find_field("table")

    Setting.objects.filter(name=queries.VERSION).update(value="another")
    preferences.forget()

    assert stale is None
    assert queries.find_field("table") is not None
    assert queries.current().version not in ("", version)


def test_what_was_rolled_back_is_forgotten() -> None:
    place = transaction.savepoint()
    declare("Seat")

    transaction.savepoint_rollback(place)

    preferences.forget()
    assert queries.find_field("seat") is None


def test_purposes_are_added_and_renamed() -> None:
    added = services.add_purpose({"en": "Home delivery", "fa": "پیک"}, Basis.CONTRACT, actor="owner")
    services.change_purpose("marketing", {}, Basis.LEGITIMATE_INTERESTS, actor="owner")

    assert (added.code, added.is_built_in) == ("home_delivery", False)
    assert str(queries.purpose("marketing").label) == "Marketing messages"
    assert queries.purpose("marketing").basis == Basis.LEGITIMATE_INTERESTS
    declare("Door code", purposes=frozenset({"home_delivery"}))
    with pytest.raises(FieldRefused, match="already a purpose"):
        services.add_purpose({"en": "Marketing"}, Basis.CONSENT, actor="owner")
