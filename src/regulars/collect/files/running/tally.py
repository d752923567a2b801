"""Counts what became of an import's rows while the road files them, in the road's own transactions."""

from collections import Counter
from collections.abc import Callable, Sequence

from django.db import connections

from regulars.collect.files.enums import Outcome
from regulars.collect.files.preview.foresight import foresee
from regulars.collect.files.preview.scene import Scene
from regulars.unify.facts import sql
from regulars.unify.facts.statement import Statement

from .quick import Before

ADD = (
    "INSERT INTO file_tally (batch, outcome, facts, rows) VALUES (%s, %s, %s, %s) ON CONFLICT (batch, outcome)"
    " DO UPDATE SET facts = file_tally.facts + excluded.facts, rows = file_tally.rows + excluded.rows"
)


def nothing() -> None:
    """Nothing of what was filed belongs to an import."""


def watch(statements: Sequence[Statement]) -> Callable[[], None]:
    """Foresee what these facts will do; once they are filed, count it. A road's watch."""
    imported = [statement for statement in statements if statement.batch]
    if not imported:
        return nothing
    # Who is alone makes somebody new: there is nothing to look up.
    alone = {id(statement): Outcome.CREATED for statement in imported if statement.is_alone}
    before = Before([one for one in imported if not (one.refused or one.is_alone)])
    quick = {id(statement) for statement in before.statements}
    others = [statement for statement in imported if id(statement) not in quick and not statement.is_alone]
    told = foresee(others, Scene(), with_updates=False, met=before.met)
    foreseen = {id(one): seen.outcome for one, seen in zip(others, told, strict=True)}

    def after() -> None:
        outcomes = foreseen | before.outcomes() | alone
        add(imported, [outcomes[id(statement)] for statement in imported])

    return after


def add(statements: Sequence[Statement], outcomes: Sequence[Outcome]) -> None:
    """Count facts, and the rows that they stand for."""
    facts: Counter[tuple[int, str]] = Counter()
    rows: Counter[tuple[int, str]] = Counter()
    for statement, foreseen in zip(statements, outcomes, strict=True):
        outcome = Outcome.REJECTED if statement.refused not in {"", "duplicate"} else foreseen
        place = (statement.batch, outcome.value)
        facts[place] += 1
        rows[place] += statement.fact.rows
    sql.write(ADD, [(*place, count, rows[place]) for place, count in facts.items()])


def tally_of(batch: int) -> dict[str, int]:
    """Outcome → how many rows have become it so far."""
    return dict(sql.run("SELECT outcome, rows FROM file_tally WHERE batch = %s", batch))


def filed(batch: int) -> int:
    """How many facts of the batch the road has passed."""
    return int(sql.run("SELECT COALESCE(SUM(facts), 0) FROM file_tally WHERE batch = %s", batch)[0][0])


def handed(batch: int) -> int:
    """How many facts were handed over: those that the road has passed, and those that wait.

    The two stand in two databases, so what waits is read between two equal readings of what is filed.
    """
    while True:
        so_far = filed(batch)
        with connections["inbox"].cursor() as cursor:
            cursor.execute("SELECT id, count FROM inbox WHERE batch = %s", [batch])
            waiting: dict[int, int] = dict(cursor.fetchall())
        taken = {inbox for (inbox,) in sql.run("SELECT inbox FROM taken")}
        if so_far == filed(batch):
            return so_far + sum(count for inbox, count in waiting.items() if inbox not in taken)
