"""Reads and writes of identifiers, links and redirects, a batch at a time."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from regulars.unify.facts import sql
from regulars.unify.facts.identifiers import Ident

from .fold import Claim, Component, Groups, Homes, Standing, unite

Pair = tuple[int, int, int, int]
"""a, b, source, batch: what makes two pieces of evidence the same link."""


class Generation(msgspec.Struct):
    """One owner of an identifier value: from `started_at` (None: always) to `ended_at` (None: still)."""

    key: int
    number: int
    started_at: int | None
    ended_at: int | None


class LinkRow(msgspec.Struct):
    """A standing row of the link table; `claims` as stored, {kind: {value: first position}}."""

    id: int
    a: int
    b: int
    source: int
    batch: int
    first: int
    last: int
    count: int
    accepted: bool
    reason: str
    claims: str = ""


class KeyType(NamedTuple):
    """What kind of identifier a key stands for."""

    type: str
    scope: str


def generations(idents: Iterable[Ident]) -> dict[Ident, list[Generation]]:
    """The generations of each identifier that is known, in no order."""
    wanted = set(idents)
    rows = sql.select_among(
        "SELECT type, scope, value, key, generation, started_at, ended_at FROM identifier WHERE value {among}",
        sorted({ident.value for ident in wanted}),
    )
    found: dict[Ident, list[Generation]] = {}
    for type_, scope, value, *rest in rows:
        if (ident := Ident(type_, scope, value)) in wanted:
            found.setdefault(ident, []).append(Generation(*rest))
    return found


def links_of(pairs: Iterable[Pair]) -> dict[Pair, LinkRow]:
    """The standing link rows of these pairs."""
    rows = sql.select(
        "SELECT l.id, l.a, l.b, l.source, l.batch, l.first_position, l.last_position, l.count, l.accepted, l.reason,"
        " l.claims FROM {given} JOIN link l ON l.a = given.a AND l.b = given.b AND l.source = given.source"
        " AND l.batch = given.batch AND l.withdrawn = 0",
        ["a bigint", "b bigint", "source bigint", "batch bigint"],
        list(pairs),
    )
    return {(row[1], row[2], row[3], row[4]): LinkRow(*row) for row in rows}


def roots_of(keys: Iterable[int]) -> dict[int, int]:
    """Key → root, for every key given."""
    keys = list(keys)
    roots = dict(zip(keys, keys, strict=True))
    roots.update(sql.select_keys("SELECT r.key, r.root FROM {given} JOIN redirect r ON r.key = given.key", keys))
    return roots


def members_of(roots: Iterable[int]) -> dict[int, list[int]]:
    """Root → its keys, the root itself first."""
    members = {root: [root] for root in roots}
    for key, root in sql.select_keys(
        "SELECT r.key, r.root FROM {given} JOIN redirect r ON r.root = given.key WHERE r.key <> r.root", members
    ):
        members[root].append(key)
    return members


def types_of(keys: Iterable[int]) -> dict[int, KeyType]:
    """Key → its type and scope."""
    rows = sql.select_keys("SELECT i.key, i.type, i.scope FROM {given} JOIN identifier i ON i.key = given.key", keys)
    return {key: KeyType(type_, scope) for key, type_, scope in rows}


def claims_of(keys: Iterable[int]) -> dict[int, list[Claim]]:
    """Key → what trusted sources stated about who it is."""
    rows = sql.select_keys(
        "SELECT l.a, l.claims FROM {given} JOIN link l ON l.a = given.key AND l.b = given.key"
        " WHERE l.withdrawn = 0 AND l.claims <> ''",
        keys,
    )
    claims: dict[int, list[Claim]] = {}
    for key, text in rows:
        claims.setdefault(key, []).extend(read_claims(text))
    return claims


def read_claims(text: str) -> list[Claim]:
    """Claims from their stored form."""
    stored = msgspec.json.decode(text, type=dict[str, dict[str, int]]) if text else {}
    return [(kind, value, at) for kind, values in stored.items() for value, at in values.items()]


def groups(keys: Collection[int], public: Collection[int], *, with_claims: bool) -> Groups:
    """The components that hold these keys, as stored; `public` are the ids of public sources."""
    people = components(keys, with_claims)
    solid: Homes = {key: Component(key, *kind) for key, kind in types_of(people).items()}
    for a, b in solid_pairs(people, public):
        if a in solid and b in solid:
            unite(solid, a, b)
    return Groups(people, solid)


def solid_pairs(keys: Collection[int], public: Collection[int]) -> list[tuple[int, int]]:
    """The pairs among these keys that a trusted source or a colleague joined."""
    rows = sql.select_keys(
        "SELECT DISTINCT l.a, l.b, l.source FROM {given} JOIN link l ON l.a = given.key AND l.a <> l.b"
        " WHERE l.withdrawn = 0 AND l.accepted",
        keys,
    )
    joins = sql.select_keys(
        "SELECT d.a, d.b FROM {given} JOIN decision d ON d.a = given.key WHERE d.kind = 'join' AND d.reversed_by = 0",
        keys,
    )
    return [(a, b) for a, b, source in rows if source not in public] + [(a, b) for a, b in joins]


def components(keys: Collection[int], with_claims: bool) -> Homes:
    """The components that hold these keys, as stored."""
    roots = set(roots_of(keys).values())
    members = members_of(roots)
    every = [key for group in members.values() for key in group]
    types = types_of(every)
    claims = claims_of(every) if with_claims else {}
    homes: Homes = {}
    for group in members.values():
        whole: Component | None = None
        for key in group:
            one = Component(key, *types[key], claims.get(key, ()))
            if whole is None:
                whole = one
            else:
                whole.absorb(one)
            homes[key] = whole
    return homes


def standing_decisions() -> Standing:
    """Every standing decision that can refuse a link."""
    standing = Standing()
    rows = sql.run(
        "SELECT kind, a, b, position FROM decision WHERE reversed_by = 0"
        " AND kind IN ('apart', 'block', 'part', 'quarantine') ORDER BY position"
    )
    for kind, a, b, position in rows:
        if kind == "apart":
            standing.aparts.setdefault(a, set()).add(b)
            standing.aparts.setdefault(b, set()).add(a)
        elif kind == "block":
            standing.blocked.add(a)
        elif kind == "part":
            standing.parted.add(a)
        else:
            standing.quarantined.setdefault(a, position)
    return standing


def withdrawn_batches() -> set[int]:
    """The import batches that a standing decision hides."""
    rows = sql.run("SELECT batch FROM decision WHERE kind = 'withdraw' AND a = 0 AND batch > 0 AND reversed_by = 0")
    return {batch for (batch,) in rows}


def add_identifiers(rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert (key, type, scope, value, generation, started_at, ended_at)."""
    numbers = ["generation integer", "started_at bigint", "ended_at bigint"]
    sql.insert("identifier", ["key bigint", "type text", "scope text", "value text", *numbers], rows)


LINK_COLUMNS = (
    *("id bigint", "a bigint", "b bigint", "source bigint", "batch bigint", "first_position bigint"),
    *("last_position bigint", "count integer", "accepted boolean", "reason text", "claims text", "withdrawn bigint"),
)


def add_links(links: Iterable[LinkRow]) -> None:
    """Insert new link rows."""
    sql.insert("link", LINK_COLUMNS, [(*msgspec.structs.astuple(link), 0) for link in links])


def touch_links(links: Iterable[LinkRow]) -> None:
    """Store that known evidence came again."""
    rows = [(link.id, link.last, link.count, link.claims) for link in links]
    sql.update("link", "id bigint", ["last_position bigint", "count integer", "claims text"], rows)


def store_roots(changed: dict[int, tuple[int, int]]) -> None:
    """Key → (root, position), for keys whose root has changed."""
    sql.insert(
        "redirect",
        ["key bigint", "root bigint", "position bigint"],
        [(key, root, position) for key, (root, position) in changed.items()],
        "(key) DO UPDATE SET root = excluded.root, position = excluded.position",
    )
