"""Finds customers by what somebody typed."""

from regulars.unify.customers import queries
from regulars.unify.customers.queries import Found

MOST = 20


def matches(text: str, limit: int = MOST) -> list[Found]:
    """The customers whom a text may mean, best first."""
    return queries.find(text)[:limit]
