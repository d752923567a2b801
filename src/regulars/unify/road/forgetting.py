"""Old message ids of live facts go after ninety days, a slice of them a turn; file rows are known for good."""

from regulars.base.fields.moments import DAY, now
from regulars.unify.facts import sql

KEEP_DAYS = 90
REFUSALS_KEEP_DAYS = 7
SLICES = 256


def today() -> int:
    """Days since 1970 UTC."""
    return now() // DAY


class Forgetting:
    """Once a day, through all slices of the hashes."""

    def __init__(self) -> None:
        self.day = 0
        self.left: list[int] = []
        self.before = 0

    def begin_day(self) -> None:
        """Note today's first position and key, and what may be forgotten now."""
        self.day = today()
        sql.run(
            "INSERT INTO day (day, first_position, first_key) SELECT %s, next,"
            " COALESCE((SELECT next FROM counter WHERE name = 'key'), 1) FROM counter WHERE name = 'position'"
            " ON CONFLICT (day) DO NOTHING",
            self.day,
        )
        oldest = sql.run("SELECT MAX(first_position) FROM day WHERE day <= %s", self.day - KEEP_DAYS)[0][0]
        self.before = oldest or 0
        self.left = list(range(SLICES)) if self.before else []
        refused_before = (self.day - REFUSALS_KEEP_DAYS) * DAY
        sql.run("DELETE FROM refusal WHERE refused_at < %s", refused_before)

    def turn(self) -> bool:
        """Forget one slice; False if there is nothing to forget today."""
        if self.day != today():
            self.begin_day()
        if not self.left:
            return False
        first = self.left.pop()
        start, end = bytes([first]), bytes([first + 1]) if first + 1 < SLICES else b"\xff" * 17
        sources = sql.run("SELECT id FROM source")
        for (source,) in sources:
            sql.run(
                "DELETE FROM seen WHERE source = %s AND hash >= %s AND hash < %s AND batch = 0 AND position < %s",
                *(source, start, end, self.before),
            )
        return True
