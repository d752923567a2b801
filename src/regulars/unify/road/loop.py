"""The loop in the worker: decisions first, then live facts, then imports; the lake follows by position."""

import logging
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Self

from django.db import InterfaceError, OperationalError

from regulars.base.fields.moments import now
from regulars.base.jobs.crash import crash_point
from regulars.base.jobs.heartbeat import Heartbeat
from regulars.unify.customers import changes, search
from regulars.unify.facts import inbox, registries, sql
from regulars.unify.facts.fact import Fact, Kind, Lane
from regulars.unify.facts.inbox import InboxRequest
from regulars.unify.facts.lake import lake
from regulars.unify.facts.services import colleagues, take
from regulars.unify.facts.statement import Statement
from regulars.unify.facts.tables import CUSTOMERS
from regulars.unify.identity.alarms import unanswered

from . import memory, recovery, undoing, upkeep
from .announcing import Announcing
from .durability import Durability
from .feed import Feed
from .filing import file_requests
from .pace import Pace
from .resealing import Resealing
from .world import World

logger = logging.getLogger(__name__)

BATCH_FACTS = 500
FLUSH_ROWS = 20_000
MOST_ROWS = 2 * FLUSH_ROWS
"""So many rows may wait in memory while the lake is laid out anew."""
FLUSH_SECONDS = 2.0
IDLE_SECONDS = 0.05
BULK_SECONDS = 2.0
LAKE_MEMORY = "256MB"


class Road:
    """One road: it alone writes the road's tables and the lake, under the lake's lease.

    `batch_facts` is how many facts one transaction holds at most (a request is never cut); without it as many of an
    import as can be filed in `IMPORT_SECONDS`. Raises LeaseHeld if another road is running.
    """

    def __init__(self, batch_facts: int | None = None) -> None:
        self.batch_facts = batch_facts or BATCH_FACTS
        self.pace = Pace(self.batch_facts, is_fixed=batch_facts is not None)
        self.after = dict.fromkeys(Lane, 0)
        with ExitStack() as opening:
            self.writer = opening.enter_context(lake().writer(crash=crash_point, memory_limit=LAKE_MEMORY))
            self.durability = opening.enter_context(Durability())
            self.start()
            self.held = opening.pop_all()

    def start(self) -> None:
        """Pick up where an earlier road left off."""
        self.world = World()
        self.feed = Feed(self.writer)
        self.upkeep = upkeep.Upkeep(self.writer, self.flush)
        self.announcing = Announcing()
        self.resealing = Resealing(self.world)
        self.searching = search.Following()
        self.followers = [make() for make in registries.followers]
        recovery.feed_again(self.feed, self.world, self.followers)
        recovery.feed_customers(self.feed)
        self.is_undoing = undoing.is_under_way()
        self.bulk_at = float("-inf")
        self.after.update(recovery.filed_up_to())
        self.flush()
        if not inbox.next_rows(Lane.DECISIONS, 0, 1):
            self.answer_alarms()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the lease back."""
        self.upkeep.close()
        self.feed.close()
        self.held.close()

    def drain(self) -> None:
        """File everything that waits, and bring the index and the lake up to date."""
        while self.turn():
            pass
        self.searching.catch_up()
        self.flush()

    def turn(self) -> bool:
        """File one batch; False if nothing waits."""
        requests = self.next_requests()
        if requests and requests[-1].lane == Lane.IMPORTS:
            self.bulk_at = time.monotonic()
        self.is_undoing = self.undo(requests)
        if self.is_undoing:
            return True
        if requests:
            self.world.refresh_sources({request.source for request in requests})
            if requests[0].lane == Lane.DECISIONS:
                self.flush_followers()
            self.file(requests)
            self.answer_alarms()
        if self.is_time_to_flush():
            self.flush(is_bulk=self.is_bulk())
        return bool(requests)

    def undo(self, requests: Sequence[InboxRequest]) -> bool:
        """A piece of a large withdrawal, if one comes next. Followers stored what they heard before it begins."""
        if requests and requests[0].lane == Lane.DECISIONS:
            self.world.refresh_sources({request.source for request in requests})
            if not self.is_undoing:
                self.flush_followers()
            return undoing.piece(requests, self.world)
        return False

    def next_requests(self) -> list[InboxRequest]:
        """The next requests of the most urgent lane that has any."""
        for lane in Lane:
            facts = {Lane.DECISIONS: 1, Lane.LIVE: self.batch_facts, Lane.IMPORTS: self.pace.facts}[lane]
            requests = inbox.next_rows(lane, self.after[lane], facts)
            if requests:
                return requests
        return []

    def file(self, requests: Sequence[InboxRequest]) -> None:
        """File requests; if the database refuses them, one by one, and the one that is at fault is put aside."""
        try:
            statements = file_requests(requests, self.world, around=self.pace.measured(requests))
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            # An edge: what one fact breaks must not stop the others.
            logger.exception("Requests %s to %s cannot be filed at once", requests[0].id, requests[-1].id)
            self.world.read_decisions()
            self.file_apart(requests)
            return
        self.passed(requests, statements)

    def file_apart(self, requests: Sequence[InboxRequest]) -> None:
        """Halve until the request at fault stands alone; then file its facts one by one, if it can be read at all."""
        if len(requests) > 1:
            self.file(requests[: len(requests) // 2])
            self.file(requests[len(requests) // 2 :])
            return
        try:
            statements = file_requests(requests, self.world, apart=True)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("Request %s cannot be read and is put aside", requests[0].id)
            recovery.put_aside(requests[0])
            statements = []
        self.passed(requests, statements)

    def passed(self, requests: Sequence[InboxRequest], statements: Sequence[Statement]) -> None:
        """Go on behind these requests."""
        self.after[Lane(requests[-1].lane)] = requests[-1].id
        self.feed.add(statement for statement in statements if not statement.refused)
        for follower in self.followers:
            follower.hear(statements)

    def answer_alarms(self) -> None:
        """Quarantine each value that has just been found on many people."""
        for key in unanswered():
            said = {"kind": "quarantine", "key": key, "actor": "system", "reason": "many_people"}
            fact = Fact(Kind.DECISION, f"quarantine:{key}", now(), decision=said)
            take([fact], source=colleagues().pk, lane=Lane.DECISIONS)

    def is_bulk(self) -> bool:
        """Whether an import is being filed, now or between live facts."""
        return time.monotonic() - self.bulk_at < BULK_SECONDS

    def is_time_to_flush(self) -> bool:
        """Often enough that people see what happened, seldom enough that files are worth their sync."""
        if self.upkeep.is_under_way() and len(self.feed.rows) < MOST_ROWS:
            return False
        return len(self.feed.rows) >= FLUSH_ROWS or time.monotonic() - self.flushed_at >= FLUSH_SECONDS

    def flush_followers(self) -> None:
        """Store what followers heard; what a decision erases is then where it can be found."""
        for follower in self.followers:
            try:
                follower.flush()
            except (OperationalError, InterfaceError):
                raise
            except Exception:
                # An edge: who only looks on must not stop the road.
                logger.exception("%s could not store what it heard", type(follower).__name__)

    def flush(self, *, is_bulk: bool = False) -> None:
        """Bring the lake up to date; then the inbox may forget what was filed. Not in the middle of a withdrawal.

        `is_bulk`: of customers that an import changes the lake may hear a little later.
        """
        self.flushed_at = time.monotonic()
        if self.is_undoing:
            return
        self.upkeep.finish()
        self.flush_followers()
        self.durability.sync()
        self.feed.flush(is_bulk=is_bulk)
        taken = [row[0] for row in sql.run("SELECT inbox FROM taken")]
        inbox.delete(taken)
        crash_point("road.after_inbox_delete")
        sql.run_keys("DELETE FROM taken WHERE inbox IN (SELECT key FROM {given})", taken)
        self.forget_changes()
        self.after = dict.fromkeys(Lane, 0)
        self.flushed_at = time.monotonic()

    def forget_changes(self) -> None:
        """Drop the changes that the lake has and everybody else has passed."""
        slowest, in_lake = changes.slowest(), self.writer.committed(CUSTOMERS.name)
        changes.forget(1 + (in_lake if slowest is None else min(slowest, in_lake)))


def run(stop: threading.Event) -> None:
    """The worker's loop until `stop` is set; idle it looks twenty times a second."""
    memory.settle()
    collector = memory.Collector()
    with Road() as road, Heartbeat("road") as heart:
        while not stop.is_set():
            worked = road.turn()
            if road.is_undoing:
                heart.beat()
                continue
            announced = road.announcing.turn()
            indexed = road.searching.turn(busy=worked)
            resealed = road.resealing.turn()
            if not (road.upkeep.turn(is_bulk=road.is_bulk()) or worked or announced or indexed or resealed):
                stop.wait(IDLE_SECONDS)
            collector.turn()
            heart.beat()
        road.flush()
