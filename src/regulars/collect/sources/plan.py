"""A tracking plan: what a source says it will send. Read from JSON, compared with what came. Pure."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regulars.unify.facts.statement import Remark

from .errors import Fault, PlanInvalid
from .masking import INTEGER, NUMBER, STRING, TYPES, paths, type_names, type_of

UNKNOWN_EVENT, UNKNOWN, MISSING, TYPE, ENUM, TOO_LONG = "event", "unknown", "missing", "type", "enum", "too_long"
MOST_EVENTS = 500
MOST_PROPERTIES = 200
MOST_CHOICES = 200


@dataclass(frozen=True)
class Rule:
    """What one property may be. `types` is a set of bits, 0 for any."""

    types: int = 0
    is_required: bool = False
    choices: frozenset[Any] = frozenset()
    max_length: int = 0

    def remark(self, path: str, value: Any) -> Remark | None:
        """How a value departs from this; null is like nothing."""
        if value is None:
            return Remark(MISSING, path) if self.is_required else None
        if self.types and not self.fits(value):
            return Remark(TYPE, path, ", ".join(type_names(self.types)))
        if self.choices and not (isinstance(value, str | int | float) and value in self.choices):
            return Remark(ENUM, path, ", ".join(sorted(map(str, self.choices)))[:200])
        if self.max_length and isinstance(value, str | list) and len(value) > self.max_length:
            return Remark(TOO_LONG, path, str(self.max_length))
        return None

    def fits(self, value: Any) -> bool:
        """Whether the type is right: an integer is a number, and a date is a text."""
        found = type_of(value)
        wide = found | (NUMBER if found == INTEGER else 0) | (STRING if isinstance(value, str) else 0)
        return bool(self.types & wide)


@dataclass(frozen=True)
class Shape:
    """The properties of one event, or the traits."""

    rules: Mapping[str, Rule] = field(default_factory=dict)
    allows_others: bool = True

    def remarks(self, said: dict[str, Any]) -> list[Remark]:
        """How an object departs from this, each path once."""
        found: dict[str, Remark] = {}
        present = set()
        for path, value in paths(said):
            rule = self.rules.get(path)
            present.add(path)
            remark = rule.remark(path, value) if rule else self.unknown(path)
            if remark is not None:
                found.setdefault(path, remark)
        missing = (path for path, rule in self.rules.items() if rule.is_required and path not in present)
        return [*found.values(), *(Remark(MISSING, path) for path in missing if self.is_due(path, said))]

    def unknown(self, path: str) -> Remark | None:
        """A path that is not listed; what is inside a listed object is free unless parts of it are listed."""
        outer = outer_of(path)
        if self.allows_others or (outer and (outer not in self.rules or outer not in self.outers)):
            return None
        return None if path in self.outers else Remark(UNKNOWN, path)

    @cached_property
    def outers(self) -> frozenset[str]:
        """The objects and lists of which the plan names a part."""
        return frozenset(filter(None, map(outer_of, self.rules)))

    def is_due(self, path: str, said: dict[str, Any]) -> bool:
        """Whether a required part may be asked for: only where its object is."""
        outer = outer_of(path)
        return not outer or bool(said.get(outer))


def outer_of(path: str) -> str:
    """`products` of `products[].sku`; "" of a property of the first level."""
    head, dot, _tail = path.partition(".")
    return head.removesuffix("[]") if dot else ""


@dataclass(frozen=True)
class Plan:
    """A tracking plan, ready to compare."""

    events: Mapping[str, Shape]
    traits: Shape
    allows_other_events: bool = True
    blocks_events: bool = False
    drops_properties: bool = False

    def remarks(self, kind: str, event: str, said: dict[str, Any]) -> list[Remark]:
        """How one call departs from the plan; only track and identify calls are planned."""
        if kind == "identify":
            return self.traits.remarks(said)
        if kind != "track":
            return []
        shape = self.events.get(event)
        if shape is None:
            return [] if self.allows_other_events else [Remark(UNKNOWN_EVENT)]
        return shape.remarks(said)


def parse_plan(document: object) -> Plan:
    """The plan that a JSON document states. Raises PlanInvalid with every fault."""
    reader = Reader()
    plan = reader.plan(document)
    if not is_storable(document):
        reader.fault("", _("There are characters or numbers in it that JSON cannot hold."))
    if reader.faults:
        raise PlanInvalid(reader.faults)
    return plan


def is_storable(document: object) -> bool:
    """Whether every database can hold it: no NUL, no half of a surrogate pair, no NaN."""
    try:
        text = json.dumps(document, ensure_ascii=False, allow_nan=False).encode().decode()
    except (ValueError, RecursionError):
        return False
    return "\\u0000" not in text


class Reader:
    """Reads a plan and gathers what is wrong with it."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, pointer: str, sentence: Any) -> None:
        self.faults.append(Fault(pointer or "/", sentence))

    def plan(self, document: object) -> Plan:
        known = {"events", "other_events", "traits", "other_traits", "blocking"}
        said = self.an_object("", document, known)
        events = self.an_object("/events", said.get("events", {}))
        if len(events) > MOST_EVENTS:
            self.fault("/events", _("A plan has at most 500 events."))
        blocking = self.an_object("/blocking", said.get("blocking", {}), {"events", "properties"})
        return Plan(
            {name: self.event(f"/events/{escaped(name)}", event) for name, event in events.items()},
            Shape(
                self.rules("/traits", said.get("traits", {})), self.yes("/other_traits", said.get("other_traits", True))
            ),
            self.yes("/other_events", said.get("other_events", True)),
            self.yes("/blocking/events", blocking.get("events", False)),
            self.yes("/blocking/properties", blocking.get("properties", False)),
        )

    def event(self, at: str, document: object) -> Shape:
        said = self.an_object(at, document, {"properties", "other_properties", "description"})
        others = self.yes(f"{at}/other_properties", said.get("other_properties", True))
        return Shape(self.rules(f"{at}/properties", said.get("properties", {})), others)

    def rules(self, at: str, document: object) -> dict[str, Rule]:
        said = self.an_object(at, document)
        if len(said) > MOST_PROPERTIES:
            self.fault(at, _("An event has at most 200 planned properties."))
        return {path: self.rule(f"{at}/{escaped(path)}", path, rule) for path, rule in said.items()}

    def rule(self, at: str, path: str, document: object) -> Rule:
        said = self.an_object(at, document, {"type", "required", "one_of", "max_length", "description"})
        if path.count(".") > 1 or not path:
            self.fault(at, _("Name properties at most two levels deep, as products[].sku or address.city."))
        return Rule(
            self.types(f"{at}/type", said.get("type", [])),
            self.yes(f"{at}/required", said.get("required", False)),
            self.choices(f"{at}/one_of", said.get("one_of", [])),
            self.length(f"{at}/max_length", said.get("max_length", 0)),
        )

    def types(self, at: str, given: object) -> int:
        names = given if isinstance(given, list) else [given]
        if not all(isinstance(name, str) and name in TYPES for name in names):
            listed = ", ".join(name for name in TYPES if name != "null")
            self.fault(at, gettext("Choose from these types: {types}.").format(types=listed))
            return 0
        return sum(TYPES[name] for name in set(names))

    def choices(self, at: str, given: object) -> frozenset[Any]:
        if not isinstance(given, list) or not all(isinstance(value, str | int | float) for value in given):
            self.fault(at, _("List the allowed texts or numbers."))
            return frozenset()
        if len(given) > MOST_CHOICES:
            self.fault(at, _("List at most 200 values."))
        return frozenset(given)

    def length(self, at: str, given: object) -> int:
        if not isinstance(given, int) or isinstance(given, bool) or given < 0:
            self.fault(at, _("Give the greatest length as a whole number."))
            return 0
        return given

    def yes(self, at: str, given: object) -> bool:
        if not isinstance(given, bool):
            self.fault(at, _("Write true or false."))
        return given is True

    def an_object(self, at: str, given: object, known: set[str] | None = None) -> dict[str, Any]:
        if not isinstance(given, dict):
            self.fault(at, _("Write a JSON object here: names and values in braces."))
            return {}
        for name in given:
            if known is not None and name not in known:
                listed = ", ".join(sorted(known))
                sentence = gettext("This word is not known here. Known are: {words}.").format(words=listed)
                self.fault(f"{at}/{escaped(name)}", sentence)
        return given


def escaped(name: str) -> str:
    """A name as part of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")


def without(said: dict[str, Any], dropped: Iterator[str] | list[str]) -> dict[str, Any]:
    """The same object without the properties at these paths."""
    kept = dict(said)
    for path in dropped:
        outer, inner = outer_of(path), path.partition(".")[2]
        if not outer:
            kept.pop(path, None)
        elif outer in kept:
            kept[outer] = each(partial(lacking, name=inner), kept[outer])
    return kept


def each(change: Any, value: Any) -> Any:
    """An object changed, or each element of a list."""
    return [change(element) for element in value] if isinstance(value, list) else change(value)


def lacking(value: Any, name: str) -> Any:
    """An object without one of its names; anything else as it is."""
    return {key: inner for key, inner in value.items() if key != name} if isinstance(value, dict) else value
