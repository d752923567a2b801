"""What an undo would change, before it is done: the closure is folded without the evidence, and nothing is written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from regulars.unify.facts.queries import public_sources
from regulars.unify.identity import store
from regulars.unify.identity.errors import DecisionUnknown, LinkUnknown, LinkWithdrawn, NoPreview
from regulars.unify.identity.fold import Homes
from regulars.unify.identity.models import Decision, Link
from regulars.unify.identity.refold import StoredLink, closure_of, fold_closure, joins_among, standing_links

from .links import LinkEvidence, StandingDecision, decisions_about, links_of, named
from .people import IdentifierValue
from .why import Tie, path


@dataclass(frozen=True)
class PersonAfter:
    """Somebody as they would be: the keys that come together under another root than today."""

    root: int
    identifiers: tuple[IdentifierValue, ...]
    is_outsider: bool


@dataclass(frozen=True)
class UndoPreview:
    """`still` is the other evidence that would keep the two together; then they must be kept apart first.

    `comes_back`: a live source says it, and would say it again with its next event.
    """

    undone: LinkEvidence | StandingDecision
    still: tuple[Tie, ...]
    comes_back: bool
    changes: tuple[PersonAfter, ...]


def undo_preview(link: str) -> UndoPreview:
    """What `undo` of a link (its number) or of a colleague's join (d and its position) would change.

    Raises LinkUnknown, LinkWithdrawn, DecisionUnknown, NoPreview.
    """
    if link.startswith("d"):
        decision = standing(link)
        if decision.kind != "join":
            raise NoPreview(position=decision.position)
        return preview((decision.a, decision.b), (), (decision.a, decision.b), comes_back=False, name=decision.position)
    row = standing_link(link)
    gone = Link.objects.filter(a__in=(row.a, row.b), b__in=(row.a, row.b), source=row.source, batch=row.batch)
    same = tuple(gone.filter(withdrawn=0).values_list("id", flat=True))
    return preview((row.a, row.b), same, None, comes_back=row.batch == 0, name=row.id)


def apart_preview(a: int, b: int) -> tuple[PersonAfter, ...]:
    """Who would be who if these two keys were kept apart."""
    closure = closure_of((a, b))
    standing_ = store.standing_decisions()
    standing_.aparts.setdefault(a, set()).add(b)
    standing_.aparts.setdefault(b, set()).add(a)
    homes, _ = fold_closure(closure, standing_links(closure), joins_among(closure), public_sources(), standing_)
    return tuple(changes(homes, (a, b)))


def standing_link(link: str) -> Link:
    """The link of this number. Raises LinkUnknown, LinkWithdrawn."""
    found = Link.objects.filter(pk=int(link)).first() if link.isascii() and link.isdigit() else None
    if found is None or found.a == found.b:
        raise LinkUnknown(link=link)
    if found.withdrawn:
        raise LinkWithdrawn(link=link)
    return found


def standing(decision: str) -> Decision:
    """The standing decision that is written as d and its position. Raises LinkUnknown, DecisionUnknown."""
    number = decision.removeprefix("d")
    if not (number.isascii() and number.isdigit()):
        raise LinkUnknown(link=decision)
    found = Decision.objects.filter(position=int(number), reversed_by=0).first()
    if found is None:
        raise DecisionUnknown(position=number)
    return found


def preview(
    ends: tuple[int, int], gone: Collection[int], join: tuple[int, int] | None, *, comes_back: bool, name: int
) -> UndoPreview:
    """Fold the closure without some links or a join, and say what is different."""
    closure = closure_of(ends)
    links, decisions = links_of(closure), decisions_about(closure)
    stored = [link for link in standing_links(closure) if link.id not in gone]
    homes, accepted = dry_run(closure, stored, join)
    joins = [one for one in decisions if one.kind == "join" and (join is None or one.position != name)]
    left: list[Tie] = [*joins, *(link for link in links if link.id in accepted)]
    undone: Tie = next(
        one
        for one in (links if join is None else decisions)
        if (one.id if isinstance(one, LinkEvidence) else one.position) == name
    )
    still = path(*ends, left) if homes[ends[0]] is homes[ends[1]] else []
    return UndoPreview(undone, tuple(still), comes_back, tuple(changes(homes, ends)))


def dry_run(
    closure: Collection[int], stored: Sequence[StoredLink], without: tuple[int, int] | None
) -> tuple[Homes, set[int]]:
    """The people of a closure, and the ids of the links that would be accepted."""
    joins = joins_among(closure)
    if without in joins:
        joins.remove(without)
    homes, verdicts = fold_closure(closure, stored, joins, public_sources(), store.standing_decisions())
    return homes, {link.id for link, verdict in zip(stored, verdicts, strict=True) if verdict.accepted}


def changes(homes: Homes, ends: tuple[int, int]) -> list[PersonAfter]:
    """People who would have another root, or lose or gain keys; outsiders are those who are neither of the two."""
    before = store.roots_of(homes)
    today = {frozenset(keys) for keys in store.members_of(set(before.values())).values()}
    after = {id(home): home for home in homes.values() if frozenset(home.keys) not in today}.values()
    known = named(key for home in after for key in home.keys)
    mine = {before[key] for key in ends}
    return [
        PersonAfter(
            home.root,
            tuple(sorted((known[key] for key in home.keys), key=lambda one: one.strength)),
            mine.isdisjoint(before[key] for key in home.keys),
        )
        for home in sorted(after, key=lambda home: home.root)
    ]
