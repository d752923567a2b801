"""Guesses what the columns of a file mean: by their heads in four languages and by what their values look like."""

from collections.abc import Collection, Sequence
from collections.abc import Mapping as Map
from hashlib import blake2b

import msgspec
from babel.numbers import get_territory_currencies

from regulars.base.fields.enums import Type
from regulars.base.fields.queries import find_field
from regulars.collect.files.mapping import amounts, days, names
from regulars.collect.files.mapping.cells import folded, said
from regulars.collect.files.mapping.columns import Column, Kind, LeftOut, Mapping, Unclear
from regulars.collect.files.mapping.kinds import guess_kind
from regulars.collect.files.mapping.looks import look
from regulars.collect.files.mapping.origins import Export, export_of
from regulars.collect.files.mapping.targets import AMOUNT, KEY, Target, targets
from regulars.collect.files.mapping.words import CERTAIN, language_of, meant

SAMPLES = 3
MOST_CELLS, FEWEST_CELLS = 50_000, 5
"""So many cells are looked at in all columns together, but so many at least in each."""
LONGEST_LOOKED_AT = 200
LOOKS = {
    "line_id": "identifier:line",
    "wechat_id": "identifier:wechat",
    "email": "trait:email",
    "phone": "trait:phone",
    "gender": "trait:gender",
    "country": "trait:country",
}
"""What a column looks like → what it means where its head says nothing."""
BY_LOOK = 0.6
FURTHER = {"trait:email": "identifier:email", "trait:phone": "identifier:phone"}
JOINED = {"trait:street"}
ODD = frozenset({"trait:email", "trait:phone", "identifier:email", "identifier:phone"})
"""Targets whose values can be told, so that a head that claims them wrongly is found out."""
INTERNAL = frozenset({"identifier:line", "identifier:wechat"})
HANDLES = frozenset({"trait:line", "trait:wechat", "identifier:user_id"})
"""Targets whose heads are also given to the internal numbers of a channel."""

Cells = Sequence[str]


def guess(
    heads: Sequence[str],
    samples: Sequence[Sequence[str | None]],
    kind: Kind | None = None,
    *,
    region: str = "",
    language: str = "",
    origin: str = "",
    time_zone: str = "UTC",
    remembered: Map[str, Mapping] | None = None,
) -> Mapping:
    """The mapping to start from. `samples` holds some cells of each column, in the order of `heads`.

    `remembered` are mappings that a person confirmed, by `fingerprint` of their heads. Without a `kind` it is guessed.
    """
    most = max(FEWEST_CELLS, MOST_CELLS // max(len(heads), 1))
    filled = [
        [words for cell in cells[:most] if cell and (words := said(cell[:LONGEST_LOOKED_AT]))] for cells in samples
    ]
    filled += [[]] * (len(heads) - len(filled))
    mark = fingerprint(heads)
    known = (remembered or {}).get(mark)
    if known and (kind is None or kind is known.kind):
        return recalled(known, heads, filled, region=region, mark=mark)
    export = export_of(heads, origin)
    kind = kind or (export.kind if export else guess_kind(heads))
    if export and export.kind is not kind:
        export = None
    offered = {target.code: target for target in targets(kind)}
    columns = [column_of(place, head, filled[place], kind, region, export, offered) for place, head in enumerate(heads)]
    settle(columns, kind, offered)
    for column in columns:
        detail(column, filled[column.place], offered, region)
    split_names(columns, filled)
    return Mapping(
        kind=kind,
        columns=columns,
        region=region,
        currency=currency_of(columns, filled, region),
        time_zone=time_zone,
        language=language or language_of(list(heads)),
        origin=export.origin if export else origin,
        fingerprint=mark,
    )


def fingerprint(heads: Sequence[str]) -> str:
    """The same text for the same heads, whatever their order, case and spaces."""
    return blake2b("\n".join(sorted(map(folded, heads))).encode(), digest_size=16).hexdigest()


def recalled(known: Mapping, heads: Sequence[str], filled: Sequence[Cells], *, region: str, mark: str) -> Mapping:
    """A mapping that was confirmed for the same heads, in whatever order they stand now; its moment was another."""
    by_head: dict[str, list[Column]] = {}
    for column in known.columns:
        by_head.setdefault(folded(column.head), []).append(column)
    columns = []
    for place, head in enumerate(heads):
        before = by_head[folded(head)].pop(0)
        shown = list(dict.fromkeys(filled[place]))[:SAMPLES]
        columns.append(
            msgspec.structs.replace(before, place=place, head=head, samples=shown, confidence=CERTAIN, unclear=[])
        )
    return msgspec.structs.replace(known, columns=columns, region=known.region or region, as_of=0, fingerprint=mark)


def column_of(
    place: int, head: str, cells: Cells, kind: Kind, region: str, export: Export | None, offered: Map[str, Target]
) -> Column:
    """What one column means, looked at alone."""
    column = Column(place=place, head=head, samples=list(dict.fromkeys(cells))[:SAMPLES])
    ours = {folded(name): target for name, target in export.heads.items()} if export else {}
    if export and folded(head) in ours:
        column.target, column.confidence = ours[folded(head)], CERTAIN
        values = {folded(name): values for name, values in export.values.items()}
        column.values = dict(values.get(folded(head), {}))
    else:
        column.target, column.confidence, _number = meant(head, kind)
        seen_as(column, cells, region, offered)
    if column.target not in offered:
        column.target = ""
    if not column.target:
        column.confidence = 0.0
        column.left_out = LeftOut.UNKNOWN if cells else LeftOut.EMPTY
    return column


def seen_as(column: Column, cells: Cells, region: str, offered: Collection[str]) -> None:
    """Weigh what the values look like against what the head says."""
    is_odd = column.target in ODD
    if column.target and not is_odd and column.target not in HANDLES:
        return
    found = look(cells, region=region)
    target = LOOKS.get(found.code, "") if found else ""
    target = target if target in offered else target.replace("trait:", "identifier:")
    if found and target in offered and speaks_for(target, column.target):
        column.target, column.confidence = target, BY_LOOK * found.share
    elif is_odd and len(cells) >= 5 and is_refuted(column.target, found.code if found else "", cells):
        column.confidence /= 2
        column.unclear = [*column.unclear, Unclear.TARGET]


def is_refuted(target: str, code: str, cells: Cells) -> bool:
    """Whether the values cannot be what the head says."""
    return code != target.partition(":")[2] and not any("@" in cell or any(map(str.isdecimal, cell)) for cell in cells)


def speaks_for(target: str, head: str) -> bool:
    """Whether what values look like counts for more than what the head says."""
    if not head or head in HANDLES:
        return not head or target in INTERNAL
    return target in ODD and target.partition(":")[2] != head.partition(":")[2]


def settle(columns: Sequence[Column], kind: Kind, offered: Map[str, Target]) -> None:
    """Where several columns mean the same, the surest stands; others are joined with it, or are further ones."""
    names_alone(columns)
    taken: set[str] = set()
    for column in sorted(columns, key=lambda one: (-one.confidence, number_of(one, kind), one.place)):
        if column.target in taken and column.target in FURTHER:
            column.target = FURTHER[column.target] if FURTHER[column.target] in offered else column.target
        target = offered.get(column.target)
        is_many = column.target.startswith("identifier:") and column.target in FURTHER.values()
        if target and column.target in taken and not (column.target in JOINED or target.type == Type.LIST or is_many):
            column.target, column.confidence, column.left_out = "", 0.0, LeftOut.TWICE
        purposeless(column)
        taken.add(column.target)


def number_of(column: Column, kind: Kind) -> int:
    return meant(column.head, kind)[2]


def names_alone(columns: Sequence[Column]) -> None:
    """Beside a last name, and with no first name, the column of the name is the first name."""
    full = [column for column in columns if column.target == "trait:name"]
    for column in full:
        if len(full) > 1 and column.head.strip() == LAST_BESIDE_A_NAME:
            column.target = "trait:last_name"
    by_target = {column.target: column for column in columns}
    if "trait:last_name" in by_target and "trait:first_name" not in by_target and "trait:name" in by_target:
        by_target["trait:name"].target = "trait:first_name"


LAST_BESIDE_A_NAME = "ชื่อสกุล"
"""Thai for a last name, and as often for first and last name in one column."""


def purposeless(column: Column) -> None:
    """Leave out what nothing needs."""
    of, _colon, name = column.target.partition(":")
    field = find_field(name) if of == "trait" else None
    if field and not field.purposes:
        column.target, column.left_out = "", LeftOut.PURPOSELESS


def detail(column: Column, cells: Cells, offered: Map[str, Target], region: str) -> None:
    """How the cells of a column write days and amounts, decided over all samples."""
    target = offered.get(column.target)
    type_ = target.type if target else ""
    if type_ in {Type.DATE, Type.MOMENT}:
        found = days.seen(cells, region=region)
        if found:
            column.calendar, column.date_order = found.style.calendar, found.style.order
            column.unclear = [*column.unclear, *found.unclear]
    elif type_ in {AMOUNT, Type.INTEGER}:
        column.decimal, unclear = amounts.decimal_mark(cells)
        column.unclear = [*column.unclear, *unclear]


def split_names(columns: Sequence[Column], filled: Sequence[Cells]) -> None:
    """Full names are taken apart where the head says that they have two parts, or where they bear honorifics.

    Never in a list of our own: it says what is known, and changes nothing.
    """
    by_target = {column.target: column for column in columns}
    column = by_target.get("trait:name")
    if column is None or by_target.keys() & {"trait:first_name", "trait:last_name", KEY}:
        return
    cells = filled[column.place][:200]
    with_title = sum(map(names.has_honorific, cells))
    if folded(column.head) in BOTH or with_title * 10 > len(cells):
        column.split = "name"


BOTH = frozenset(
    map(
        folded,
        ("ชื่อ-นามสกุล", "ชื่อ-สกุล", "ชื่อและนามสกุล", "ชื่อ-นามสกุลลูกค้า", "نام و نام خانوادگی", "نام و فامیل", "نام و فامیلی",
         "اسم و فامیل", "first and last name", "name and surname"),
    )
)  # fmt: skip
"""Heads that say that first and last name stand in one column."""


def currency_of(columns: Sequence[Column], filled: Sequence[Cells], region: str) -> str:
    """The currency whose sign stands beside amounts or in their heads, else the country's."""
    if any(column.target in {"order:currency", "product:currency"} for column in columns):
        return ""
    money = [column for column in columns if column.target.partition(":")[2] in {"total", "revenue", "price"}]
    for column in money:
        for words in (*filled[column.place][:20], *amounts.aside(column.head)):
            if found := amounts.currency(words):
                return found
    usual = get_territory_currencies(region) if money and region else []
    return str(usual[0]) if usual else ""
