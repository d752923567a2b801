"""Tags: the list trait `tags` as colleagues edit it, one customer or very many at once; each has one spelling.

Like every correction a tag is a fact by a colleague: it has an origin, can be withdrawn, and is asked for by rules.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from regulars.base.audit.services import record
from regulars.base.lake.errors import LakeError
from regulars.base.rules.folding import fold
from regulars.base.staff.queries import sight_of
from regulars.base.web.counts import Remembered
from regulars.unify.facts.fact import Fact, Lane
from regulars.unify.facts.lake import engine
from regulars.unify.facts.services import colleagues, take
from regulars.unify.identity import queries as identity
from regulars.unify.identity.services import HandedIn, address_of, edit_of

from .errors import TagInvalid
from .golden import stored_rows, values_of
from .owners import reachable

TRAIT = "tags"
LONGEST = 50
MOST = 50
"""How many tags one customer has at most."""
MOST_KNOWN = 500
AT_ONCE = 1_000
"""So many facts are one request."""
FEW = 100
"""What changes more customers than this waits behind what arrives live."""
COMMAS = frozenset(",،、，")


class Tagged(NamedTuple):
    """`changed` customers have other tags as soon as the road has filed what was handed in; `full` had too many."""

    changed: int
    full: int
    handed: tuple[HandedIn, ...]


def add_tags(roots: Iterable[int], tags: Iterable[str], *, actor: str) -> Tagged:
    """Give these customers tags; who has them already stays as they are. Raises TagInvalid."""
    return change_tags(roots, [read_tag(tag) for tag in tags], (), actor=actor)


def remove_tags(roots: Iterable[int], tags: Iterable[str], *, actor: str) -> Tagged:
    """Take tags away, in whatever case they are written. Raises TagInvalid."""
    return change_tags(roots, (), [read_tag(tag) for tag in tags], actor=actor)


def change_tags(roots: Iterable[int], added: Collection[str], removed: Collection[str], *, actor: str) -> Tagged:
    """One audit line, and one fact for each customer whose tags change; whom the actor may not see is left out."""
    asked = set(identity.roots_of(roots).values())
    seen = sorted(reachable(asked, sight_of(actor)))
    note(seen, added, removed, actor=actor)
    lane = Lane.DECISIONS if len(seen) <= FEW else Lane.IMPORTS
    starts = range(0, len(seen), AT_ONCE)
    parts = [hand_in(seen[start : start + AT_ONCE], added, removed, lane, actor=actor) for start in starts]
    handed = tuple(one for part in parts for one in part.handed)
    return Tagged(sum(part.changed for part in parts), sum(part.full for part in parts), handed)


def note(roots: Collection[int], added: Collection[str], removed: Collection[str], *, actor: str) -> None:
    """The line of the audit trail."""
    action, said = ("customer.tag", added) if added else ("customer.untag", removed)
    text = ", ".join([*said, *(f"− {tag}" for tag in removed if added)])
    record(action, actor=actor, object_type="customer", keys=roots, fields=[TRAIT], text=text)


def hand_in(
    roots: Sequence[int], added: Collection[str], removed: Collection[str], lane: Lane, *, actor: str
) -> Tagged:
    """The edits of these customers as one request; no audit line."""
    wanted, full = changes(roots, added, removed)
    facts = list(edits(wanted, actor=actor))
    if not facts:
        return Tagged(0, full, ())
    source, last = colleagues().pk, facts[-1]
    inbox = take(facts, source=source, lane=lane, received_at=last.occurred_at)
    return Tagged(len(facts), full, (HandedIn(inbox, source, last.message_id, last.occurred_at),))


def changes(roots: Sequence[int], added: Collection[str], removed: Collection[str]) -> tuple[dict[int, list[str]], int]:
    """Root → the tags it shall have, for those that change; and how many would have had too many."""
    wanted, full = {}, 0
    for root, (_, traits) in stored_rows(roots).items():
        before = tags_of(values_of(traits))
        after = with_tags(before, added, removed)
        if len(after) > max(MOST, len(before)):
            full += 1
        elif after != before:
            wanted[root] = after
    return wanted, full


def tags_of(traits: Mapping[str, object]) -> list[str]:
    """The tags of golden traits; what a source sent in another form counts as none."""
    value = traits.get(TRAIT)
    return [tag for tag in value if isinstance(tag, str)] if isinstance(value, list) else []


def with_tags(before: Sequence[str], added: Collection[str], removed: Collection[str]) -> list[str]:
    """Tags with some more, or without some; case makes no difference."""
    gone, there = {fold(tag) for tag in removed}, {fold(tag) for tag in before}
    kept = [tag for tag in before if fold(tag) not in gone]
    return kept + [tag for tag in dict.fromkeys(added) if fold(tag) not in there]


def edits(wanted: Mapping[int, Sequence[str]], *, actor: str) -> Iterator[Fact]:
    """The facts that say so; of somebody whose every identifier changed hands nothing can be said."""
    members = identity.members_of(wanted)
    known = {one.key: one for one in identity.identifiers(key for keys in members.values() for key in keys)}
    for root, tags in wanted.items():
        address = address_of(known[key] for key in members[root] if key in known)
        if address is not None:
            yield edit_of(address, {TRAIT: list(tags) or None}, actor=actor)


def read_tag(text: str) -> str:
    """A tag as it is kept: in the spelling that is in use already, if it is. Raises TagInvalid."""
    tag = " ".join(text.split())
    if not tag or len(tag) > LONGEST or not tag.isprintable() or not COMMAS.isdisjoint(tag):
        raise TagInvalid(tag, LONGEST)
    return spellings().get(fold(tag), tag)


def spellings() -> dict[str, str]:
    """Folded tag → its usual spelling."""
    return {fold(tag): tag for tag in reversed(known_tags())}


def count_tags() -> list[tuple[str, int]]:
    """The tags of everyone with how many have them, commonest first; none while the lake cannot be read."""
    try:
        table = engine().table("customers")
        each = table.select(tag=table[TRAIT].unnest())
        counted = each.group_by("tag").agg(count=each.count())
        found = engine().rows(counted.order_by([counted["count"].desc(), counted.tag]).limit(MOST_KNOWN))
    except LakeError:
        return []
    return [(row["tag"], row["count"]) for row in found.to_pylist()]


counted_tags = Remembered(count_tags)


def known_tags() -> list[str]:
    """The tags in use, commonest first, as they were a moment ago; of several spellings the commonest comes first."""
    return [tag for tag, _ in counted_tags()]
