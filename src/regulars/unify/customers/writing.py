"""Writes what rows of a list say of customers as a prepared file has it, from values that were each written once.

What `preparing.prepared` makes of the same fact, at a fraction of its price: no value is read or encoded again.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

import msgspec

from regulars.base.fields import queries as fields
from regulars.unify.facts.consent import preferences
from regulars.unify.facts.identifiers import TYPES, Ident
from regulars.unify.facts.normalize.identifiers import MAX_LENGTH
from regulars.unify.facts.normalize.profiles import full_name
from regulars.unify.facts.normalize.readers import readers
from regulars.unify.facts.parse import (
    FILLED,
    TRAIT_IDENTIFIERS,
    as_object,
    digest,
    normal_identifier,
    row_hash,
    scope_of,
)
from regulars.unify.facts.prepared import KEY, Line, encode, first_by
from regulars.unify.facts.statement import SourceRef

from .survivorship import in_order

IDENTIFYING = dict(TRAIT_IDENTIFIERS)
MOST_REMEMBERED = 50_000
FILLED_NAME = -1
"""Stands for the name that was put together."""
encode_json = msgspec.json.Encoder(decimal_format="number").encode
Pick = Callable[[Sequence[str]], Sequence[str]]


class Written(NamedTuple):
    """A value of a trait: as the fact has it, as its record begins, in normal form, and the identifier that it is."""

    name: str
    raw: str
    start: str
    value: Any
    ident: Ident | None = None


class Named(NamedTuple):
    """An identifier: as the fact names it, as its JSON, in normal form, and as the record of its trait begins."""

    given: tuple[str, str]
    raw: str
    ident: Ident | None
    start: str


class Shape(NamedTuple):
    """What is alike in all rows that say the same traits and consents, and name the same types of identifier.

    `modes` are those of all that the record says, in its order; `golden` picks what the golden record has of it.
    `parts` are the places of first and last name where they make the name; `identifying` of traits that identify.
    `ranked` are the identifiers, then those traits, strongest first; `fills` identifiers that are also traits.
    """

    modes: list[int]
    golden: Pick
    parts: tuple[int, int] | None
    consents: list[str]
    fills: list[int]
    identifying: list[int]
    ranked: list[int]
    claims: list[tuple[str, int]]


class Writing:
    """Writes the rows of one file with these `modes`; its source is neither public nor the colleagues'."""

    def __init__(self, source: SourceRef, batch: int, modes: Mapping[str, int]) -> None:
        self.source, self.batch, self.modes = source, batch, modes
        self.shapes: dict[Any, Shape] = {}
        self.names: dict[tuple[str, str], tuple[str, str]] = {}
        self.ending = f',"modes":{encode_json(modes).decode()}}}' if modes else "}"

    def trait(self, name: str, value: Any, *, is_normal: bool = False) -> Written:
        """A value that says something, of a declared field; `is_normal` where the field's own reader has read it.

        Reading that again changes nothing where it is ASCII.
        """
        raw = encode_json(value).decode()
        is_normal = is_normal and value.isascii()
        normal = value if is_normal else readers(self.source.region)[name](value)[0]
        kept = raw if normal is value else encode_json(normal).decode()
        type_ = IDENTIFYING.get(name)
        ident = self.ident(type_, value, is_normal=is_normal) if type_ else None
        quoted = encode_json(name).decode()
        return Written(name, f"{quoted}:{raw}", f"{quoted}:[{kept}", normal, ident)

    def identifier(self, type_: str, value: str) -> Named:
        """An identifier as `normalize.identifier` gives it."""
        ident = self.ident(type_, value, is_normal=type_ != "member_card")
        start = f'"{type_}":[{encode_json(ident.value).decode()}' if ident and type_ in FILLED else ""
        return Named((type_, value), encode_json((type_, value)).decode(), ident, start)

    def ident(self, type_: str, value: Any, *, is_normal: bool) -> Ident | None:
        """The identifier that a value is."""
        if is_normal and value.isascii() and len(value) <= MAX_LENGTH:
            return Ident(type_, scope_of(type_, self.source), value)
        return normal_identifier(type_, value, self.source, self.batch)

    def row(
        self,
        number: int,
        occurred_at: int,
        flags: int,
        said: Sequence[Written],
        named: Sequence[Named],
        context: bytes,
    ) -> Line | None:
        """By what the prepared fact of a row is sorted, and the fact; None where nothing is said or identifies."""
        traits, types = tuple([one.name for one in said]), tuple([one.given[0] for one in named])
        shape = self.shapes.get((traits, types, context)) or self.shape(traits, types, context)
        idents = identifiers(said, named, shape)
        if not (idents and said):
            return None
        starts = [one.start for one in said]
        name = ""
        if shape.parts:
            name, start = self.name(*[said[place].value for place in shape.parts])
            starts.append(start)
        starts += shape.consents
        starts += [named[place].start for place in shape.fills]
        survives = f',{occurred_at},{self.source.id},{self.batch},{number},{KEY},"row:{number}"]'
        raw = f"{{{','.join([one.raw for one in said])}}}"
        body = (
            self.fact(number, occurred_at, flags, raw, named, context),
            row_hash(self.batch, number),
            digest(f"identify\0\0\0{[one.given for one in named]}\0{raw}\0".encode()),
            idents,
            [(kind, name if place == FILLED_NAME else said[place].value) for kind, place in shape.claims],
            record(starts, shape.modes, f',{occurred_at},"row:{number}",', flags),
            entries(shape.golden(starts), survives),
            True,
        )
        return first_by(idents[0]), encode(body)

    def fact(
        self,
        number: int,
        occurred_at: int,
        flags: int,
        traits: str,
        named: Sequence[Named],
        context: bytes,
    ) -> bytes:
        """The fact as JSON."""
        identifiers = f',"identifiers":[{",".join([one.raw for one in named])}]' if named else ""
        allowed = f',"context":{context.decode()}' if context else ""
        marked = f',"flags":{flags}' if flags else ""
        return (
            f'{{"kind":"identify","message_id":"row:{number}","occurred_at":{occurred_at}{identifiers}'
            f',"traits":{traits}{allowed},"row":{number}{marked}{self.ending}'
        ).encode()

    def name(self, first: str, last: str) -> tuple[str, str]:
        """The name that first and last name make, and as its record begins."""
        found = self.names.get((first, last))
        if found is None:
            if len(self.names) > MOST_REMEMBERED:
                self.names.clear()
            name = full_name(first, last)
            found = self.names[first, last] = name, f'"name":[{encode_json(name).decode()}'
        return found

    def shape(self, traits: tuple[str, ...], types: tuple[str, ...], context: bytes) -> Shape:
        """What is alike in rows that say these."""
        if len(self.shapes) > MOST_REMEMBERED:
            self.shapes.clear()
        parts = (traits.index("first_name"), traits.index("last_name")) if makes_name(traits) else None
        allowed = preferences(as_object(msgspec.Raw(context)))
        order = sorted(range(len(types)), key=lambda place: TYPES[types[place]].rank)
        fills = {types[place]: place for place in reversed(order) if types[place] in {*FILLED} - {*traits}}
        filled = [types[place] for place in order if place in fills.values()]
        names = [*traits, *(["name"] if parts else []), *allowed, *filled]
        golden = [names.index(name) for name in in_order(fields.current().version, tuple(names))]
        identifying = [traits.index(name) for name in IDENTIFYING if name in traits]
        every = [*types, *(IDENTIFYING[traits[place]] for place in identifying)]
        found = self.shapes[traits, types, context] = Shape(
            [self.modes.get(name, 0) for name in names],
            itemgetter(*golden) if len(golden) > 1 else lambda starts: [starts[golden[0]]],
            parts,
            [f'"{name}":[{encode_json(answer).decode()}' for name, answer in allowed.items()],
            [fills[type_] for type_ in filled],
            identifying,
            sorted(range(len(every)), key=lambda place: TYPES[every[place]].rank),
            claims(traits, has_name=parts is not None),
        )
        return found


def makes_name(traits: Sequence[str]) -> bool:
    """Whether first and last name are put together."""
    return "name" not in traits and "first_name" in traits and "last_name" in traits


def claims(traits: Sequence[str], *, has_name: bool) -> list[tuple[str, int]]:
    """The name and the birthday by which somebody is told apart: where they stand."""
    named = [traits.index(name) for name in ("name", "first_name", "last_name") if name in traits]
    found = [("name", FILLED_NAME if has_name else named[0])] if named else []
    return [*found, *([("birthday", traits.index("birthday"))] if "birthday" in traits else [])]


def identifiers(said: Sequence[Written], named: Sequence[Named], shape: Shape) -> list[Ident]:
    """Each identifier of a row once, strongest first."""
    every = [one.ident for one in named]
    every += [said[place].ident for place in shape.identifying]
    found = [ident for place in shape.ranked if (ident := every[place]) is not None]
    return list(dict.fromkeys(found)) if len(found) > 1 else found


def record(starts: Sequence[str], modes: Sequence[int], kept: str, flags: int) -> str:
    """A record, from how its entries begin and end."""
    ends = {mode: f"{kept}{flags | mode}]" for mode in {*modes}}
    if len(ends) == 1:
        return entries(starts, *ends.values())
    every = zip(starts, modes, [None, *modes], strict=False)
    return f"{{{','.join([start + (']' if mode == before else ends[mode]) for start, mode, before in every])}}}"


def entries(starts: Sequence[str], end: str) -> str:
    """Entries that share an origin, which stands with the first of them."""
    return f"{{{starts[0]}{end},{'],'.join(starts[1:])}]}}" if len(starts) > 1 else f"{{{starts[0]}{end}}}"
