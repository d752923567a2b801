"""What a person decides about a file: which column means what, and how its cells are read. Stored as JSON."""

from enum import StrEnum
from typing import NamedTuple

import msgspec

from regulars.unify.facts.fact import Fact


class Kind(StrEnum):
    """What the rows of a file are."""

    CUSTOMERS = "customers"
    ORDERS = "orders"
    ORDER_LINES = "order_lines"
    PRODUCTS = "products"
    CONSENTS = "consents"
    POINTS = "points"


class Policy(StrEnum):
    """What a column's values are worth beside those that stand already.

    NEWEST: what is newer wins; OVERWRITE: they replace; FILL: only where nothing stands; APPEND: lists are united.
    """

    NEWEST = "newest"
    OVERWRITE = "overwrite"
    FILL = "fill"
    APPEND = "append"


class Empty(StrEnum):
    """What an empty cell says: nothing, or that the value is gone."""

    KEEP = "keep"
    CLEAR = "clear"


class DateOrder(StrEnum):
    """In which order a column writes the parts of a day."""

    YMD = "ymd"
    DMY = "dmy"
    MDY = "mdy"


class LeftOut(StrEnum):
    """Why a guess leaves a column out."""

    UNKNOWN = "unknown"
    PURPOSELESS = "purposeless"
    EMPTY = "empty"
    TWICE = "twice"


class Unclear(StrEnum):
    """What a person should look at: the guess could be wrong and the values do not tell."""

    DATE_ORDER = "date_order"
    CALENDAR = "calendar"
    DECIMAL = "decimal"
    TARGET = "target"


class Column(msgspec.Struct, kw_only=True, omit_defaults=True):
    """How one column is read.

    `target` is "" (left out) or one of `targets.targets`. `calendar` ("gregorian", "buddhist", "jalali"; "": by the
    year of each cell) and `date_order` ("": the year first, or as it can only be) serve days; `decimal` is the mark
    before the cents. `values` maps what a cell says (as `reading.key_of`) to what is meant, "" to nothing; `split` is
    "name" where a full name is taken apart. `confidence` is from 0 to 1.
    """

    place: int
    head: str = ""
    target: str = ""
    policy: Policy = Policy.NEWEST
    empty: Empty = Empty.KEEP
    calendar: str = ""
    date_order: str = ""
    decimal: str = "."
    values: dict[str, str] = {}
    split: str = ""
    confidence: float = 0.0
    samples: list[str] = []
    left_out: str = ""
    unclear: list[str] = []


class Mapping(msgspec.Struct, kw_only=True, omit_defaults=True):
    """How a file is read.

    `region` is the country (ISO 3166) of phone numbers without one and `currency` (ISO 4217) that of amounts without
    one, where no column says it; `as_of` is when the list was true (µs; 0: when it was uploaded); `time_zone` is that
    of times without one; `language` is that of heads and values.
    """

    kind: Kind
    columns: list[Column] = []
    region: str = ""
    currency: str = ""
    as_of: int = 0
    time_zone: str = "UTC"
    language: str = "en"
    origin: str = ""
    fingerprint: str = ""

    def targeting(self, target: str) -> list[Column]:
        """The columns with this target, in the file's order."""
        return [column for column in self.columns if column.target == target]


class Trouble(NamedTuple):
    """One cell that needs a repair: the column's place (-1: the row as a whole), a code, and what the cell says.

    Codes are those of `troubles.Code`, of `normalize.Doubt` and of `quality.validation`; `troubles.sentence` says what
    to do.
    """

    column: int
    code: str
    value: str


class Row(NamedTuple):
    """What became of one row of the file: facts, none if `rejected` (a code) or `part_of` another row's order."""

    row: int
    facts: tuple[Fact, ...] = ()
    problems: tuple[Trouble, ...] = ()
    rejected: str = ""
    part_of: int = 0
