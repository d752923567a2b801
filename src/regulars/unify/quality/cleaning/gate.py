"""The gate that reads what arrives as the cleaning's rules say; what came stands in the source's list of arrivals."""

from collections.abc import Sequence

from regulars.unify.facts import sql
from regulars.unify.facts.statement import Statement


def gate(statements: Sequence[Statement]) -> None:
    """Let the rules in force when a fact was heard read its traits, so that filing it again comes to the same."""
    if not any_rule():
        return
    # Deferred: where there is no rule, nobody waits for what they stand on.
    from .meanings import Meanings, clean, meanings  # noqa: PLC0415

    known: dict[int, Meanings] = {}
    for statement in statements:
        if not statement.source.is_staff:
            at = statement.received_at
            if at not in known:
                known[at] = meanings(at)
            clean(statement, known[at])


def any_rule() -> bool:
    """Whether there ever was one."""
    return bool(sql.run("SELECT 1 FROM quality_cleaning_step WHERE is_rule LIMIT 1"))
