"""What stands in a field over all customers, counted in the lake; and who has it."""

from collections.abc import Collection

from regulars.base.fields.dictionary import Field
from regulars.base.fields.enums import Sensitivity, Type
from regulars.base.fields.masks import Mask
from regulars.base.fields.queries import fields, find_field
from regulars.base.rules import vocabulary
from regulars.unify.facts.identifiers import PERSON
from regulars.unify.facts.lake import engine
from regulars.unify.quality.errors import NotCleanable

MOST_VALUES = 5_000
"""So many of the commonest values of a field are looked at; what is rarer waits until these are clean."""
KINDS = {Type.TEXT, Type.LIST}
OPEN = {Sensitivity.ORDINARY, Sensitivity.CONFIDENTIAL}
"""What tells who somebody is, is corrected person by person: two names that look alike are two names."""


def cleanable(mask: Mask) -> list[Field]:
    """The fields whose values can be merged over many customers, of those that are seen whole."""
    return [one for one in fields() if one.type in KINDS and one.sensitivity in OPEN and mask.sees(one.name)]


def field_to_clean(name: str, mask: Mask) -> Field:
    """Raises NotCleanable."""
    field = find_field(name)
    if field is None or field not in cleanable(mask):
        raise NotCleanable
    return field


def values_of(field: Field, containing: str = "", limit: int = MOST_VALUES) -> dict[str, int]:
    """Value → how many customers have it, commonest first. Raises QueryTimeout, QueryFailed."""
    people = engine().table("customers")
    people = people.filter(people.kind == PERSON)
    column = vocabulary().traits[field.name].fitting(people)
    each = people.select(value=column.unnest() if field.type is Type.LIST else column)
    each = each.filter(each.value.notnull() & (each.value != ""))
    if containing:
        each = each.filter(each.value.lower().contains(containing.lower()))
    counted = each.group_by("value").agg(count=each.count())
    found = engine().rows(counted.order_by([counted["count"].desc(), counted.value]).limit(limit))
    return {row["value"]: row["count"] for row in found.to_pylist()}


def roots_with(field: Field, values: Collection[str]) -> list[int]:
    """Who has one of these values, as the lake knows it."""
    people = engine().table("customers")
    people = people.filter(people.kind == PERSON)
    column = vocabulary().traits[field.name].fitting(people)
    if field.type is Type.LIST:
        each = people.select("customer_key", value=column.unnest())
        found = each.filter(each.value.isin(sorted(values))).select("customer_key").distinct()
    else:
        found = people.filter(column.isin(sorted(values))).select("customer_key")
    rows = engine().rows(found.order_by("customer_key"))
    return [int(key) for key in rows.column(0).to_pylist()]
