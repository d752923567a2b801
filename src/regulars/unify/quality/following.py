"""Follows the changes of customers, apart from the road: builds what is known of quality, then keeps up with it."""

import time
from collections.abc import Callable

from regulars.base.web import preferences
from regulars.unify.customers import changes
from regulars.unify.facts import inbox, sql
from regulars.unify.facts.counters import last_position
from regulars.unify.facts.identifiers import PERSON

from .measuring import refresh

NAME = "quality.1"
"""With another number everything is measured anew."""
BUILT = "quality.built"
"""The setting that says how far the first measuring has come: a root, or -1 once it is through."""
AT_ONCE = 500
SHARE = 3
"""While facts wait for the road, so many times as long as a slice took is given away after it."""

Progress = Callable[[int], None]


def follow(seconds: float, progress: Progress = lambda _: None) -> int:
    """Measure who changed, for about so many seconds at most; returns how many people were measured."""
    until, done = time.monotonic() + seconds, 0
    if not changes.follows(NAME):
        begin()
    while time.monotonic() < until:
        began = time.monotonic()
        measured = build() if is_building() else keep_up()
        if measured is None:
            break
        done += measured
        progress(done)
        if inbox.waiting():
            time.sleep(SHARE * (time.monotonic() - began))
    return done


def begin() -> None:
    """Measure everybody anew; changes from now on are kept meanwhile."""
    preferences.put(BUILT, 0)
    changes.pass_to(NAME, last_position())


def is_building() -> bool:
    """Whether not everybody was measured yet."""
    return int(preferences.read(BUILT, -1)) >= 0


def build() -> int:
    """Measure the next people by root."""
    after = int(preferences.read(BUILT, 0))
    rows = sql.run(
        "SELECT root FROM golden WHERE kind = %s AND root > %s ORDER BY root LIMIT %s", PERSON, after, AT_ONCE
    )
    roots = [root for (root,) in rows]
    measured = refresh(roots) if roots else 0
    preferences.put(BUILT, roots[-1] if roots else -1)
    return measured


def keep_up() -> int | None:
    """Measure the next people who changed; None if nobody did."""
    found = changes.since(changes.passed(NAME), AT_ONCE)
    if not found:
        return None
    roots = sorted({change.root for change in found})
    measured = sum(refresh(roots[at : at + AT_ONCE]) for at in range(0, len(roots), AT_ONCE))
    changes.pass_to(NAME, found[-1].position)
    return measured


def rebuild() -> int:
    """Throw away all that was measured and measure everybody; returns how many people there are."""
    sql.run("DELETE FROM quality_finding")
    sql.run("DELETE FROM quality_score")
    begin()
    done = 0
    while is_building():
        done += build()
    return done
