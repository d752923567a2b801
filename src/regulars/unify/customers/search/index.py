"""The index as it is stored: documents in a table, their terms in FTS5 on SQLite and in a tsvector on PostgreSQL.

The same terms on both. FTS5 keeps no text: to take a document out, its terms are told again from its stored words.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from django.db import connection, transaction

from regulars.base.fields.masks import Sight
from regulars.unify.customers.owners import span, within
from regulars.unify.facts import sql

from .documents import Document
from .enums import Field
from .expression import NOTHING, Expression, any_of, for_postgresql, for_sqlite
from .terms import terms_text, whole

NEWEST = 5_000
"""On PostgreSQL so many of the newest customers are looked through first, since its index knows no order."""
AT_ONCE = 500
MERGE_PAGES = 500
BULK_HASH = 64 * 1024 * 1024


class Candidate(NamedTuple):
    """A document whose terms answer a question."""

    root: int
    kind: str
    words: str


def put(documents: Mapping[int, Document]) -> None:
    """Keep these as the newest documents of their roots, inside the caller's transaction."""
    before = stored(documents)
    changed = {root: documents[root] for root in sorted(documents) if documents[root] != before.get(root)}
    take_out({root: before[root] for root in changed if root in before})
    columns = ["root bigint", "kind text", "words text"]
    conflict = "(root) DO UPDATE SET kind = excluded.kind, words = excluded.words"
    sql.insert("search_document", columns, [(root, *document) for root, document in changed.items()], conflict)
    put_in(changed)


def remove(roots: Collection[int]) -> None:
    """Take documents out, inside the caller's transaction."""
    take_out(stored(roots))
    sql.run_keys("DELETE FROM search_document WHERE root IN (SELECT key FROM {given})", roots)


def stored(roots: Collection[int]) -> dict[int, Document]:
    """Root → its document, in order of roots."""
    rows = sql.select_keys(
        "SELECT d.root, d.kind, d.words FROM {given} JOIN search_document d ON d.root = given.key ORDER BY d.root",
        roots,
    )
    return {root: Document(kind, words) for root, kind, words in rows}


def put_in(documents: Mapping[int, Document]) -> None:
    """Add the terms of documents that are not indexed."""
    rows = [(root, terms_text(document.words)) for root, document in documents.items()]
    if is_sqlite():
        sql.write("INSERT INTO search_index (rowid, terms) VALUES (%s, %s)", rows)
    else:
        sql.select(
            "UPDATE search_document SET terms = array_to_tsvector(string_to_array(given.terms, ' ')) FROM {given}"
            " WHERE search_document.root = given.root RETURNING 1",
            ["root bigint", "terms text"],
            rows,
        )


def take_out(documents: Mapping[int, Document]) -> None:
    """Take the terms of indexed documents out; a tsvector goes with its row."""
    if is_sqlite():
        rows = [(root, terms_text(document.words)) for root, document in documents.items()]
        sql.write("INSERT INTO search_index (search_index, rowid, terms) VALUES ('delete', %s, %s)", rows)


def clear() -> None:
    """Empty the index."""
    if is_sqlite():
        sql.run("INSERT INTO search_index (search_index) VALUES ('delete-all')")
    sql.run("DELETE FROM search_document")


def candidates(asked: Expression, kinds: Collection[str], limit: int, sight: Sight) -> list[Candidate]:
    """At most `limit` documents that have the terms, newest customers first, of those whom somebody may see."""
    if asked == NOTHING or not kinds:
        return []
    if is_sqlite():
        condition, owners = within(sight, "search_index.rowid")
        places = ", ".join(["%s"] * len(kinds))
        rows = sql.run(
            "SELECT d.root, d.kind, d.words FROM search_index CROSS JOIN search_document d"
            " ON d.root = search_index.rowid WHERE search_index MATCH %s AND search_index.rowid BETWEEN %s AND %s"
            f" AND {condition} AND d.kind IN ({places}) ORDER BY search_index.rowid DESC LIMIT %s",
            *(for_sqlite(asked), *span(sight), *owners, *kinds, limit),
        )
        return [Candidate(*row) for row in rows]
    condition, owners = within(sight, "d.root")
    query, wanted = for_postgresql(asked), Wanted(list(kinds), condition, owners, limit)
    return newest_candidates(query, wanted) or all_candidates(query, wanted)


class Wanted(NamedTuple):
    """Which documents are wanted: of these kinds, with a condition on `d.root` and its values, and how many."""

    kinds: list[str]
    condition: str
    owners: list[int]
    limit: int


def newest_candidates(query: str, wanted: Wanted) -> list[Candidate]:
    """`limit` documents among the newest customers; none if there are fewer.

    What is common is found here, without gathering all that have it from an index that knows no order.
    """
    rows = sql.run(
        "SELECT d.root, d.kind, d.words FROM (SELECT root, kind, words, terms FROM search_document ORDER BY root DESC"
        f" LIMIT %s) d WHERE d.terms @@ %s::tsquery AND d.kind = ANY(%s) AND {wanted.condition}"
        " ORDER BY d.root DESC LIMIT %s",
        *(NEWEST, query, wanted.kinds, *wanted.owners, wanted.limit),
    )
    return [Candidate(*row) for row in rows] if len(rows) == wanted.limit else []


def all_candidates(query: str, wanted: Wanted) -> list[Candidate]:
    """At most `limit` documents by the index; it is asked alone, since the planner would rather walk the table."""
    rows = sql.run(
        "WITH found AS MATERIALIZED (SELECT root FROM search_document WHERE terms @@ %s::tsquery)"
        " SELECT d.root, d.kind, d.words FROM found JOIN search_document d USING (root)"
        f" WHERE d.kind = ANY(%s) AND {wanted.condition} ORDER BY d.root DESC LIMIT %s",
        *(query, wanted.kinds, *wanted.owners, wanted.limit),
    )
    return [Candidate(*row) for row in rows]


def holders(keys: Collection[int]) -> set[int]:
    """The roots whose document says that these keys are theirs."""
    ordered = sorted(keys)
    found: set[int] = set()
    for start in range(0, len(ordered), AT_ONCE):
        part = [whole(Field.KEY, str(key)) for key in ordered[start : start + AT_ONCE]]
        found |= {root for (root,) in roots_with(any_of(*part))}
    return found


def roots_with(asked: Expression) -> list[sql.Row]:
    """Every root that has the terms; for terms that few have."""
    if is_sqlite():
        return sql.run("SELECT rowid FROM search_index WHERE search_index MATCH %s", for_sqlite(asked))
    return sql.run("SELECT root FROM search_document WHERE terms @@ %s::tsquery", for_postgresql(asked))


def merge() -> None:
    """Make one segment of the index, step by step, so that what was taken out is nowhere in it.

    FTS5 takes terms out by writing that they are gone; only a merge of everything drops them. Each step is a short
    transaction. PostgreSQL has nothing of the kind: its VACUUM does it.
    """
    if not is_sqlite():
        return
    pages = -MERGE_PAGES
    while merge_step(pages):
        pages = MERGE_PAGES


def merge_step(pages: int) -> bool:
    """Merge some pages, of all segments if the number is negative; False if nothing is left to merge."""
    with transaction.atomic():
        before = changes_so_far()
        sql.run("INSERT INTO search_index (search_index, rank) VALUES ('merge', %s)", pages)
        return changes_so_far() - before >= 2


def changes_so_far() -> int:
    """How many rows this connection has changed."""
    return int(sql.run("SELECT total_changes()")[0][0])


@contextmanager
def in_bulk() -> Iterator[None]:
    """While very many documents are put in, SQLite gathers more of them before it writes."""
    if not is_sqlite():
        yield
        return
    sql.run("INSERT INTO search_index (search_index, rank) VALUES ('hashsize', %s)", BULK_HASH)
    try:
        yield
    finally:
        sql.run("INSERT INTO search_index (search_index, rank) VALUES ('hashsize', 1048576)")


def is_sqlite() -> bool:
    """Which of the two databases this is."""
    return connection.vendor == "sqlite"
