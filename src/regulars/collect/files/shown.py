"""A preview as its reader may see it: rows by section, and bad values by the repair they need."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import pyarrow.parquet as pq
from django.utils.translation import gettext

from regulars.base import vault
from regulars.base.fields import queries as fields
from regulars.base.fields.choices import choice
from regulars.base.fields.masks import DOTS, Mask, Shown, Sight
from regulars.unify.customers.owners import reachable
from regulars.unify.customers.queries.names import NAME_PARTS, golden_traits, name_of
from regulars.unify.facts.consent import is_consent
from regulars.unify.facts.normalize.reserved import CONSENT
from regulars.unify.identity import marked, store
from regulars.unify.quality.validation import check

from . import folder
from .finding import counts_of, find, mapping_of
from .mapping import KEY, Column
from .mapping.reading import ANYBODY, domain_of, is_address, key_of
from .models import Import, Repair
from .preview import kept
from .preview.foreseen import FIRST_KEY
from .reasons import reason_sentence
from .told import BadValue, Change, Page, PreviewRow, ProblemGroup

PER_PAGE = 50
decode = msgspec.json.decode
Row = dict[str, Any]


def preview_of(import_id: int, section: str, page: int = 1, *, sight: Sight) -> Page:
    """A page of what the rows of a section would do, masked for the reader. Raises ImportUnknown."""
    row = find(import_id)
    total = int(getattr(counts_of(row), section, 0))
    rows = left_out_rows(row) if section == "rejected" else rows_of(row, section)
    pages = max(1, -(-len(rows) // PER_PAGE))
    place = min(max(1, page), pages)
    some = rows[(place - 1) * PER_PAGE : place * PER_PAGE]
    shown = tuple(PreviewRows(some, sight).shown())
    return Page(shown, total, len(rows), place, pages)


def rows_of(row: Import, section: str) -> list[Row]:
    """The rows that are kept of a section."""
    path = folder.at(row.pk, folder.PREVIEW)
    if not path.exists():
        return []
    found: list[Row] = pq.read_table(path, filters=[("outcome", "=", section)]).to_pylist()
    return found


def left_out_rows(row: Import) -> list[Row]:
    """The rows that are left out while reading, and those that the road will refuse."""
    nobody = {"outcome": "rejected", "root": 0, "before": "{}", "after": "{}", "joined": []}
    read = [
        {**nobody, "row": number, "reasons": msgspec.json.encode([(code, "")]).decode()}
        for number, code in kept.left_out(folder.at(row.pk, folder.LEFT_OUT))
    ]
    return sorted([*read, *rows_of(row, "rejected")], key=lambda one: int(one["row"]))


class PreviewRows:
    """Some rows, with the names of the customers whom they are about, as one reader sees them."""

    def __init__(self, rows: Sequence[Row], sight: Sight) -> None:
        self.rows = rows
        self.mask = sight.mask
        roots = {int(root) for row in rows for root in (row["root"], *row["joined"]) if 0 < int(root) < FIRST_KEY}
        today = store.roots_of(roots)
        self.seen = reachable(set(today.values()), sight)
        self.today = today
        self.traits = golden_traits(self.seen)

    def shown(self) -> list[PreviewRow]:
        return [self.row(row) for row in self.rows]

    def row(self, row: Row) -> PreviewRow:
        """One row; of somebody out of reach only that there is one."""
        root = self.today.get(row["root"], 0)
        is_seen = not root or root in self.seen
        before, after = decode(row["before"]), decode(row["after"])
        name = self.name(root) if root else masked_name(before | after, self.mask)
        return PreviewRow(
            row=row["row"],
            outcome=row["outcome"],
            root=root if is_seen else 0,
            name=name,
            changes=tuple(self.changes(before, after)) if is_seen else (),
            joins=tuple(self.joined(self.today.get(one, 0)) for one in row["joined"]),
            reasons=self.reasons(row, is_seen=is_seen),
        )

    def joined(self, root: int) -> tuple[int, str]:
        """One of those who would become one."""
        return (root if root in self.seen else 0), self.name(root)

    def name(self, root: int) -> str:
        """What the reader may call a customer; empty of who comes with this very file."""
        if not root:
            return ""
        return masked_name(self.traits[root], self.mask) if root in self.traits else DOTS

    def changes(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
        """Field by field; of one that is not seen at all not even that it changes."""
        return [
            Change(name, label_of(name), self.value(name, before.get(name)), self.value(name, after.get(name)))
            for name in dict.fromkeys((*before, *after))
            if before.get(name) != after.get(name) and self.mask.of(name) is not Shown.HIDDEN
        ]

    def value(self, name: str, value: Any) -> Any:
        """A value as the reader may see it; None where there is none."""
        if value is None:
            return None
        shown = self.mask.value(name, value)
        return DOTS if shown is None else shown

    def reasons(self, row: Row, *, is_seen: bool) -> tuple[str, ...]:
        """Why people would be joined (what they share), or why a row is left out."""
        said = decode(row["reasons"])
        if row["outcome"] == "rejected":
            return tuple(reason_sentence(code) for code, _ in said)
        return tuple(f"{label_of(type_)}: {self.value(type_, value) if is_seen else DOTS}" for type_, value in said)


def masked_name(traits: Mapping[str, Any], mask: Mask) -> str:
    """A name of which only that is seen which the reader may see."""
    seen = {part: mask.value(part, traits[part]) for part in NAME_PARTS if traits.get(part)}
    return name_of({part: value for part, value in seen.items() if value})


def label_of(name: str) -> str:
    """What a field, a consent or a type of identifier is called."""
    if is_consent(name):
        return consent_label(name.removeprefix(CONSENT))
    field = fields.find_field(name)
    return str(field.label) if field else name.replace("_", " ")


def consent_label(code: str) -> str:
    """What somebody agrees to; the code of a purpose that the dictionary no longer has."""
    label = next((purpose.label for purpose in fields.purposes() if purpose.code == code), code)
    return gettext("Agrees to: {purpose}").format(purpose=label)


def problems_of(import_id: int, *, sight: Sight, most: int = 50) -> tuple[ProblemGroup, ...]:
    """Bad values grouped by the repair they need, each once; at most `most` values a group. Raises ImportUnknown."""
    row = find(import_id)
    path, mapping = folder.at(import_id, folder.PROBLEMS), mapping_of(row)
    if not path.exists() or mapping is None:
        return ()
    columns = {column.place: column for column in mapping.columns}
    groups: dict[tuple[int, str], list[Row]] = {}
    for one in pq.read_table(path).sort_by([("count", "descending")]).to_pylist():
        groups.setdefault((one["column"], one["code"]), []).append(one)
    made = [group_of(columns.get(place), code, values, sight.mask, most) for (place, code), values in groups.items()]
    return tuple(sorted(made, key=lambda group: -group.count))


def group_of(column: Column | None, code: str, values: Sequence[Row], mask: Mask, most: int) -> ProblemGroup:
    """Bad values of one column that need the same repair."""
    target = column.target if column else ""
    name = target.partition(":")[2]
    values = by_domain(values) if code in OF_DOMAIN and is_address(name) and mask.sees(name) else values
    decided = {key_of(one.value): one for one in Repair.objects.filter(field=target)} if target else {}
    return ProblemGroup(
        code=code,
        sentence=reason_sentence(code, target),
        column=-1 if column is None else column.place,
        head=column.head if column else "",
        field=name,
        label=marked.HEAD if target == KEY else label_of(name) if name else "",
        count=sum(one["count"] for one in values),
        distinct=len(values),
        rejects=column is None,
        choices=choices_of(name),
        values=tuple(bad_value(one, name, decided, mask) for one in values[:most]),
    )


OF_DOMAIN = frozenset({"domain_typo", "disposable"})
"""What is wrong with a domain is wrong with every address of it: one repair does for all."""


def by_domain(values: Sequence[Row]) -> list[Row]:
    """The values, with one row for all of a domain where there are several; the most frequent first."""
    found: dict[str, list[Row]] = {}
    for one in values:
        found.setdefault(domain_of(one["value"]), []).append(one)
    rows = (some[0] if len(some) == 1 else united(domain, some) for domain, some in found.items())
    return sorted(rows, key=lambda one: -int(one["count"]))


def united(domain: str, some: Sequence[Row]) -> Row:
    """One row for several bad values."""
    rows = sorted(number for one in some for number in one["rows"])
    return {**some[0], "value": domain, "count": sum(one["count"] for one in some), "rows": rows}


def choices_of(name: str) -> tuple[tuple[str, str], ...]:
    """What a value of this field can be, if only a few things."""
    field = fields.find_field(name)
    return tuple((code, choice(name, code) or code) for code in field.validation.choices) if field else ()


def bad_value(one: Row, name: str, decided: Mapping[str, Repair], mask: Mask) -> BadValue:
    """One value, masked; what was decided about it already."""
    repair = decided.get(key_of(one["value"]))
    shown = mask.value(name, one["value"]) if name else one["value"]
    return BadValue(
        token=token_of(one["value"]),
        shown=DOTS if shown is None else str(shown),
        count=one["count"],
        rows=tuple(one["rows"]),
        suggestion=suggested(name, one["value"]) if mask.sees(name) else "",
        repair=repair.replacement if repair else None,
    )


def suggested(name: str, value: str) -> str:
    """What may be meant by a bad value; empty if that cannot be told."""
    if value.startswith(f"{ANYBODY}@"):
        return domain_of(meant) if (meant := check(name, f"somebody{value[1:]}").suggestion) else ""
    return str(check(name, value, None).suggestion or "") if name and value else ""


def token_of(value: str) -> str:
    """What stands for a value in a form, also for who may not see it."""
    return vault.keyed_hash("imports.token", value.encode()).hex()[:24]
