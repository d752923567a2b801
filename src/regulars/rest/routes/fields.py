"""The data dictionary: what each trait means, and what it is collected for."""

from typing import Any

from pydantic import Field

from regulars.base.fields import queries
from regulars.base.fields.dictionary import Field as Declared
from regulars.base.fields.enums import Category, Sensitivity, Type
from regulars.rest.keys import RestRequest
from regulars.rest.router import Router
from regulars.rest.shapes import Shape

router = Router("schema")


class DeclaredField(Shape):
    """A trait of customers; `label` is in the language that is asked for. Retired ones are kept and offered nowhere."""

    name: str = Field(examples=["shoe_size"])
    label: str
    type: Type
    category: Category
    sensitivity: Sensitivity
    purposes: list[str] = Field(examples=[["service", "loyalty"]])
    choices: list[str]
    minimum: int | None
    maximum: int | None
    max_length: int
    shape: str = Field(examples=["AA-9999"])
    retention_days: int | None
    built_in: bool
    retired: bool


class Dictionary(Shape):
    """Every field, in the order in which a profile shows them."""

    data: list[DeclaredField]


@router.get("/fields", response=Dictionary)
def list_fields(request: RestRequest) -> Any:
    """What traits mean, how they are checked, and what they may be used for."""
    return Dictionary(data=[shape(field) for field in queries.every_field()])


def shape(field: Declared) -> DeclaredField:
    """A field as programs read it."""
    limits = field.validation
    return DeclaredField(
        name=field.name,
        label=str(field.label),
        type=field.type,
        category=field.category,
        sensitivity=field.sensitivity,
        purposes=sorted(field.purposes),
        choices=list(limits.choices),
        minimum=limits.minimum,
        maximum=limits.maximum,
        max_length=limits.max_length,
        shape=limits.shape,
        retention_days=field.retention,
        built_in=field.is_built_in,
        retired=field.is_retired,
    )
