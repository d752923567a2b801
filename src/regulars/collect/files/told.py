"""What pages and commands are told of an import; plain values."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows became what; they add up to `rows` once `is_whole`."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    merged: int = 0
    rejected: int = 0

    @property
    def done(self) -> int:
        """The rows that are counted so far."""
        return self.created + self.updated + self.unchanged + self.merged + self.rejected

    @property
    def is_whole(self) -> bool:
        """Whether every row is counted."""
        return self.done == self.rows


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work on an import is: the step ("staging", "preparing", "comparing", "running", "undoing", ""), rows.

    `seconds_left` is None until it can be told; `total` too.
    """

    state: str
    step: str
    done: int
    total: int | None
    seconds_left: int | None
    counts: Counts
    problem: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one customer: what stands, and what would; None where nothing does. Masked for the reader."""

    field: str
    label: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """What a row of the file would do. `root` is the customer as known today (0: nobody); `reasons` say why.

    For joined people, `joins` are the customers that would become one, each as the reader may call them.
    """

    row: int
    outcome: str
    root: int
    name: str
    changes: tuple[Change, ...]
    joins: tuple[tuple[int, str], ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a section of the preview, how many the section has, and how many of them are kept to look at."""

    rows: tuple[PreviewRow, ...]
    total: int
    kept: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class BadValue:
    """A value that needs a repair: how often it stands in the column and in which rows first.

    `token` names it where the reader does not see the value (`shown` is masked). `repair` is what it becomes: None
    while undecided, "" left out.
    """

    token: str
    shown: str
    count: int
    rows: tuple[int, ...]
    suggestion: str
    repair: str | None


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """Bad values of one column that need the same repair. `choices` are what they can become, if only these."""

    code: str
    sentence: str
    column: int
    head: str
    field: str
    label: str
    count: int
    distinct: int
    rejects: bool
    choices: tuple[tuple[str, str], ...]
    values: tuple[BadValue, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """What an undo would not take back, or would change beyond taking back: see `kind`.

    "said_since": somebody else said something of this field since, and that stays. "parts": one person would be
    several again. "vanishes": nothing else is known of this customer.
    """

    kind: str
    root: int
    name: str
    field: str
    label: str
    said: Any
    since: int
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UndoPreview:
    """How many customers an undo touches, and the first conflicts of each kind."""

    customers: int
    restored: int
    vanishing: int
    parting: int
    conflicting: int
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why rows were left out: a sentence, and how many."""

    code: str
    sentence: str
    count: int


@dataclass(frozen=True, slots=True)
class Doubts:
    """Cells of one field that looked wrong for one reason; `field` is empty where quality has no list of them."""

    field: str
    label: str
    sentence: str
    count: int


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, kept for good."""

    import_id: int
    name: str
    source: int
    source_name: str
    state: str
    actor: str
    created_at: int
    began_at: int | None
    ended_at: int | None
    undone_at: int | None
    counts: Counts
    reasons: tuple[Reason, ...]
    doubts: tuple[Doubts, ...]
    has_rejected: bool
    has_upload: bool
    upload_until: int | None
    can_undo: bool
