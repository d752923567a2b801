"""The jobs of matching: all customers at night, who is new by day, and joining what is sure enough."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy

from regulars.base.jobs.registry import job
from regulars.base.jobs.runs import JobRun, progress
from regulars.unify.customers import changes
from regulars.unify.facts.counters import last_position
from regulars.unify.facts.lake import lake

from . import automatic, model, pairs
from .finding import MEMORY, find
from .loading import load
from .model import CONSUMER

STEPS = {"prepare": 1, "block": 2, "learn": 3, "hear": 4, "score": 5}
DONE = len(STEPS) + 1
TRAIN_EVERY = 1.2
"""Parameters are learned anew when there are so many times more customers."""


@job(
    "quality.match",
    label=gettext_lazy("Look for duplicates among everybody"),
    daily_at="03:30",
    queue="long",
    retries=2,
    stuck_after=3600,
)
def match(run: JobRun) -> int:
    """Look for duplicates among all customers; returns how many pairs are new."""
    return look(lambda done: progress(run, done, DONE), is_all=True)


@job(
    "quality.match_new",
    label=gettext_lazy("Look for duplicates of the newest"),
    every=900,
    queue="long",
    stuck_after=3600,
)
def match_new(run: JobRun) -> int:
    """Look for duplicates of customers who are new or changed; returns how many pairs are new."""
    if not changes.follows(CONSUMER):
        return 0
    return look(lambda done: progress(run, done, DONE), is_all=False)


def look(tell: Callable[[int], None], *, is_all: bool) -> int:
    """Find, store, and join what is sure enough where somebody allowed it."""
    position = last_position()
    fresh = None if is_all else changed_roots(position)
    if fresh is not None and not fresh:
        changes.pass_to(CONSUMER, position)
        return 0
    loaded = load()
    stored, parameters = pairs.newest_model(model.VERSION)
    if stored is None or (is_all and loaded.rows.num_rows > stored.records * TRAIN_EVERY):
        parameters = None
    with lake().scratch(memory_limit=MEMORY) as scratch:
        found = find(
            loaded.rows,
            scratch=scratch,
            parameters=parameters,
            fresh=fresh,
            progress=lambda step, *_: tell(STEPS[step]),
        )
    if stored is None or parameters is None:
        stored = pairs.keep_model(found.parameters)
    new = pairs.store_found(found.pairs, loaded.strongest, stored, is_all=is_all)
    changes.pass_to(CONSUMER, position)
    automatic.join_sure()
    tell(DONE)
    return new


def changed_roots(until: int) -> set[int]:
    """Who is new or changed since the last look."""
    position, found = changes.passed(CONSUMER), set()
    while position < until and (some := changes.since(position)):
        found |= {one.root for one in some}
        position = some[-1].position
    return found
