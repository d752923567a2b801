"""What customers, their links and decisions look like in JSON; read from the values that the queries return."""

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from .values import Day, Key, MaybeText, Moment, Text


class Shape(BaseModel):
    """A JSON object that is made from an object's attributes."""

    model_config = ConfigDict(from_attributes=True, populate_by_name=True)


class Identifier(Shape):
    """One identifier value; `ended_at` is when it went to somebody else."""

    key: Key
    type: str = Field(examples=["email"])
    value: str = Field(examples=["som@example.com"])
    scope: str
    generation: int
    started_at: Moment
    ended_at: Moment


class Origin(Shape):
    """A value and who said it."""

    value: Any
    source: str
    source_kind: str
    batch: Text
    row: int
    occurred_at: Moment
    message_id: str
    key: Key


class Provenance(Origin):
    """The value that won and why, the values that did not, and what public sources say without effect."""

    why: Text
    others: list[Origin]
    unconfirmed: list[Origin]


class Link(Shape):
    """What one source said about two identifiers belonging together, accepted or refused."""

    kind: Literal["link"] = "link"
    id: Key
    from_: Identifier = Field(serialization_alias="from")
    to: Identifier
    source_id: Key
    source: str
    batch: Text
    accepted: bool
    reason: str
    words: Text
    count: int


class Decision(Shape):
    """What a colleague or a program decided and nobody took back; undo it by `d` and its position."""

    position: Key
    kind: str
    one: Identifier
    other: Identifier
    batch: Text
    at: Moment
    actor: str
    words: Text


class GroupMembership(Shape):
    """A company or household that a customer belongs to."""

    key: Key
    kind: str
    value: str
    occurred_at: Moment


class CustomerRow(Shape):
    """A customer (or group) in a list; texts are empty if nothing is known, `also` is the name in another script."""

    key: Key = Field(validation_alias="root")
    kind: str
    name: str
    also: str
    email: str
    phone: str
    city: str
    country: str
    company: str
    heard_on: Day


class CustomerPage(Shape):
    """A page of customers; `next` is the cursor of the following one."""

    data: list[CustomerRow]
    next: str | None


def rows(found: Iterable[object], next_: str | None = None) -> CustomerPage:
    """A page of customers."""
    return CustomerPage(data=[CustomerRow.model_validate(one) for one in found], next=next_)


class Customer(Shape):
    """All that is known of a customer. `key` stands for all keys of theirs; it is the lowest."""

    key: Key = Field(validation_alias="root")
    kind: str
    name: str
    traits: dict[str, Any] = Field(examples=[{"first_name": "Som", "city": "Bangkok"}])
    provenance: dict[str, Provenance]
    identifiers: list[Identifier]
    links: list[Link]
    decisions: list[Decision]
    groups: list[GroupMembership]


class Group(Shape):
    """A company or household."""

    key: Key = Field(validation_alias="root")
    kind: str
    name: str
    traits: dict[str, Any]
    provenance: dict[str, Provenance]
    identifiers: list[Identifier]


class Happening(Shape):
    """One event; `properties` as the source sent them, without what the key's role may not see."""

    occurred_at: Moment
    position: Text
    type: str
    event: str
    source: str
    batch: Text
    key: Key
    properties: dict[str, Any]


class Timeline(Shape):
    """A page of a customer's events, newest first."""

    data: list[Happening]
    next: str | None


class Why(Shape):
    """Whether two are one customer; if so by which path, else what stands between them."""

    one: bool
    path: list[Link | Decision]
    refused: list[Link]
    apart: list[Decision]


class PersonAfter(Shape):
    """Somebody as they would be after an undo."""

    key: Key = Field(validation_alias="root")
    identifiers: list[Identifier]
    is_outsider: bool


class UndoPreview(Shape):
    """What an undo would change. `still`: other evidence joins them, so they must be kept apart first.

    `unseen` further customers would change whom this key may not see.
    """

    undone: Link | Decision
    still: list[Link | Decision]
    comes_back: bool
    changes: list[PersonAfter]
    unseen: int


class Outcome(Shape):
    """How far something is that was asked for; `undo` takes it back."""

    state: Literal["done", "waiting", "refused"]
    operation: str = Field(description="Its id; see /api/operations/{id}.")
    position: MaybeText = None
    undo: str | None = Field(default=None, examples=["d412"])
    detail: str | None = None
    notes: list[str] = []


class Outline(Shape):
    """An identifier without its value."""

    key: Key
    type: str


class FullOutline(Outline):
    """An identifier that an erasure takes or leaves."""

    value: str


class ErasurePreview(Shape):
    """What an erasure would take, and what stays because other people's facts name it."""

    key: Key
    erased: list[FullOutline]
    kept: list[FullOutline]


class Erasure(Shape):
    """An erasure: `waiting` for the road, `hidden`, `rewritten` in the lake, or `gone` to the last byte."""

    id: MaybeText
    customer: Key
    state: Literal["waiting", "hidden", "rewritten", "gone"]
    keys: int


class ErasurePage(Shape):
    """Erasures, newest first."""

    data: list[Erasure]
    next: str | None
