"""Lists of what is wrong hold, count and page through those customers alone whom their reader may see."""

import re
from pathlib import Path

import pytest
from django.test import Client

from regulars.base.audit import queries as audit
from regulars.base.fields.masks import EVERYTHING, WHOLE, Sight
from regulars.base.staff.enums import Reach, Role
from regulars.base.staff.models import Team, User
from regulars.unify.customers.owners import assign
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.quality import following, lists, trends
from regulars.unify.quality.enums import Wrong
from regulars.unify.quality.lists import Which
from tests.unify.telling import key, said, source, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

YEARS = 86_400 * 366
WRONG = {
    "wrong=doubtful&field=email": Which(Wrong.DOUBTFUL, "email"),
    "wrong=stale&field=email": Which(Wrong.STALE, "email"),
    "wrong=unreachable": Which(Wrong.UNREACHABLE),
}
SEEN = {Reach.OWN: ["a", "d"], Reach.TEAM: ["a", "b", "d"], Reach.EVERYONE: ["a", "b", "c", "d"]}


@pytest.fixture
def colleague(data_folder: Path) -> User:
    """Ann, who looks after a and d; b is her team's, c another team's. Each is on every list."""
    server = source(SourceKind.SERVER)
    names = "abcd"
    tell(
        server,
        *(
            said(Kind.IDENTIFY, name, ("user_id", name), ago=3 * YEARS, name=f"N{name}", email=f"{name}@gamil.con")
            for name in names
        ),
    )
    following.follow(5)
    trends.count_day()
    teams = [Team.objects.create(name=name) for name in ("North", "South")]
    ann, bob, cem = (
        User.objects.create_user(f"{name}@shop.example", role=Role.MARKETER, team=team)
        for name, team in zip(("ann", "bob", "cem"), (teams[0], *teams), strict=True)
    )
    for name, owner in zip(names, (ann, bob, cem, ann), strict=True):
        assign([key(name)], owner.pk, actor="owner")
    return ann


def seeing(user: User, reach: Reach) -> User:
    user.reach = reach
    user.save(update_fields=["reach"])
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("which", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("reach", Reach)
def test_a_list_holds_and_counts_whom_its_reader_sees(colleague: User, which: Which, reach: Reach) -> None:
    sight = seeing(colleague, reach).sight
    expected = sorted(map(key, SEEN[reach]), reverse=True)

    assert lists.roots_in(which, sight=EVERYTHING, limit=9) == sorted(map(key, "abcd"), reverse=True)
    assert lists.roots_in(which, sight=sight, limit=9) == expected
    assert lists.count(which, sight=sight) == len(expected)


@pytest.mark.parametrize("which", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("reach", Reach)
def test_the_next_page_goes_on_with_whom_its_reader_sees(colleague: User, which: Which, reach: Reach) -> None:
    sight = seeing(colleague, reach).sight
    behind = {name: [one for one in SEEN[reach] if key(one) < key(name)] for name in "abcd"}

    found = {name: lists.roots_in(which, sight=sight, limit=9, before=key(name)) for name in "abcd"}

    assert found == {name: sorted(map(key, names), reverse=True) for name, names in behind.items()}


@pytest.mark.parametrize("reach", Reach)
def test_reasons_are_counted_over_whom_their_reader_sees(colleague: User, reach: Reach) -> None:
    found = lists.reasons("email", sight=seeing(colleague, reach).sight)

    assert found == [("doubtful", "domain_typo", len(SEEN[reach]))]


@pytest.mark.parametrize("query", WRONG)
@pytest.mark.parametrize("reach", Reach)
def test_the_page_shows_and_writes_down_whom_its_reader_sees(colleague: User, query: str, reach: Reach) -> None:
    client = Client()
    client.force_login(seeing(colleague, reach))
    beyond = f"/quality/customers/?{query}&before={key('d') + 1}"

    pages = [client.get(address).content.decode() for address in (f"/quality/customers/?{query}", beyond)]

    shown = [{int(root) for root in re.findall(r'href="/customers/(\d+)/"', page)} for page in pages]
    assert shown == [set(map(key, SEEN[reach]))] * 2
    assert not [name for name in set("abcd") - set(SEEN[reach]) if f"{name}@gamil.con" in "".join(pages)]
    written = audit.subjects(audit.entries(action="quality.list").values_list("pk", flat=True))
    assert {keys for line in written.values() for keys in line} == set(map(key, SEEN[reach]))


def test_nobody_looked_after_is_seen_by_nobody_with_a_reach(colleague: User) -> None:
    assign([key("a"), key("d")], None, actor="owner")

    assert lists.roots_in(WRONG["wrong=unreachable"], sight=Sight(WHOLE, frozenset({colleague.pk})), limit=9) == []
