"""Rows that are products, consents or points; and what is told of targets, purposes and troubles."""

from typing import Any

import msgspec
import pyarrow as pa
import pytest

from regulars.collect.files.mapping import Code, Column, Kind, Mapping, Row, compiled, needed, sentence, targets
from regulars.unify.facts.normalize import Doubt
from regulars.unify.facts.parse import consent_of
from regulars.unify.facts.statement import SourceRef

pytestmark = pytest.mark.django_db

SOURCE = SourceRef(1, "file", "default", "TH", False, 3)
NOW = 1_790_000_000_000_000


def rows_of(kind: Kind, codes: list[str], *rows: list[str | None], **of: Any) -> list[Row]:
    columns = [Column(place=place, target=code) for place, code in enumerate(codes)]
    cells = {f"c{place}": pa.array([row[place] for row in rows], pa.string()) for place in range(len(codes))}
    table = pa.table({"row": pa.array(range(2, len(rows) + 2), pa.int64())} | cells)
    return compiled(Mapping(kind=kind, columns=columns, region="TH", **of), SOURCE, received_at=NOW)(table)


def test_a_product_is_updated_with_its_stock() -> None:
    codes = ["product:product_id", "product:name", "product:price", "product:stock"]

    row, none = rows_of(Kind.PRODUCTS, codes, ["P7", "Tea", "245", "36"], [None, "Cup", None, None], currency="THB")

    fact = row.facts[0]
    assert (fact.event, fact.kind, fact.identifiers) == ("Product Updated", "track", [])
    assert msgspec.json.decode(fact.properties) == {
        "product_id": "P7",
        "name": "Tea",
        "price": 245,
        "stock": 36,
        "currency": "THB",
    }
    assert none.rejected == Code.NO_PRODUCT


def test_the_same_product_twice_says_nothing_new_and_another_stock_does() -> None:
    codes = ["product:product_id", "product:stock"]

    same, again, other = rows_of(Kind.PRODUCTS, codes, ["P7", "36"], ["P7", "36"], ["P7", "35"])

    assert same.facts[0].message_id == again.facts[0].message_id
    assert same.facts[0].message_id != other.facts[0].message_id


def test_points_open_once_a_customer_and_programme() -> None:
    codes = ["identifier:member_card", "points:balance", "points:program"]

    row, spaced, nobody, nothing = rows_of(
        Kind.POINTS, codes, ["a-1", "1,200", None], ["A 1", "5", None], [None, "3", None], ["A2", "many", None]
    )

    assert (row.facts[0].event, row.facts[0].message_id) == ("Points Opening Balance", "points:member_card:A1:")
    assert msgspec.json.decode(row.facts[0].properties) == {"balance": 1200}
    assert spaced.facts[0].message_id == row.facts[0].message_id
    assert (nobody.rejected, nothing.rejected) == (Code.NOBODY, Code.NO_BALANCE)


def test_a_consent_carries_its_evidence_and_its_day() -> None:
    codes = ["identifier:email", "said:purpose", "said:answer", "time:occurred_at", "evidence:document"]

    row = rows_of(Kind.CONSENTS, codes, ["mali@shop.example", "Marketing messages", "ใช่", "2025-01-01", "form 12"])[0]

    fact = row.facts[0]
    assert consent_of(fact) == {"consent.marketing": True}
    assert msgspec.json.decode(fact.context)["consent"]["evidence"] == {"document": "form 12"}
    assert (fact.kind, fact.identifiers, fact.occurred_at) == (
        "identify",
        [("email", "mali@shop.example")],
        1_735_689_600_000_000,
    )


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["mali@shop.example", "fortune telling", "yes"], Code.NO_ANSWER),
        (["mali@shop.example", "marketing", "perhaps"], Code.NO_ANSWER),
        (["mali", "marketing", "yes"], Code.NOBODY),
        ([None, "marketing", "yes"], Code.NOBODY),
    ],
)
def test_a_consent_that_cannot_be_read_is_rejected(row: list[str | None], code: str) -> None:
    found = rows_of(Kind.CONSENTS, ["identifier:email", "said:purpose", "said:answer"], row)[0]

    assert (found.facts, found.rejected) == ((), code)


def test_columns_serve_the_purposes_of_their_fields() -> None:
    columns = [
        Column(place=0, target="trait:gender"),
        Column(place=1, target="identifier:email"),
        Column(place=2, target="consent:marketing"),
        Column(place=3, target="order:total"),
        Column(place=4),
    ]

    found = {purpose: [column.place for column in served] for purpose, served in needed(columns).items()}

    assert found == {
        "": [4],
        "service": [1, 3],
        "loyalty": [1, 3],
        "marketing": [0, 1, 2, 3],
        "personalization": [0, 3],
        "analytics": [0, 3],
        "security": [1, 3],
        "legal": [1, 3],
    }


@pytest.mark.parametrize("kind", Kind)
def test_targets_are_told_apart(kind: Kind) -> None:
    codes = [target.code for target in targets(kind)]
    labels = [str(target.label) for target in targets(kind)]

    assert len(set(codes)) == len(codes)
    assert len(set(labels)) == len(labels)


def test_every_trouble_says_what_to_do() -> None:
    said = {code: sentence(code, "trait:email") for code in (*Code, *Doubt)}

    assert all(words.endswith(".") for words in said.values())
    assert sentence("domain_typo").startswith("A slip in the domain. ")
    assert said["not_an_email"] == "Write an e-mail address, such as mali@shop.example."
