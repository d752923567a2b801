"""Plain rows, prepared column by column, are prepared as any row is."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.base.fields.enums import Sensitivity, Type
from regulars.base.fields.services import Said, declare_field
from regulars.collect.files.mapping import KEY, Column, Empty, Kind, Mapping, Policy, compiled
from regulars.collect.files.running.plain import plain
from regulars.collect.files.running.preparing import Part, Preparing
from regulars.unify.facts.prepared import decode
from regulars.unify.facts.statement import SourceRef

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_folder")]

SOURCE = SourceRef(3, "file", "default", "TH", False, 3)
NOW = 1_790_000_000_000_000
BATCH = 7
TARGETS = {
    "identifier:external_id": ["x1", " x2", "ß-٣", "none", "0", "X" * 501],
    "identifier:member_card": ["ΐ-12 3", "card 7", "-"],
    "identifier:email": ["Ann@Shop.example", "bea@gmial.com", "a@x.example; b@x.example", "no mail", "ü@пример.рф"],
    "identifier:phone": ["081 234 5678", "+1 650-253-0000", "12", "๐๘๑๒๓๔๕๖๗๘"],
    "trait:email": ["Ann@Shop.example", "noreply@shop.example", "test@test.com", "broken@", "É@shop.example"],
    "trait:phone": ["081-234-5679", "(650) 253-0000", "call me", "0812345678 / 0898765432"],
    "trait:first_name": ["Ann", "安", "สมชาย", "asdf", "  Zoë\u200b", '"Q" \\ /'],
    "trait:last_name": ["Lee", "李", "ใจดี", "O'Neil"],
    "trait:name": ["Ann Lee", "李安"],
    "trait:birthday": ["1990-05-04", "4/5/2533", "soon", "1369-02-14", "2190-01-01", "44000"],
    "trait:gender": ["f", "หญิง", "Male", "?", "robot"],
    "trait:city": ["Bangkok", "北京", "N/A", "'0123", "a\u0000b", "e\u0301", "A\u200c\u200c\u0301"],
    "trait:postal_code": ["10110", "SW1A 1AA"],
    "trait:country": ["TH", "thailand", "US", "Atlantis"],
    "trait:tags": ["vip, new; vip", "one"],
    "trait:children": ["2", "2.5", "many", "1,000"],
    "trait:company": ["ACME", "Ünïted"],
    "trait:language": ["th", "Thai", "xx"],
    "consent:marketing": ["yes", "ไม่", "perhaps"],
    "time:occurred_at": ["2024-05-04 10:00", "1999-01-01", "never", "2099-01-01"],
}
KNOWN = st.sampled_from(list(TARGETS))
POLICIES = st.sampled_from(list(Policy))


def columns_of(targets: Sequence[str], policies: Sequence[Policy], **more: Any) -> list[Column]:
    return [
        Column(place=place, target=target, policy=policy, **more)
        for place, (target, policy) in enumerate(zip(targets, policies, strict=True))
    ]


def table_of(rows: Sequence[Sequence[str | None]]) -> pa.Table:
    columns = {"row": pa.array(range(2, len(rows) + 2), pa.int64())}
    columns |= {f"c{place}": pa.array([row[place] for row in rows], pa.string()) for place in range(len(rows[0]))}
    return pa.table(columns)


def prepared(mapping: Mapping, table: pa.Table, *, plainly: bool, **of: Any) -> Part:
    """What becomes of a table, with or without the quick way."""
    preparing = Preparing(compiled(mapping, SOURCE, received_at=NOW, **of), SOURCE, BATCH)
    if not plainly:
        preparing.__dict__["plain"] = None
    return preparing(table)


@st.composite
def files(draw: st.DrawFn) -> tuple[list[Column], list[list[str | None]]]:
    targets = draw(st.lists(KNOWN, min_size=1, max_size=10, unique=True))
    columns = columns_of(targets, [draw(POLICIES) for _ in targets])
    for column in columns:
        is_alone = not {"trait:first_name", "trait:last_name"} & set(targets)
        column.split = "name" if column.target == "trait:name" and is_alone and draw(st.booleans()) else ""
    cells = [st.one_of(st.none(), st.sampled_from(TARGETS[target]), st.text(max_size=6)) for target in targets]
    return columns, draw(st.lists(st.tuples(*cells).map(list), min_size=1, max_size=6))


@given(files(), st.sampled_from([{}, {"marketing": True}]), st.sampled_from(["", "TH", "US"]))
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_plain_rows_are_prepared_as_any_row_is(
    file: tuple[list[Column], list[list[str | None]]], consents: dict[str, bool], region: str
) -> None:
    columns, rows = file
    mapping = Mapping(kind=Kind.CUSTOMERS, columns=columns, region=region)
    table = table_of(rows)

    quick = prepared(mapping, table, plainly=True, consents=consents, evidence={"origin": "shop"})

    usual = prepared(mapping, table, plainly=False, consents=consents, evidence={"origin": "shop"})
    assert quick._replace(chunk=usual.chunk) == usual
    assert [decode(body) for body in quick.chunk.bodies] == [decode(body) for body in usual.chunk.bodies]
    assert quick.chunk == usual.chunk


def test_a_plain_row_goes_the_quick_way_and_others_go_the_usual_one() -> None:
    targets = ["identifier:external_id", "trait:email", "trait:first_name", "trait:last_name"]
    mapping = Mapping(kind=Kind.CUSTOMERS, columns=columns_of(targets, [Policy.NEWEST] * 4), region="TH")
    quick = plain(compiled(mapping, SOURCE, received_at=NOW), SOURCE, BATCH)
    rows: list[list[str | None]] = [
        ["x1", "ann@shop.example", "Ann", "Lee"],
        ["x2", "a@x.example, b@x.example", "Bea", None],
        [None] * 4,
    ]

    found = quick(table_of(rows)) if quick else None

    assert found is not None
    assert [line is not None for line in found.lines] == [True, False, False]


@pytest.mark.parametrize(
    "columns",
    [
        [Column(place=0, target=KEY), Column(place=1, target="trait:city")],
        [Column(place=0, target="trait:street"), Column(place=1, target="trait:street")],
        [Column(place=0, target="trait:city", empty=Empty.CLEAR)],
        [Column(place=0, target="trait:name", split="name"), Column(place=1, target="trait:first_name")],
        [Column(place=0, target="identifier:email")],
        [Column(place=0, target="trait:faith"), Column(place=1, target="trait:city")],
    ],
    ids=["keys", "twice", "clearing", "split beside a part", "no traits", "special"],
)
def test_files_with_columns_that_work_together_have_no_plain_rows(columns: list[Column]) -> None:
    declare_field(Type.TEXT, Said({"en": "Faith"}, sensitivity=Sensitivity.SPECIAL), actor="owner", name="faith")
    mapping = Mapping(kind=Kind.CUSTOMERS, columns=columns, region="TH")

    assert plain(compiled(mapping, SOURCE, received_at=NOW), SOURCE, BATCH) is None


def test_chunks_forget_nothing_of_what_is_doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regulars.collect.files.running.plain.MOST_REMEMBERED", 2)
    columns = columns_of(["identifier:external_id", "trait:birthday"], [Policy.NEWEST] * 2)
    mapping = Mapping(kind=Kind.CUSTOMERS, columns=columns, region="TH")
    cells = ["soon", "later", "1990-01-01", "soon", "later"]
    table = table_of([[f"x{n}", cell] for n, cell in enumerate(cells)])

    twice = [prepared(mapping, part, plainly=True).troubles for part in (table, table.slice(2))]

    assert twice == [prepared(mapping, part, plainly=False).troubles for part in (table, table.slice(2))]
