"""Lists of customers, as told to the real road: pages, orders, rules, other spellings."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from regulars.base.fields.masks import EVERYTHING
from regulars.base.rules import Rule, parse, vocabulary
from regulars.unify.customers.errors import CursorInvalid, SortUnknown
from regulars.unify.customers.queries.listing import Page, count, customers_page
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.models import Day, Source
from tests.unify.telling import said, source, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]


@pytest.fixture
def server(data_folder: Path) -> Source:
    return source(SourceKind.SERVER)


def rule(trait: str, operator: str, *value: Any) -> Rule:
    return parse({"trait": trait, "is": operator} | ({"value": value[0]} if value else {}), vocabulary())


def know(server: Source, *people: dict[str, Any]) -> None:
    """Tell of each person under a user id that counts from 1."""
    tell(server, *(said(Kind.IDENTIFY, f"{n}", ("user_id", f"u{n}"), **traits) for n, traits in enumerate(people, 1)))


def names(page: Page) -> list[str]:
    return [row.name for row in page.rows]


def every_name(limit: int, **asked: Any) -> list[str]:
    """The names of all pages of a list."""
    page = customers_page(limit=limit, sight=EVERYTHING, **asked)
    found = names(page)
    while page.next:
        page = customers_page(limit=limit, cursor=page.next, sight=EVERYTHING, **asked)
        found += names(page)
    return found


def test_the_newest_customers_come_first_page_by_page(server: Source) -> None:
    know(server, *({"name": f"N{n}"} for n in range(5)))

    assert every_name(2) == ["N4", "N3", "N2", "N1", "N0"]
    assert every_name(2, sort="created") == ["N0", "N1", "N2", "N3", "N4"]


def test_an_exact_last_page_has_none_behind_it(server: Source) -> None:
    know(server, {"name": "A"}, {"name": "B"})

    assert customers_page(limit=2, sight=EVERYTHING).next is None


def test_a_row_says_what_a_list_shows(server: Source) -> None:
    Day.objects.create(day=(date(2026, 11, 23) - date(1970, 1, 1)).days, first_position=1)
    know(server, {"first_name": "สมชาย", "last_name": "ใจดี", "email": "s@shop.example", "phone": "081 234 5678"})

    (row,) = customers_page(sight=EVERYTHING).rows

    assert (row.kind, row.name, row.also, row.email, row.phone) == (
        "person",
        "สมชาย ใจดี",
        "",
        "s@shop.example",
        "+66812345678",
    )
    assert (row.city, row.heard_on) == ("", date(2026, 11, 23))


def test_another_script_is_shown_beside_the_name(server: Source) -> None:
    shop = source(SourceKind.SHOP)
    tell(shop, said(Kind.IDENTIFY, "1", ("email", "w@shop.example"), name="Wang W."))
    tell(shop, said(Kind.IDENTIFY, "2", ("email", "w@shop.example"), ago=60, name="王伟"))
    tell(
        source(SourceKind.FILE), said(Kind.IDENTIFY, "3", ("email", "w@shop.example"), name="Wang Wei", row=1), batch=7
    )

    (row,) = customers_page(sight=EVERYTHING).rows

    assert (row.name, row.also) == ("王伟", "Wang Wei")


def test_what_anybody_could_claim_is_no_other_name(server: Source) -> None:
    tell(server, said(Kind.IDENTIFY, "1", ("email", "w@shop.example"), name="王伟"))
    tell(source(SourceKind.BROWSER), said(Kind.IDENTIFY, "2", ("email", "w@shop.example"), name="Mallory"))

    assert [row.also for row in customers_page(sort="created", sight=EVERYTHING).rows][:1] == [""]


def test_companies_have_a_list_of_their_own(server: Source) -> None:
    tell(
        server,
        said(Kind.GROUP, "1", ("user_id", "u"), group="acme", name="Acme"),
        said(Kind.IDENTIFY, "2", ("user_id", "u"), name="Eve"),
    )

    assert (every_name(1), every_name(1, kind="company"), count(kind="company", sight=EVERYTHING)) == (
        ["Eve"],
        ["Acme"],
        1,
    )


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("en", ["Adam", "Émile", "eva", "علی", "کامران", "กมล", "เกษม", "李娜", "王伟", "阿明", ""]),
        ("th", ["กมล", "เกษม", "Adam", "Émile", "eva", "علی", "کامران", "李娜", "王伟", "阿明", ""]),
        ("zh-hans", ["阿明", "李娜", "王伟", "Adam", "Émile", "eva", "علی", "کامران", "กมล", "เกษม", ""]),
        ("fa", ["علی", "کامران", "Adam", "Émile", "eva", "กมล", "เกษม", "李娜", "王伟", "阿明", ""]),
    ],
)
def test_names_are_sorted_as_readers_of_a_language_expect(server: Source, language: str, ordered: list[str]) -> None:
    know(server, *({"name": name} if name else {"city": "Pai"} for name in sorted(ordered)))

    with translation.override(language):
        found = every_name(3, sort="name")

    assert found == ordered


def test_missing_texts_come_last_both_ways_and_equal_ones_by_age(server: Source) -> None:
    know(
        server,
        {"name": "A"},
        {"name": "B", "city": "Pai"},
        {"name": "C", "city": ""},
        {"name": "D", "city": "pai"},
        {"name": "E", "city": "Bangkok"},
        {"name": "F", "city": "Pai"},
    )

    assert every_name(1, sort="city") == ["E", "D", "B", "F", "A", "C"]
    assert every_name(1, sort="-city") == ["B", "F", "D", "E", "A", "C"]


def test_a_chinese_name_in_parts_is_sorted_as_it_is_shown(server: Source) -> None:
    know(server, {"first_name": "伟", "last_name": "王"}, {"name": "李娜"}, {"first_name": "Z", "last_name": "A"})

    with translation.override("zh-hans"):
        assert every_name(1, sort="name") == ["李娜", "王伟", "Z A"]


def test_a_list_keeps_the_alphabet_with_which_it_began(server: Source) -> None:
    know(server, {"name": "Adam"}, {"name": "กมล"}, {"name": "Eva"})
    with translation.override("th"):
        first = customers_page(sort="name", limit=1, sight=EVERYTHING)

    assert names(first) + names(customers_page(sort="name", cursor=first.next, sight=EVERYTHING)) == [
        "กมล",
        "Adam",
        "Eva",
    ]


def test_a_rule_filters_the_list_and_counts(server: Source) -> None:
    know(server, *({"name": f"N{n}", "city": "Pai" if n % 2 else "Bangkok"} for n in range(6)))
    in_pai = rule("city", "equals", "PAI")

    assert every_name(2, rule=in_pai) == ["N5", "N3", "N1"]
    assert every_name(2, rule=in_pai, sort="name") == ["N1", "N3", "N5"]
    counts = [count(asked, sight=EVERYTHING) for asked in (in_pai, None, rule("city", "empty"))]
    assert counts == [3, 6, 0]


def test_a_rule_may_ask_for_what_no_field_declares(server: Source) -> None:
    know(server, {"name": "A", "shoe_size": 43}, {"name": "B", "shoe_size": "43"}, {"name": "C"})

    assert every_name(5, rule=rule("shoe_size", "at_least", 40)) == ["A"]


def test_a_cursor_is_good_for_its_own_list_only(server: Source) -> None:
    know(server, {"name": "A"}, {"name": "B"}, {"name": "C"})
    page = customers_page(limit=1, sort="name", sight=EVERYTHING)
    assert page.next

    for spoilt in (page.next[:-2], page.next[:-1] + "é", "x" + page.next, "?"):
        with pytest.raises(CursorInvalid, match="Begin again"):
            customers_page(sort="name", cursor=spoilt, sight=EVERYTHING)
    for asked in (
        {"sort": "-name"},
        {"sort": "name", "kind": "company"},
        {"sort": "name", "rule": rule("city", "empty")},
    ):
        with pytest.raises(CursorInvalid):
            customers_page(cursor=page.next, sight=EVERYTHING, **asked)


def test_an_unknown_order_is_refused_with_those_there_are() -> None:
    with pytest.raises(SortUnknown, match=r"“shoe_size”.*created, -created, name"):
        customers_page(sort="shoe_size", sight=EVERYTHING)


@pytest.mark.parametrize("asked", [{}, {"sort": "name"}])
def test_a_page_takes_as_many_queries_for_one_row_as_for_three(server: Source, asked: dict[str, Any]) -> None:
    know(server, {"name": "A"}, {"name": "B"}, {"name": "C"})
    customers_page(sight=EVERYTHING, **asked)

    with CaptureQueriesContext(
        connection,
    ) as one:
        customers_page(limit=1, sight=EVERYTHING, **asked)
    with CaptureQueriesContext(connection) as three:
        customers_page(limit=3, sight=EVERYTHING, **asked)

    assert len(one) == len(three) <= 7
