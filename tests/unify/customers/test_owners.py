"""Who looks after whom: through merges and undos, for very many at once, and gone with an erasure."""

import random
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

from regulars.base.audit.queries import entries
from regulars.base.fields.masks import EVERYTHING, WHOLE, Sight
from regulars.base.rules import parse, vocabulary
from regulars.base.staff.enums import Reach, Role
from regulars.base.staff.models import User
from regulars.protect.privacy.services import erase_customer
from regulars.unify.customers.errors import ColleagueUnknown, CursorInvalid
from regulars.unify.customers.models import CustomerOf, CustomerOwner
from regulars.unify.customers.owners import assign, owners_of, reachable, roots_of
from regulars.unify.customers.queries import find, listing
from regulars.unify.customers.queries.totals import count_within
from regulars.unify.customers.search import search
from regulars.unify.facts import sql
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.identifiers import PERSON
from regulars.unify.identity import services
from regulars.unify.identity.models import Identifier, Link
from regulars.unify.identity.queries import root_of
from tests.unify.telling import done, drain, key, said, same, source, tell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]


@pytest.fixture
def ann() -> int:
    return User.objects.create_user("ann@shop.example", role=Role.SALES).pk


@pytest.fixture
def bob() -> int:
    return User.objects.create_user("bob@shop.example", role=Role.SALES).pk


@pytest.fixture
def people() -> list[int]:
    """Som, Lek and Nid."""
    tell(
        source(SourceKind.SERVER),
        said(Kind.IDENTIFY, "1", ("user_id", "som"), ("email", "som@shop.example"), first_name="Som"),
        said(Kind.IDENTIFY, "2", ("user_id", "lek"), first_name="Lek"),
        said(Kind.IDENTIFY, "3", ("user_id", "nid"), first_name="Nid"),
    )
    return [key("som"), key("lek"), key("nid")]


def test_somebody_is_looked_after_until_nobody_is_said(people: list[int], ann: int, bob: int) -> None:
    som, lek, _nid = people

    assert assign([som, lek], ann, actor="owner") == 2
    assert assign([lek], bob, actor="owner") == 1

    assert owners_of(people) == {som: ann, lek: bob}
    assert (roots_of([ann]), roots_of([bob]), roots_of([ann, bob]), roots_of([])) == ([som], [lek], [som, lek], [])
    assert assign([som], None, actor="owner") == 1
    assert (owners_of(people), roots_of([ann])) == ({lek: bob}, [])


def test_any_key_of_a_customer_means_them(people: list[int], ann: int) -> None:
    assert assign([key("som@shop.example"), people[0], 999], ann, actor="owner") == 1

    assert roots_of([ann]) == [root_of(key("som"))]


def test_only_a_colleague_who_works_here_can_look_after_somebody(people: list[int], ann: int) -> None:
    User.objects.filter(pk=ann).update(is_active=False)

    for nobody in (ann, 999):
        with pytest.raises(ColleagueUnknown):
            assign(people, nobody, actor="owner")


def test_of_merged_people_the_latest_assignment_counts_and_undone_they_go_home(
    people: list[int], ann: int, bob: int
) -> None:
    som, lek, _nid = people
    assign([som], bob, actor="owner")
    assign([lek], ann, actor="owner")

    position = done(services.merge_customers(som, lek, actor="owner"))
    merged = owners_of([root_of(som)]), roots_of([ann]), roots_of([bob]), roots_of([ann, bob])
    done(services.undo_link(f"d{position}", actor="owner"))

    assert merged == ({som: ann}, [som], [], [som])
    assert (owners_of(people), roots_of([ann]), roots_of([bob])) == ({som: bob, lek: ann}, [lek], [som])


def test_who_may_see_few_may_assign_only_those(people: list[int], ann: int, bob: int) -> None:
    som, lek, _nid = people
    assign([som], bob, actor="owner")
    User.objects.filter(pk=bob).update(reach=Reach.OWN)

    assert assign(people, ann, actor=f"user:{bob}") == 1

    assert owners_of(people) == {som: ann}
    assert reachable(people, Sight(WHOLE, frozenset({ann}))) == {som}
    assert reachable(people, EVERYTHING) == set(people)
    assert lek not in roots_of([ann])


def test_lists_counts_and_searches_hold_only_those_in_reach(people: list[int], ann: int, bob: int) -> None:
    tell(
        source(SourceKind.TILL),
        *(said(Kind.IDENTIFY, f"t{n}", ("member_card", f"C{n}"), name="Tum", city="Pai") for n in range(60)),
    )
    cards = [key(f"C{n}") for n in range(60)]
    assign(cards[:4], ann, actor="owner")
    assign(cards[4:50], bob, actor="owner")
    theirs, nobodys = Sight(WHOLE, frozenset({ann})), Sight(WHOLE, frozenset({0}))
    pai = parse({"trait": "city", "is": "equals", "value": "Pai"}, vocabulary())

    listed = [
        [row.root for row in listing.customers_page(sight=theirs, **asked).rows]
        for asked in ({}, {"sort": "created"}, {"rule": pai}, {"sort": "name"})
    ]
    pages = listing.customers_page(sight=theirs, limit=3)
    rest = listing.customers_page(sight=theirs, limit=3, cursor=pages.next)

    oldest = cards[:4]
    assert listed == [oldest[::-1], oldest, oldest[::-1], oldest]
    assert [row.root for row in (*pages.rows, *rest.rows)] == oldest[::-1]
    assert (listing.count(pai, sight=theirs), listing.count(pai, sight=nobodys)) == (4, 10)
    assert listing.roots(sight=nobodys, limit=100, kind="person") == sorted([*people, *cards[50:]], reverse=True)
    assert [hit.root for hit in search("Tum", sight=theirs, limit=2)] == oldest[:1:-1]
    assert search("C7", sight=theirs) == []
    assert find("C7", sight=theirs) == []
    assert (count_within(PERSON, theirs), count_within(PERSON, nobodys)) == (4, 13)
    with pytest.raises(CursorInvalid):
        listing.customers_page(sight=EVERYTHING, limit=3, cursor=pages.next)


def test_merged_people_are_listed_by_whoever_was_assigned_last(people: list[int], ann: int, bob: int) -> None:
    som, lek, _nid = people
    assign([som], bob, actor="owner")
    assign([lek], ann, actor="owner")
    done(services.merge_customers(som, lek, actor="owner"))

    for owner, seen in ((ann, [som]), (bob, [])):
        sight = Sight(WHOLE, frozenset({owner}))
        assert listing.roots(sight=sight, limit=9) == [hit.root for hit in search("Som", sight=sight)] == seen


def test_an_assignment_is_in_the_audit_trail(people: list[int], ann: int) -> None:
    assign(people, ann, actor="owner")
    assign(people[:1], None, actor="owner")

    found = [(one.action, one.subject_count) for one in entries(actor="owner") if one.action.endswith("assign")]

    assert sorted(found) == [("customer.assign", 3), ("customer.unassign", 1)]


def test_very_many_are_assigned_in_sets(ann: int, people: list[int], django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(25):
        assert assign([*people, *range(100_000, 105_000)], ann, actor="owner") == 3


def test_who_is_erased_is_looked_after_by_nobody(people: list[int], ann: int) -> None:
    assign(people, ann, actor="owner")

    erase_customer(people[0], actor="owner")
    drain()

    assert sorted(CustomerOwner.objects.values_list("key", flat=True)) == sorted(people[1:])
    assert kept() == said_by_assignments() == dict.fromkeys(people[1:], ann)


def kept() -> dict[int, int]:
    """Who looks after whom, as it is kept by root."""
    return dict(CustomerOf.objects.values_list("root", "user_id"))


def said_by_assignments() -> dict[int, int]:
    """The same from the assignments alone: the latest to any key of a root."""
    assigned = CustomerOwner.objects.order_by("assigned_at", "key").values_list("key", "user_id")
    return {root_of(key): user_id for key, user_id in assigned}


Act = Callable[[int, str, str], None]


class Story:
    """A dozen people to whom things happen by chance."""

    def __init__(self, seed: int, colleagues: list[int]) -> None:
        self.chance, self.colleagues, self.joins = random.Random(seed), colleagues, list[int]()
        self.shop, self.names = source(SourceKind.SERVER), [f"c{n}" for n in range(12)]
        tell(self.shop, *(said(Kind.IDENTIFY, f"m{name}", ("user_id", name), first_name="Som") for name in self.names))

    def go_on(self, number: int) -> None:
        """One thing more."""
        acts: list[Act] = [*[self.assign] * 3, self.merge, self.undo, self.identify, self.import_file]
        self.names = [name for name in self.names if Identifier.objects.filter(value=name).exists()]
        one, other = self.chance.sample(self.names, 2)
        act = self.chance.choice(acts)
        if number % 10 == 9:
            act = self.withdraw if number % 20 == 9 else self.erase
        act(number, one, other)

    def assign(self, _number: int, one: str, other: str) -> None:
        assign([key(one), key(other)], self.chance.choice([*self.colleagues, None]), actor="owner")

    def merge(self, _number: int, one: str, other: str) -> None:
        if not same(one, other):
            self.joins.append(done(services.merge_customers(key(one), key(other), actor="owner")))

    def undo(self, _number: int, _one: str, _other: str) -> None:
        if self.joins:
            done(services.undo_link(f"d{self.joins.pop()}", actor="owner"))

    def identify(self, number: int, one: str, _other: str, batch: int = 0) -> None:
        mail = ("email", f"{self.chance.randrange(6)}@shop.example")
        tell(self.shop, said(Kind.IDENTIFY, f"e{number}", ("user_id", one), mail, row=batch), batch=batch)

    def import_file(self, number: int, one: str, other: str) -> None:
        self.identify(number, one, other, batch=number + 1)

    def withdraw(self, _number: int, _one: str, _other: str) -> None:
        for batch in Link.objects.filter(batch__gt=0, withdrawn=0).values_list("batch", flat=True)[:1]:
            done(services.withdraw_batch(batch, actor="owner"))

    def erase(self, _number: int, one: str, _other: str) -> None:
        erase_customer(key(one), actor="owner")
        drain()
        self.joins.clear()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_kept_by_root_follows_from_the_assignments_whatever_happens(ann: int, bob: int, seed: int) -> None:
    story, found = Story(seed, [ann, bob]), []

    for number in range(40):
        story.go_on(number)
        found.append((kept(), said_by_assignments()))

    assert [one for one, _ in found] == [other for _, other in found]
    assert len({tuple(sorted(one.items())) for one, _ in found}) > 5


def test_an_older_folder_is_given_what_follows_from_its_assignments(people: list[int], ann: int, bob: int) -> None:
    som, lek, nid = people
    assign([som], bob, actor="owner")
    assign([lek, nid], ann, actor="owner")
    done(services.merge_customers(som, lek, actor="owner"))
    expected = kept()
    CustomerOf.objects.all().delete()

    sql.run(import_module("regulars.unify.customers.migrations.0007_customer_of").FILL)

    assert kept() == expected == {som: ann, nid: ann}
