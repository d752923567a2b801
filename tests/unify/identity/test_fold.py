"""The acceptance function rule by rule, and that the first rule that speaks wins."""

import pytest

from regulars.unify.facts.identifiers import TYPES
from regulars.unify.identity.fold import Claim, Component, Evidence, Groups, Standing, Verdict, apply_link, fold

Key = tuple[int, str]
HOME = {type_: str(scope.scope.value) for type_, scope in TYPES.items()}


class People:
    """Keys by number with a type; says which keys were joined, publicly or not, before a link is decided."""

    def __init__(self, **types: str) -> None:
        self.keys = {name: number for number, name in enumerate(types, 1)}
        self.types = types
        self.claims: dict[str, list[Claim]] = {}
        self.groups: Groups | None = None

    def claim(self, name: str, what: str, value: str, position: int = 1) -> "People":
        self.claims.setdefault(name, []).append((what, value, position))
        return self

    def started(self) -> Groups:
        if self.groups is None:
            people, solid = (
                {
                    key: Component(key, self.types[name], HOME[self.types[name]], self.claims.get(name, ()))
                    for name, key in self.keys.items()
                }
                for _ in range(2)
            )
            self.groups = Groups(people, solid)
        return self.groups

    def joined(self, *pairs: str, is_public: bool = False) -> "People":
        for pair in pairs:
            a, b = pair.split("-")
            self.started().unite(self.keys[a], self.keys[b], is_public=is_public)
        return self

    def evidence(self, pair: str, position: int = 10, is_public: bool = False) -> Evidence:
        a, b = pair.split("-")
        return Evidence(self.keys[a], self.keys[b], position, self.types[a], self.types[b], is_public)

    def link(self, pair: str, standing: Standing | None = None, *, is_public: bool = False) -> Verdict:
        return apply_link(self.started(), self.evidence(pair, is_public=is_public), standing or Standing())


def apart(one: int, other: int) -> Standing:
    return Standing(aparts={one: {other}, other: {one}})


def test_link_within_a_person_is_the_same_whatever_stands_against_it() -> None:
    people = People(u="user_id", e="email").joined("u-e")

    verdict = people.link("u-e", Standing(blocked={1}, parted={2}, quarantined={1: 1}))

    assert verdict == Verdict(True, "same")


def test_two_unknown_keys_are_joined_under_the_lower_root() -> None:
    people = People(e="email", u="user_id")

    assert people.link("u-e") == Verdict(True, "joined")
    assert people.started().people[2].root == 1


@pytest.mark.parametrize(
    ("standing", "reason"),
    [
        (apart(1, 2), "apart"),
        (Standing(blocked={1}), "blocked"),
        (Standing(blocked={2}), "blocked"),
        (Standing(parted={2}), "parted"),
        (Standing(quarantined={2: 9}), "quarantined"),
        (Standing(blocked={1}, parted={1}, quarantined={1: 9}), "blocked"),
        (Standing(aparts={1: {2}, 2: {1}}, blocked={1}), "apart"),
    ],
)
def test_standing_decision_refuses(standing: Standing, reason: str) -> None:
    assert People(u="user_id", e="email").link("u-e", standing) == Verdict(False, reason)


@pytest.mark.parametrize("position", [10, 11])
def test_quarantine_is_only_about_later_links(position: int) -> None:
    verdict = People(u="user_id", e="email").link("u-e", Standing(quarantined={2: position}))

    assert verdict == Verdict(True, "joined")


def test_apart_keeps_apart_what_is_joined_to_either() -> None:
    people = People(u="user_id", e="email", v="line", c="member_card").joined("u-e", "v-c")

    assert people.link("e-c", apart(1, 3)) == Verdict(False, "apart")


@pytest.mark.parametrize(
    ("joined", "public", "reason"),
    [
        ((), True, "joined"),
        (("a-u",), True, "public"),
        (("a-u",), False, "joined"),
        (("a-d",), True, "joined"),
    ],
)
def test_public_link_joins_only_a_visitor_who_is_nobody(joined: tuple[str, ...], public: bool, reason: str) -> None:
    people = People(a="anonymous_id", d="device_id", u="user_id", e="email").joined(*joined)

    assert people.link("a-e", is_public=public).reason == reason


def test_visitor_claimed_by_a_browser_does_not_join_two_known_people() -> None:
    people = People(a="anonymous_id", victim="email", me="user_id").joined("a-victim", is_public=True)

    assert people.link("me-a") == Verdict(False, "claimed")


def test_visitor_claimed_by_a_browser_joins_somebody_unknown() -> None:
    people = People(a="anonymous_id", e="email", d="device_id").joined("a-e", is_public=True)

    assert people.link("d-a") == Verdict(True, "joined")


def test_visitor_confirmed_by_a_trusted_source_joins() -> None:
    people = People(a="anonymous_id", e="email", u="user_id").joined("a-e", is_public=True).joined("a-e")

    assert people.link("u-a") == Verdict(True, "joined")


@pytest.mark.parametrize("type_", [type_ for type_, declared in TYPES.items() if not declared.anonymous])
def test_limit_is_reached_and_not_passed(type_: str) -> None:
    limit = TYPES[type_].limit
    linked = "device_id" if type_ != "device_id" else "push_token"
    many = {f"k{number}": type_ for number in range(limit + 1)}
    people = People(hub=linked, **many).joined(*(f"hub-k{number}" for number in range(limit - 1)))

    assert people.link(f"hub-k{limit - 1}").accepted
    assert people.link(f"hub-k{limit}") == Verdict(False, f"limit:{type_}")


def test_limit_counts_each_scope_apart() -> None:
    people = {key: Component(key, "user_id", scope) for key, scope in ((1, "one"), (2, "other"))}
    groups = Groups(people, dict(people))

    assert apply_link(groups, Evidence(1, 2, 1, "user_id", "user_id", False), Standing()).accepted


@pytest.mark.parametrize(("is_public", "reason"), [(True, "limit:anonymous_id"), (False, "joined")])
def test_limit_of_browsers_is_one_for_claims(is_public: bool, reason: str) -> None:
    limit = TYPES["anonymous_id"].limit
    browsers = {f"a{number}": "anonymous_id" for number in range(limit + 1)}
    people = People(u="user_id", **browsers).joined(*(f"u-a{number}" for number in range(limit)))

    pair = f"a{limit}-u" if is_public else f"u-a{limit}"
    assert people.link(pair, is_public=is_public).reason == reason


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ([], [], "joined"),
        ([("name", "Lin Meiling")], [], "joined"),
        ([("name", "Lin Meiling")], [("name", "林美玲")], "joined"),
        ([("name", "Lin Meiling")], [("name", "Somchai Jaidee")], "shared:name"),
        ([("name", "Lin Meiling"), ("name", "Mei")], [("name", "Somchai Jaidee"), ("name", "林美玲")], "joined"),
        ([("birthday", "1990-05-12")], [("birthday", "1990-05-12")], "joined"),
        ([("birthday", "1990-05-12")], [("birthday", "1991-05-12")], "shared:birthday"),
        ([("birthday", "1990-05-12"), ("birthday", "1991-05-12")], [("birthday", "1991-05-12")], "joined"),
        (
            [("birthday", "1990-05-12"), ("name", "A B")],
            [("birthday", "1991-05-12"), ("name", "C D")],
            "shared:birthday",
        ),
    ],
)
def test_shared_phone_joins_known_people_whom_nothing_contradicts(
    one: list[tuple[str, str]], other: list[tuple[str, str]], reason: str
) -> None:
    people = People(line="line", p="phone", wechat="wechat")
    for name, claims in (("line", one), ("wechat", other)):
        for claim in claims:
            people.claim(name, *claim)
    people.joined("line-p")

    assert people.link("wechat-p").reason == reason


def test_shared_phone_does_not_join_people_with_a_stronger_value_each() -> None:
    people = People(c1="member_card", p="phone", c2="member_card").joined("c1-p")

    assert people.link("c2-p") == Verdict(False, "shared:stronger")


def test_phone_that_is_nobodys_yet_joins() -> None:
    people = People(p="phone", a="anonymous_id", c="member_card").joined("a-p")

    assert people.link("c-p") == Verdict(True, "joined")


def test_claim_under_an_anonymous_key_makes_known() -> None:
    people = People(row="row", p="phone", line="line").claim("row", "name", "A B").claim("line", "name", "C D")
    people.joined("row-p")

    assert people.link("line-p") == Verdict(False, "shared:name")


def test_claim_made_later_than_the_link_says_nothing() -> None:
    people = People(line="line", p="phone", wechat="wechat").claim("line", "name", "Lin Meiling", 11)
    people.claim("wechat", "name", "Somchai Jaidee", 10).joined("line-p")

    assert people.link("wechat-p") == Verdict(True, "joined")


def test_contradiction_matters_only_for_shareable_values() -> None:
    people = People(line="line", e="email", wechat="wechat").claim("line", "name", "Lin Meiling")
    people.claim("wechat", "name", "Somchai Jaidee").joined("line-e")

    assert people.link("wechat-e") == Verdict(True, "joined")


def test_fold_joins_before_links_and_refuses_joins_that_are_kept_apart() -> None:
    people = People(u="user_id", e="email", v="user_id", c="member_card")

    verdicts = fold(people.started(), [(1, 4), (1, 3)], [people.evidence("v-c"), people.evidence("u-e")], apart(1, 3))

    assert verdicts == [Verdict(False, "apart"), Verdict(True, "joined")]
    assert {home.root for home in people.started().people.values()} == {1, 3}


def test_join_outranks_limits() -> None:
    people = People(u="user_id", v="user_id")

    fold(people.started(), [(1, 2)], [], Standing())

    assert people.started().people[2].root == 1
