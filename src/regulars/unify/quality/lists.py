"""Lists of customers by what is wrong with their records, newest first, within what somebody may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from regulars.base.fields.masks import Mask, Sight
from regulars.base.fields.moments import DAY, now
from regulars.unify.customers.errors import FieldMasked
from regulars.unify.customers.owners import within
from regulars.unify.customers.queries.listing import label_of
from regulars.unify.facts import sql

from .enums import Wrong
from .measures import BIT, DATED, GOOD_FOR, PARTS
from .validation import Verdict

MOST_COUNTED = 100_000


@dataclass(frozen=True)
class Which:
    """A list: what is wrong, with which field or unit ("" where it is with none), for which reason ("" any)."""

    wrong: Wrong
    field: str = ""
    code: str = ""

    @property
    def is_known(self) -> bool:
        """Whether there can be such a list."""
        if self.wrong is Wrong.UNREACHABLE:
            return not self.field
        if self.wrong is Wrong.STALE:
            return self.field in DATED
        return self.wrong in {Wrong.DOUBTFUL, Wrong.REPAIRED} or self.field in BIT or self.field in PARTS

    def fields(self) -> tuple[str, ...]:
        """The fields that being on this list says something about."""
        return DATED.get(self.field, (self.field,)) if self.field else ("email", "phone")


def check_seen(which: Which, mask: Mask) -> None:
    """Raises FieldMasked where a list would give away what somebody does not see whole."""
    for name in which.fields():
        if not mask.sees(name):
            raise FieldMasked(name, label_of(name))


def condition(which: Which) -> tuple[str, str, list[Any]]:
    """The column of roots, the rest of a SELECT behind FROM, and its values."""
    if which.wrong in {Wrong.DOUBTFUL, Wrong.REPAIRED}:
        verdict = Verdict.DOUBTFUL if which.wrong is Wrong.DOUBTFUL else Verdict.REPAIRED
        reason, values = (" AND f.code = %s", [which.code]) if which.code else ("", [])
        column = "quality_finding f WHERE f.field = %s AND f.verdict = %s AND f.stands"
        return "f.root", f"{column}{reason}", [which.field, verdict.value, *values]
    if which.wrong is Wrong.UNREACHABLE:
        return "s.root", "quality_score s WHERE NOT s.is_reachable", []
    if which.wrong is Wrong.STALE:
        # The unit is one of four that are written in the code.
        before = now() // DAY - GOOD_FOR[which.field]
        return "s.root", f"quality_score s WHERE s.{which.field}_on < %s", [before]
    bits = PARTS.get(which.field) or BIT[which.field]
    if which.wrong is Wrong.MISSING:
        return "s.root", "quality_score s WHERE (s.filled & %s) = 0", [bits]
    return "s.root", "quality_score s WHERE (s.differing & %s) <> 0", [bits]


def roots_in(which: Which, *, sight: Sight, limit: int, before: int | None = None) -> list[int]:
    """The next roots of a list behind one, the newest first. Raises FieldMasked."""
    check_seen(which, sight.mask)
    column, rest, values = condition(which)
    seen, owners = within(sight, column)
    behind, place = (f" AND {column} < %s", [before]) if before else ("", [])
    statement = f"SELECT DISTINCT {column} FROM {rest} AND {seen}{behind} ORDER BY {column} DESC LIMIT %s"
    return [root for (root,) in sql.run(statement, *values, *owners, *place, limit)]


def count(which: Which, *, sight: Sight) -> int:
    """How many customers are on a list, at most 100,000. Raises FieldMasked."""
    check_seen(which, sight.mask)
    column, rest, values = condition(which)
    seen, owners = within(sight, column)
    inner = f"SELECT DISTINCT {column} FROM {rest} AND {seen} LIMIT %s"
    return int(sql.run(f"SELECT COUNT(*) FROM ({inner}) AS listed", *values, *owners, MOST_COUNTED)[0][0])


def reasons(field: str, *, sight: Sight) -> list[tuple[str, str, int]]:
    """(verdict, code, how many customers) of a field, the most frequent first."""
    seen, owners = within(sight, "f.root")
    rows: Sequence[tuple[Any, ...]] = sql.run(
        f"SELECT verdict, code, COUNT(*) FROM quality_finding f WHERE field = %s AND stands AND {seen}"
        " GROUP BY verdict, code ORDER BY 3 DESC, 2",
        *(field, *owners),
    )
    return [(verdict, code, found) for verdict, code, found in rows]
