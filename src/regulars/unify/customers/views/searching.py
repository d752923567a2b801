"""Finds customers by what somebody typed."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from regulars.base.fields.masks import Sight
from regulars.unify.customers.queries.listing import Row, golden_rows, rows_of
from regulars.unify.customers.search import KINDS, search
from regulars.unify.facts.identifiers import PERSON

MOST = 50
FIELDS = {
    "name": _("name"),
    "company": _("company"),
    "email": _("e-mail"),
    "phone": _("phone"),
    "card": _("card"),
    "id": _("number"),
}


@dataclass(frozen=True)
class Match:
    """A customer whom a text may mean, and the field in which it stands."""

    row: Row
    field: str


def matches(text: str, *, sight: Sight, limit: int = MOST, kinds: Collection[str] = (PERSON,)) -> list[Match]:
    """The customers whom a text may mean, best first."""
    if not text.strip():
        return []
    hits = search(text, limit=limit, sight=sight, kinds=tuple(kinds))
    rows = {row.root: row for row in rows_of(golden_rows([hit.root for hit in hits]), sight.mask)}
    return [Match(rows[hit.root], str(FIELDS.get(hit.field, hit.field))) for hit in hits if hit.root in rows]


def matches_of_any_kind(text: str, *, sight: Sight, limit: int) -> list[Match]:
    """People, companies and households whom a text may mean."""
    return matches(text, sight=sight, limit=limit, kinds=KINDS)
