"""Customers straight in the index, and searches over them by name."""

from collections.abc import Collection, Iterable

from django.db import transaction

from regulars.base.fields.masks import EVERYTHING
from regulars.unify.customers.search import index, search
from regulars.unify.customers.search.documents import Document, stored
from regulars.unify.customers.search.enums import NAMES
from regulars.unify.customers.search.terms import terms
from regulars.unify.customers.search.words import Word


def add(root: int, kind: str = "person", **values: str | list[str]) -> None:
    """Index one customer by values of the searchable fields."""
    said = [
        (NAMES[name], one) for name, value in values.items() for one in ([value] if isinstance(value, str) else value)
    ]
    with transaction.atomic():
        index.put({root: Document(kind, stored(said))})


def terms_of(words: Iterable[Word]) -> set[str]:
    """All terms of a document."""
    return {term for word in words for term in terms(word)}


def found(text: str, fields: Collection[str] | None = None, limit: int = 20) -> list[int]:
    """The roots that a search finds, best first."""
    return [hit.root for hit in search(text, fields=fields, limit=limit, sight=EVERYTHING)]
