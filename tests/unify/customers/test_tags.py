"""Tags that colleagues give and take away: one spelling each, one audit line, seen by whom they may be."""

from pathlib import Path
from typing import Any

import pytest

from regulars.base.audit import queries as audit
from regulars.base.fields.masks import EVERYTHING
from regulars.base.staff.enums import Reach, Role
from regulars.base.staff.models import User
from regulars.base.staff.queries import actor_of
from regulars.unify.customers import tags
from regulars.unify.customers.errors import TagInvalid
from regulars.unify.customers.owners import assign
from regulars.unify.customers.queries import customer
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.inbox import waiting
from regulars.unify.facts.models import Source
from regulars.unify.road.waiting import carry_out
from tests.unify.telling import drain, key, said, source, tell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]


@pytest.fixture
def server(data_folder: Path) -> Source:
    tags.counted_tags.value = None
    return source(SourceKind.SERVER)


def know(server: Source, count: int, **traits: Any) -> list[int]:
    tell(server, *(said(Kind.IDENTIFY, f"{n}", ("user_id", f"u{n}"), name=f"N{n}", **traits) for n in range(count)))
    return [key(f"u{n}") for n in range(count)]


def shown(root: int) -> list[str]:
    found: list[str] = customer(root, sight=EVERYTHING).traits.get("tags", [])
    return found


def test_tags_are_added_once_whatever_their_case_and_taken_away(server: Source) -> None:
    (root,) = know(server, 1, tags=["Regular"])

    added = tags.add_tags([root], ["REGULAR", "vip", " gift   card "], actor="owner")
    carry_out(added.handed[0])
    with_them = shown(root)
    carry_out(tags.remove_tags([root], ["VIP", "never given"], actor="owner").handed[0])

    assert (added.changed, with_them, shown(root)) == (1, ["Regular", "vip", "gift card"], ["Regular", "gift card"])


def test_the_last_tag_leaves_nothing(server: Source) -> None:
    (root,) = know(server, 1, tags=["vip"])

    carry_out(tags.remove_tags([root], ["vip"], actor="owner").handed[0])

    assert shown(root) == []


def test_who_has_the_tag_already_gets_no_fact(server: Source) -> None:
    (root,) = know(server, 1, tags=["vip"])

    assert tags.add_tags([root], ["VIP"], actor="owner") == tags.Tagged(0, 0, ())
    assert waiting() == 0


def test_many_are_one_audit_line_and_few_requests(server: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tags, "AT_ONCE", 10)
    roots = know(server, 25)

    tagged = tags.add_tags(roots, ["new shop"], actor="owner")
    drain()

    (entry,) = audit.entries(action="customer.tag")
    assert (tagged.changed, len(tagged.handed)) == (25, 3)
    assert (entry.fields, audit.texts([entry.pk])) == (["tags"], {entry.pk: "new shop"})
    assert sorted(audit.subjects([entry.pk])[entry.pk]) == roots
    assert {tuple(shown(root)) for root in roots} == {("new shop",)}


def test_nobody_has_more_tags_than_fit(server: Source) -> None:
    (root,) = know(server, 1, tags=[f"t{n}" for n in range(tags.MOST)])

    assert tags.add_tags([root], ["one more"], actor="owner") == tags.Tagged(0, 1, ())


@pytest.mark.parametrize("tag", ["", "  ", "a, b", "ก" * (tags.LONGEST + 1), "a\x00b", "甲，乙"])
def test_what_is_no_tag_is_refused(server: Source, tag: str) -> None:
    with pytest.raises(TagInvalid, match="is no tag"):
        tags.add_tags(know(server, 1), [tag], actor="owner")


def test_a_tag_in_use_keeps_its_spelling(server: Source) -> None:
    roots = know(server, 2)
    carry_out(tags.add_tags(roots, ["Newsletter"], actor="owner").handed[0])
    drain()
    tags.counted_tags.value = None

    known, again = tags.known_tags(), tags.read_tag("newsLETTER")

    assert (known, again) == (["Newsletter"], "Newsletter")


def test_a_colleague_tags_only_whom_they_see(server: Source) -> None:
    mine, other = know(server, 2)
    seller = User.objects.create_user("ann@shop.example", role=Role.SALES, reach=Reach.OWN)
    assign([mine], seller.pk, actor="owner")

    tagged = tags.add_tags([mine, other], ["vip"], actor=actor_of(seller))
    drain()

    assert (tagged.changed, shown(mine), shown(other)) == (1, ["vip"], [])
