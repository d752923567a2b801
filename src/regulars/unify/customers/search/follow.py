"""Keeps the index: follows what changed of customers in short turns, and can build all of it anew."""

import time
from collections.abc import Callable, Collection

from django.db import transaction

from regulars.unify.customers import changes
from regulars.unify.facts import sql
from regulars.unify.facts.counters import last_position
from regulars.unify.facts.identifiers import TYPES

from . import index
from .documents import documents

VERSION = 1
"""Of words and terms: with another one the index is built anew. A test holds what it stands for."""
NAME = f"search.{VERSION}"
BUILDING = f"search.{VERSION}.building"
AT_ONCE = 100
"""Documents in one transaction, which takes some 30 ms."""
LOOKED_AT = 2_000
ASKED = 500
"""Keys for whose holders the index is asked at once."""
BULK = 5_000
LOOK_SECONDS = 0.5
SHARE = 0.05
SAVED_SECONDS = 0.25

Progress = Callable[[int, int], None]
ANONYMOUS = sorted(code for code, type_ in TYPES.items() if type_.anonymous)


class Following:
    """Brings the index behind the road, a slice of what changed a turn."""

    def __init__(self) -> None:
        self.waiting: list[int] = []
        self.moved: list[int] = []
        self.holders: set[int] = set()
        self.target = self.passed = changes.passed(NAME)
        self.looked_at = float("-inf")
        self.saved, self.saved_at = 0.0, time.monotonic()
        if not changes.follows(NAME) or changes.follows(BUILDING):
            self.begin()

    def begin(self) -> None:
        """Empty the index, and let everybody wait for it; changes from now on are kept meanwhile."""
        with transaction.atomic(durable=True):
            index.clear()
            leave_earlier()
            start(last_position())
        self.passed = self.target = changes.passed(NAME)
        self.waiting = every_root()
        if not self.waiting:
            changes.leave(BUILDING)

    def turn(self, busy: bool = False) -> bool:
        """Index a slice; False if nothing waits. While the road is busy this takes a small share of its time."""
        began_at = time.monotonic()
        self.saved = min(SAVED_SECONDS, self.saved + SHARE * (began_at - self.saved_at))
        self.saved_at = began_at
        if busy and self.saved <= 0:
            return False
        if not self.is_waiting() and began_at - self.looked_at >= LOOK_SECONDS:
            self.look()
        if not self.is_waiting():
            return False
        self.step()
        self.saved -= time.monotonic() - began_at
        return True

    def catch_up(self) -> None:
        """Index everything that changed so far."""
        self.look()
        while self.is_waiting():
            self.step()
            self.look()
        changes.pass_to(NAME, self.passed)

    def look(self) -> None:
        """Gather the customers that changed next, and those whose identifiers moved until then."""
        self.looked_at = time.monotonic()
        if self.is_waiting():
            return
        end = last_position()
        # There may be more behind them: what moved behind the last of these is for the next look.
        if found := changes.since(self.passed, LOOKED_AT):
            end = found[-1].position
        roots, self.moved = moved(self.passed, end)
        self.target = end
        self.waiting = sorted(roots | {change.root for change in found}, reverse=True)
        if not self.waiting:
            self.passed = end

    def is_waiting(self) -> bool:
        """Whether there is anything to index that has been gathered."""
        return bool(self.waiting or self.moved)

    def step(self) -> None:
        """Index one slice of those that wait; with the last one, note how far this has come."""
        if self.moved:
            self.find_holders()
            return
        is_last = len(self.waiting) <= AT_ONCE
        with transaction.atomic(durable=True):
            refresh(self.waiting[-AT_ONCE:])
            if is_last:
                changes.pass_to(NAME, self.target)
                changes.leave(BUILDING)
        del self.waiting[-AT_ONCE:]
        if is_last:
            self.passed = self.target

    def find_holders(self) -> None:
        """Have those wait too whose documents still say that some of the identifiers that moved are theirs."""
        self.holders |= index.holders(self.moved[-ASKED:])
        del self.moved[-ASKED:]
        if not self.moved:
            self.waiting = sorted(self.holders.union(self.waiting), reverse=True)
            self.holders = set()


def refresh(roots: Collection[int]) -> None:
    """Make the documents of these roots anew, and take out those that are no customers any more."""
    found = documents(roots)
    index.put(found)
    index.remove([root for root in roots if root not in found])


def moved(after: int, until: int) -> tuple[set[int], list[int]]:
    """The roots that won an identifier between two positions, and the keys that somebody may have lost.

    Facts only join: whose identifiers they move is a customer no more, which is a change of its own. Only a decision
    takes identifiers from somebody who stays, and may stay as they are.
    """
    places = ", ".join(["%s"] * len(ANONYMOUS))
    rows = sql.run(
        "SELECT r.key, r.root FROM redirect r JOIN identifier i ON i.key = r.key"
        f" WHERE r.position > %s AND r.position <= %s AND i.type NOT IN ({places})",
        *(after, until, *ANONYMOUS),
    )
    decided = sql.run("SELECT 1 FROM decision WHERE position > %s AND position <= %s LIMIT 1", after, until)
    return {root for _, root in rows}, [key for key, _ in rows] if decided else []


def unheard(done: int, total: int) -> None:
    """Nobody asks how far a rebuild is."""


def rebuild(progress: Progress = unheard) -> int:
    """Throw the index away and build it; how many customers there are. `progress` hears (done, total)."""
    with transaction.atomic(durable=True):
        index.clear()
        leave_earlier()
        start(last_position())
    roots = every_root()
    with index.in_bulk():
        for begin in range(0, len(roots), BULK):
            with transaction.atomic(durable=True):
                refresh(roots[begin : begin + BULK])
            progress(min(begin + BULK, len(roots)), len(roots))
    changes.leave(BUILDING)
    return len(roots)


def start(position: int) -> None:
    """Follow from a position on; until everybody is indexed this counts as being built."""
    changes.pass_to(NAME, position)
    changes.pass_to(BUILDING, position)


def leave_earlier() -> None:
    """Forget how far earlier versions of the index came."""
    for version in range(VERSION):
        changes.leave(f"search.{version}")
        changes.leave(f"search.{version}.building")


def every_root() -> list[int]:
    """All customers."""
    return [root for (root,) in sql.run("SELECT root FROM golden ORDER BY root")]
