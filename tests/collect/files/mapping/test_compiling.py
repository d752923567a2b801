"""Rows of a file as facts."""

import pickle
from collections.abc import Sequence
from typing import Any

import msgspec
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.base.fields.enums import Category, Sensitivity, Type
from regulars.base.fields.moments import microseconds, to_datetime
from regulars.base.fields.services import Said, declare_field
from regulars.collect.files.mapping import (
    Code,
    Column,
    Empty,
    Kind,
    Mapping,
    Policy,
    Row,
    Trouble,
    compiled,
    guess,
    key_of,
)
from regulars.collect.files.mapping.targets import targets
from regulars.unify.facts.fact import APPEND, FILL, IMPLAUSIBLE, NEWEST, OVERWRITE, Fact
from regulars.unify.facts.parse import parse
from regulars.unify.facts.statement import SourceRef

pytestmark = pytest.mark.django_db

SOURCE = SourceRef(1, "file", "default", "TH", False, 3)
NOW = 1_790_000_000_000_000


def rows_of(mapping: Mapping, *rows: Sequence[str | None], **options: Any) -> list[Row]:
    """What becomes of these rows; the first stands in line 2 of the file."""
    numbers = {"row": pa.array(range(2, len(rows) + 2), pa.int64())}
    cells = {f"c{place}": pa.array([row[place] for row in rows], pa.string()) for place in range(len(rows[0]))}
    return compiled(mapping, SOURCE, received_at=NOW, **options)(pa.table(numbers | cells))


def mapping(kind: Kind, *columns: str | Column, **of: Any) -> Mapping:
    """A mapping with these targets."""
    made = [
        column if isinstance(column, Column) else Column(place=place, target=column)
        for place, column in enumerate(columns)
    ]
    return Mapping(kind=kind, columns=made, **({"region": "TH"} | of))


def traits(row: Row) -> dict[str, Any]:
    return msgspec.json.decode(row.facts[0].traits)


def properties(fact: Fact) -> dict[str, Any]:
    return msgspec.json.decode(fact.properties)


def test_a_row_of_a_customer_is_an_identify_call_in_normal_form() -> None:
    heads = ["รหัสลูกค้า", "ชื่อ-นามสกุล", "อีเมล", "เบอร์โทร", "วันเกิด", "เพศ", "แท็ก", "รับข่าวสาร"]
    cells = ["C1", "นางสาวมะลิ ใจดี", " Mali@Shop.example", "๐๘๑-234-5678", "14/05/2531", "ญ", "vip, ชา", "ใช่"]
    found = guess(heads, [[cell] for cell in cells], region="TH", time_zone="Asia/Bangkok")

    row = rows_of(found, cells)[0]

    assert traits(row) == {
        "honorific": "นางสาว",
        "first_name": "มะลิ",
        "last_name": "ใจดี",
        "name": "มะลิ ใจดี",
        "email": "mali@shop.example",
        "phone": "+66812345678",
        "birthday": "1988-05-14",
        "gender": "female",
        "tags": ["vip", "ชา"],
    }
    fact = row.facts[0]
    assert (fact.kind, fact.message_id, fact.row, fact.occurred_at) == ("identify", "row:2", 2, NOW)
    assert fact.identifiers == [("external_id", "C1")]
    assert msgspec.json.decode(fact.context) == {"consent": {"categoryPreferences": {"marketing": True}}}
    assert (row.problems, row.rejected) == ((), "")


def test_a_persian_birthday_is_kept_as_its_day() -> None:
    found = guess(["نام", "تاریخ تولد"], [["مریم"], ["۱۳۶۷/۰۲/۲۴"]], region="IR")

    row = rows_of(found, ["مریم", "۱۳۶۷/۰۲/۲۴"])[0]

    assert traits(row) == {"name": "مریم", "birthday": "1988-05-14"}


def test_what_is_doubtful_is_kept_and_told() -> None:
    of = mapping(Kind.CUSTOMERS, "trait:email", "trait:birthday", "trait:gender", "trait:children", "trait:phone")

    row = rows_of(of, ["not an address", "soon", "?!", "many", "6.68E+10"])[0]

    assert traits(row) == {
        "email": "not an address",
        "birthday": "soon",
        "gender": "?!",
        "children": "many",
        "phone": "6.68E+10",
    }
    assert row.problems == (
        Trouble(0, "not_an_email", "not an address"),
        Trouble(1, "not_a_date", "soon"),
        Trouble(2, "not_a_choice", "?!"),
        Trouble(3, "not_a_number", "many"),
        Trouble(4, "not_a_phone", "6.68E+10"),
    )
    assert row.rejected == ""


def test_a_row_that_says_nothing_is_rejected() -> None:
    of = mapping(Kind.CUSTOMERS, "trait:email", Column(place=1, target="trait:name", empty=Empty.CLEAR))

    rows = rows_of(of, [None, ""], ["-", "ไม่มี"], ["a@shop.example", None])

    assert [row.rejected for row in rows] == [Code.SAYS_NOTHING, Code.SAYS_NOTHING, ""]
    assert rows[0].problems == (Trouble(-1, Code.SAYS_NOTHING, ""),)
    assert traits(rows[2]) == {"email": "a@shop.example", "name": None}


def test_a_repaired_value_counts_in_every_row_and_a_skipped_one_in_none() -> None:
    column = Column(place=1, target="trait:gender", values={key_of("Kathoey"): "other", key_of("??"): ""})
    of = mapping(Kind.CUSTOMERS, "trait:name", column)

    rows = rows_of(of, ["A", "KATHOEY"], ["B", " kathoey "], ["C", "??"])

    assert [traits(row).get("gender") for row in rows] == ["other", "other", None]
    assert not any(row.problems for row in rows)


def test_a_repair_is_of_one_value_alone() -> None:
    long = "x" * 300
    column = Column(place=0, target="trait:children", values={key_of("-5"): "0", key_of(long): "1"})
    of = mapping(Kind.CUSTOMERS, column)

    rows = rows_of(of, ["-5"], ["5"], [long])

    assert [traits(row)["children"] for row in rows] == [0, 5, 1]


def test_phones_are_of_the_country_in_their_row() -> None:
    of = mapping(Kind.CUSTOMERS, "trait:phone", "trait:country")

    rows = rows_of(of, ["138 0013 8000", "จีน"], ["09123456789", "Iran"], ["0812345678", None], ["0812345678", "?"])

    assert [traits(row)["phone"] for row in rows] == ["+8613800138000", "+989123456789", "+66812345678", "+66812345678"]


def test_lines_of_an_address_are_joined_and_lists_united() -> None:
    of = mapping(Kind.CUSTOMERS, "trait:street", "trait:street", "trait:tags", "trait:tags")

    thai, chinese = rows_of(of, ["99/1", "ถนนสุขุมวิท", "vip", "tea; vip"], ["中山路", "18号", None, "茶"])

    assert traits(thai) == {"street": "99/1, ถนนสุขุมวิท", "tags": ["vip", "tea"]}
    assert traits(chinese) == {"street": "中山路18号", "tags": ["茶"]}


def test_what_can_be_read_and_looks_wrong_is_kept_and_told() -> None:
    of = mapping(Kind.CUSTOMERS, "trait:email", "trait:birthday", "trait:first_name")

    row = rows_of(of, ["mali@gamil.con", "2199-01-01", "asdfgh"])[0]

    assert traits(row) == {"email": "mali@gamil.con", "birthday": "2199-01-01", "first_name": "asdfgh"}
    assert [problem.code for problem in row.problems] == ["domain_typo", "in_the_future", "keyboard_run"]


def test_a_row_of_our_own_export_finds_its_customer_by_key() -> None:
    of = mapping(Kind.CUSTOMERS, "customer:key", "trait:first_name", "trait:email")
    reader = compiled(of, SOURCE, received_at=NOW)
    batch = pa.table(
        {
            "row": [2, 3, 4, 5],
            "c0": ["17", "18", "18", "xxxxx-17"],
            "c1": ["A", "B", "C", "D"],
            "c2": [None, None, "c@shop.example", None],
        }
    )

    known, gone, other, foreign = reader(batch, {"17": [("member_card", "A1")]})

    assert reader.keys(batch) == {"17", "18", "xxxxx-17"}
    assert known.facts[0].identifiers == [("member_card", "A1")]
    assert (gone.rejected, gone.problems) == (Code.UNKNOWN_CUSTOMER, (Trouble(0, Code.UNKNOWN_CUSTOMER, "18"),))
    assert (len(other.facts), other.problems) == (1, (Trouble(0, Code.KNOWN_OTHERWISE, "18"),))
    assert (len(foreign.facts), foreign.problems) == (1, (Trouble(0, Code.OTHER_DATABASE, "xxxxx-17"),))
    assert [column.target for column in guess(["Regulars ID", "Name"], []).columns] == ["customer:key", "trait:name"]


def test_several_numbers_in_a_cell_are_one_value_and_further_identifiers() -> None:
    of = mapping(Kind.CUSTOMERS, "trait:phone", "trait:email")

    both, plain = rows_of(
        of, ["081-234-5678 / 02-123-4567", "a@shop.example; b@shop.example"], ["081-234-5678, soon", None]
    )

    assert traits(both) == {"phone": "+66812345678", "email": "a@shop.example"}
    assert both.facts[0].identifiers == [("phone", "+6621234567"), ("email", "b@shop.example")]
    assert traits(plain) == {"phone": "081-234-5678, soon"}
    assert plain.problems == (Trouble(0, "not_a_phone", "081-234-5678, soon"),)


def test_policies_are_modes_of_traits() -> None:
    of = mapping(
        Kind.CUSTOMERS,
        Column(place=0, target="trait:email", policy=Policy.OVERWRITE),
        Column(place=1, target="trait:tags", policy=Policy.APPEND),
        Column(place=2, target="trait:first_name", policy=Policy.FILL),
        "trait:city",
    )

    modes = rows_of(of, ["a@shop.example", "vip", "Mali", "Trat"])[0].facts[0].modes

    assert {name: modes[name] for name in ("email", "tags", "first_name", "name", "city")} == {
        "email": OVERWRITE,
        "tags": APPEND,
        "first_name": FILL,
        "name": FILL,
        "city": NEWEST,
    }


def test_a_row_is_as_old_as_it_says_else_as_the_file() -> None:
    of = mapping(Kind.CUSTOMERS, "trait:name", "time:occurred_at", as_of=NOW - 5, time_zone="Asia/Bangkok")

    said, silent, unreadable, ahead = rows_of(
        of, ["A", "2024-01-01 07:00"], ["B", None], ["C", "whenever"], ["D", "2199-01-01"]
    )

    assert to_datetime(said.facts[0].occurred_at).isoformat() == "2024-01-01T00:00:00+00:00"
    assert silent.facts[0].occurred_at == unreadable.facts[0].occurred_at == NOW - 5
    assert unreadable.problems == (Trouble(1, "not_a_moment", "whenever"),)
    assert ahead.facts[0].flags == IMPLAUSIBLE


def test_an_apostrophe_that_kept_a_zero_is_taken_away() -> None:
    of = mapping(Kind.CUSTOMERS, "trait:name", "trait:phone", "trait:description")

    row = rows_of(of, ["'Abd", "'0812345678", "'tis the season"])[0]

    assert traits(row) == {"name": "'Abd", "phone": "+66812345678", "description": "'tis the season"}


def test_consents_of_the_file_stand_beside_those_of_the_row() -> None:
    of = mapping(Kind.CUSTOMERS, "trait:name", "consent:marketing")

    rows = rows_of(
        of, ["A", "ไม่"], ["B", None], ["C", "maybe"], consents={"personalization": True}, evidence={"text": "form 7"}
    )

    said = [msgspec.json.decode(row.facts[0].context)["consent"] for row in rows]
    assert [each["categoryPreferences"] for each in said] == [
        {"personalization": True, "marketing": False},
        {"personalization": True},
        {"personalization": True},
    ]
    assert said[0]["evidence"] == {"text": "form 7"}
    assert rows[2].problems[0].code == Code.UNCLEAR_ANSWER


def test_a_field_of_the_businesss_own_is_mapped_by_its_label() -> None:
    said = Said({"en": "Favourite seat", "th": "ที่นั่งโปรด"}, Category.CUSTOM, purposes=frozenset({"service"}))
    declare_field(Type.TEXT, said, actor="system", name="favourite_seat")
    purposeless = Said({"en": "Shoe size"}, Category.CUSTOM, sensitivity=Sensitivity.ORDINARY)
    declare_field(Type.INTEGER, purposeless, actor="system", name="shoe_size")

    found = guess(["Name", "ที่นั่งโปรด", "Shoe size"], [["A"], ["by the window"], ["38"]])

    assert [(column.target, column.left_out) for column in found.columns] == [
        ("trait:name", ""),
        ("trait:favourite_seat", ""),
        ("", "purposeless"),
    ]
    assert traits(rows_of(found, ["A", "by the window", "38"])[0])["favourite_seat"] == "by the window"


def test_compiled_works_in_another_process() -> None:
    of = mapping(Kind.CUSTOMERS, "trait:name", "trait:email")
    reader = compiled(of, SOURCE, received_at=NOW)
    batch = pa.table({"row": [2], "c0": ["A"], "c1": ["a@shop.example"]})

    again = pickle.loads(pickle.dumps(reader))  # noqa: S301

    assert [row.facts[0].message_id for row in again(batch)] == ["row:2"]
    assert again.names == ["row", "c0", "c1"]


ODD = st.one_of(
    st.none(),
    st.text(max_size=40),
    st.sampled_from(
        ["'=1+1", "1.234,5", "30/02/2531", "๑๔/๕/๓๑", "#REF!", "ใช่", "x" * 6000, "\x00", "a@b", "+", "''", "٫", "--5"]
    ),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(kind=st.sampled_from(list(Kind)), data=st.data())
def test_no_cell_stops_a_file(kind: Kind, data: st.DataObject) -> None:
    codes = [target.code for target in targets(kind)]
    chosen = data.draw(st.lists(st.sampled_from(codes), min_size=1, max_size=8))
    columns = [
        Column(
            place=place,
            target=code,
            split="name" if code == "trait:name" and data.draw(st.booleans()) else "",
            calendar=data.draw(st.sampled_from(["", "gregorian", "buddhist", "jalali"])),
            decimal=data.draw(st.sampled_from(".,")),
            empty=data.draw(st.sampled_from(list(Empty))),
        )
        for place, code in enumerate(chosen)
    ]
    rows = data.draw(st.lists(st.lists(ODD, min_size=len(chosen), max_size=len(chosen)), min_size=1, max_size=6))

    found = rows_of(Mapping(kind=kind, columns=columns, region="TH", currency="THB"), *rows)

    assert [row.row for row in found] == list(range(2, len(rows) + 2))
    for row in found:
        assert bool(row.facts) == (not row.rejected and not row.part_of)
        for fact in row.facts:
            statement = parse(fact, source=SOURCE, batch=1, position=1, received_at=NOW, claim_hash=bytes)
            assert statement.identifiers
    assert sum(fact.rows for row in found for fact in row.facts) == sum(not row.rejected for row in found)


def test_a_moment_of_long_ago_stays_when_the_road_reads_it_again() -> None:
    of = mapping(Kind.CUSTOMERS, "trait:name", "trait:created_at", time_zone="UTC")

    row = rows_of(of, ["A", "1971-02-03"])[0]

    statement = parse(row.facts[0], source=SOURCE, batch=1, position=1, received_at=NOW, claim_hash=bytes)
    assert statement.traits["created_at"] == microseconds(to_datetime(0)) + 398 * 86_400_000_000
