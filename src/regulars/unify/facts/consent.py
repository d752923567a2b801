"""Consent as SDKs state it in the context of a call, and the reserved names under which records keep it. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from regulars.unify.facts.normalize import text
from regulars.unify.facts.normalize.reserved import CONSENT

EVERY = "*"
"""Stands for every category that is not named: an empty object of preferences allows nothing."""


def preferences(context: Mapping[str, Any]) -> dict[str, bool]:
    """`consent.<category>` → whether it was given; empty where the context says nothing of consent.

    Segment's `consent.categoryPreferences` and RudderStack's `consentManagement`; where both name a category,
    Segment's counts, and where one says both, the no.
    """
    return {
        CONSENT + text(category): answer
        for category, answer in stated(context)
        if isinstance(category, str) and isinstance(answer, bool) and text(category)
    }


def is_readable(context: Mapping[str, Any]) -> bool:
    """Whether every answer in the context is a yes or a no to a named category."""
    return all(isinstance(category, str) and isinstance(answer, bool) for category, answer in stated(context))


def stated(context: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    """(category, answer) as written, what counts more last; (None, None) for what is neither list nor object."""
    managed, said = context.get("consentManagement"), context.get("consent")
    for name, answer in (("allowedConsentIds", True), ("deniedConsentIds", False)):
        ids = managed.get(name) if isinstance(managed, dict) else None
        yield from ((one, answer) for one in ids) if isinstance(ids, list) else unread(ids)
    chosen = said.get("categoryPreferences") if isinstance(said, dict) else None
    yield from chosen.items() if isinstance(chosen, dict) else unread(chosen)
    if chosen == {}:
        yield EVERY, False


def unread(value: Any) -> list[tuple[None, None]]:
    return [] if value is None else [(None, None)]


def is_consent(trait: str) -> bool:
    """Whether a record's entry is a consent, which is no trait of a person."""
    return trait.startswith(CONSENT)
