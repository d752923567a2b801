"""The data dictionary: spellings, guards, units and what each field may be used for."""

import pytest

from regulars.base.fields import queries
from regulars.base.fields.enums import Basis, Category
from regulars.base.fields.errors import UnknownField, UnknownPurpose


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("firstName", "first_name"),
        ("first_name", "first_name"),
        ("postalCode", "postal_code"),
        ("createdAt", "created_at"),
        ("title", "job_title"),
        ("employees", "employee_count"),
        ("x", "x"),
        ("favouriteColour", "favouriteColour"),
    ],
)
def test_canonical_trait_knows_reserved_spellings_and_leaves_others(spelling: str, name: str) -> None:
    assert queries.canonical_trait(spelling) == name


def test_fields_have_unique_names_and_declared_purposes() -> None:
    names = [field.name for field in queries.fields()]
    codes = {purpose.code for purpose in queries.purposes()}

    assert len(names) == len(set(names))
    assert all(field.purposes and field.purposes <= codes for field in queries.fields())


def test_guarded_fields_are_identity_contact_and_birthday() -> None:
    expected = {f.name for f in queries.fields() if f.category in {Category.IDENTITY, Category.CONTACT}} | {"birthday"}

    assert queries.guarded_fields() == expected


def test_units_hold_the_fields_that_survive_together() -> None:
    assert queries.units() == {
        "name": ("honorific", "first_name", "middle_name", "last_name", "name"),
        "address": ("street", "city", "state", "postal_code", "country"),
        "company": ("company", "company_id", "industry", "employee_count", "plan"),
    }


def test_marketing_rests_on_consent() -> None:
    assert queries.purpose("marketing").basis == Basis.CONSENT


def test_contact_fields_may_not_be_used_for_analytics() -> None:
    assert not queries.field("phone").purposes & {"analytics"}


def test_unknown_field_and_purpose_are_named_in_the_error() -> None:
    with pytest.raises(UnknownField, match="shoe_size"):
        queries.field("shoe_size")
    with pytest.raises(UnknownPurpose, match="spying"):
        queries.purpose("spying")


def test_find_field_of_an_undeclared_name_is_none() -> None:
    assert queries.find_field("shoe_size") is None
