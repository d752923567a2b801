"""Dense counters for keys, positions and links, advanced inside the road's transaction."""

from . import sql

NAMES = ("position", "key", "link")


def last_position() -> int:
    """The last position that was given; 0 if there is none."""
    rows = sql.run("SELECT next - 1 FROM counter WHERE name = 'position'")
    return int(rows[0][0]) if rows else 0


class Counters:
    """The next values, read at the start of a transaction and stored at its end."""

    def __init__(self) -> None:
        stored: dict[str, int] = dict(sql.run("SELECT name, next FROM counter"))
        self.next: dict[str, int] = {name: stored.get(name, 1) for name in NAMES}
        self.stored = stored

    def take(self, name: str, count: int = 1) -> int:
        """The next value; `count` values are taken."""
        first = self.next[name]
        self.next[name] = first + count
        return first

    def store(self) -> None:
        """Write what has moved."""
        moved = [(name, value) for name, value in self.next.items() if self.stored.get(name) != value]
        sql.write(
            "INSERT INTO counter (name, next) VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET next = excluded.next",
            moved,
        )
