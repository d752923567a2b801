"""Facts that make somebody new of values nobody else has: what is stored of them needs no look at anybody.

Nothing stands against keys that are new, each of a type of its own: every link is accepted. Their keys follow each
other in the order of the identifiers, and so do their links, whose first says that the fact was filed.
"""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from functools import lru_cache

import msgspec

from regulars.unify.facts import sql
from regulars.unify.facts.identifiers import TYPES, Ident
from regulars.unify.facts.statement import Statement

ANONYMOUS = frozenset(code for code, type_ in TYPES.items() if type_.anonymous or type_.group)
IDENTIFIER = ("key bigint", "type text", "scope text", "value text")
LINK = (
    *(f"{name} bigint" for name in ("id", "a", "b", "source", "batch", "first_position", "last_position")),
    *("reason text", "claims text"),
)
REDIRECT = ("key bigint", "root bigint", "position bigint")
encode = msgspec.json.Encoder().encode


def is_alone(statement: Statement, uses: Mapping[Ident, int], known: Container[Ident], public: Collection[int]) -> bool:
    """Whether a statement makes somebody new, of whom no other of the run says anything.

    `uses` is how many of the run name each identifier, `known` those that are somebody's.
    """
    if statement.group is not None or statement.source.id in public:
        return False
    for ident in statement.identifiers:
        if uses[ident] > 1 or ident in known:
            return False
    return are_apart(tuple([ident.type for ident in statement.identifiers]))


@lru_cache(maxsize=1_000)
def are_apart(types: tuple[str, ...]) -> bool:
    """Whether one person can have one of each of these types, and is known by them."""
    return len(set(types)) == len(types) and ANONYMOUS.isdisjoint(types)


def add_identifiers(alone: Iterable[Statement]) -> None:
    """Insert the identifiers of statements that are alone."""
    rows = [(key, *ident) for statement in alone for key, ident in enumerate(statement.identifiers, statement.key)]
    sql.insert("identifier", IDENTIFIER, rows, fixed=["generation = 0"])


def add_links(alone: Sequence[tuple[Statement, int]]) -> None:
    """Insert links and redirects; each statement comes with the number of its first link."""
    links: list[sql.Row] = []
    redirects: list[sql.Row] = []
    for statement, first in alone:
        key, at, source, batch = statement.key, statement.position, statement.source.id, statement.batch
        links.append((first, key, key, source, batch, at, at, "filed", claims_text(statement)))
        for place in range(1, len(statement.identifiers)):
            links.append((first + place, key, key + place, source, batch, at, at, "joined", ""))
            redirects.append((key + place, key, at))
    sql.insert("link", LINK, links, fixed=["count = 1", "accepted = TRUE", "withdrawn = 0"])
    sql.insert("redirect", REDIRECT, redirects)


def claims_text(statement: Statement) -> str:
    """What is kept of a first statement's claims."""
    if not statement.claims:
        return ""
    stored: dict[str, dict[str, int]] = {}
    for kind, value in statement.claims:
        stored.setdefault(kind, {})[value] = statement.position
    return encode(stored).decode()
