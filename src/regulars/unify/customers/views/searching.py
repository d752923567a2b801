"""Finds customers by what somebody typed, in all of them or within what filters leave."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.base.fields.masks import Sight
from regulars.base.fields.moments import now
from regulars.base.rules import Rule
from regulars.unify.customers.golden import values_of
from regulars.unify.customers.queries.listing import Golden, Row, golden_rows, rows_of
from regulars.unify.customers.search import KINDS, search
from regulars.unify.facts.identifiers import PERSON

MOST = 50
LOOKED_THROUGH = 2_000
"""So many of the best answers to a text are held against the filters."""
FIELDS: dict[str, str | Promise] = {
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


@dataclass(frozen=True)
class Within:
    """Some of those who answer a text and filters, best first; `is_all`: there are no more."""

    roots: list[int]
    is_all: bool


def roots_within(text: str, rule: Rule | None, *, sight: Sight, kind: str, since: int = 0, limit: int = MOST) -> Within:
    """Who answers a text among those who answer a rule and are not older than a root."""
    is_narrow = rule is not None or since > 0
    most = LOOKED_THROUGH if is_narrow else limit
    hits = search(text, limit=most, sight=sight, kinds=(kind,)) if text else []
    roots = [hit.root for hit in hits if hit.root >= since]
    if rule is not None:
        roots = answering(golden_rows(roots), rule)
    return Within(roots[:limit], len(hits) < most and len(roots) <= limit)


def answering(golden: Sequence[Golden], rule: Rule) -> list[int]:
    """Those of these customers who answer a rule, as the database has them now."""
    at = now()
    return [root for root, _kind, traits in golden if rule.matches(values_of(traits), at)]
