"""What a colleague can choose for an item of the work list; a choice is a correction, with its origin, and can be
taken back like any other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from regulars.base.audit.services import record
from regulars.base.fields.masks import Mask
from regulars.base.fields.moments import now
from regulars.base.fields.queries import current
from regulars.base.jobs import work
from regulars.unify.customers.forms import fields_with
from regulars.unify.customers.queries import Customer
from regulars.unify.customers.queries.provenance import Origin
from regulars.unify.customers.sheets.values import written
from regulars.unify.facts.queries import usual_region
from regulars.unify.identity import services as identity
from regulars.unify.identity.waiting import wait

from .enums import Work
from .errors import ChoiceUnknown, ItemUnseen
from .measures import DATED
from .measuring import refresh
from .upholding import uphold
from .validation import check

if TYPE_CHECKING:
    from regulars.base.jobs.models import WorkItem

MINE = "as_it_is"
SUGGESTED = "suggested"
NOTHING = "nothing"
NAMED_BY = frozenset({"first_name", "last_name"})


@dataclass(frozen=True)
class Choice:
    """One way to settle an item: what would stand, in words, and who says so when (µs; 0: nobody)."""

    code: str
    values: Mapping[str, Any]
    words: str
    source: str = ""
    at: int = 0
    stands: bool = False


def field_of(item: "WorkItem") -> str:
    """The field, or unit, that an item is about; "" where it is about none."""
    return item.about.partition(":")[0] if item.kind in {Work.CONFLICT, Work.DOUBTFUL, Work.STALE} else ""


def fields_of(item: "WorkItem") -> tuple[str, ...]:
    """Every field that settling an item would change."""
    field = field_of(item)
    told = DATED.get(field, ()) if item.kind == Work.STALE else (field,) if field else ()
    return tuple(dict.fromkeys(name for one in told for name in fields_with(one)))


def check_seen(item: "WorkItem", mask: Mask) -> None:
    """Raises ItemUnseen."""
    if not mask.sees_all(fields_of(item)):
        raise ItemUnseen


def choices(item: "WorkItem", customer: Customer, mask: Mask) -> list[Choice]:
    """The ways to settle an item, what stands first. Raises ItemUnseen."""
    check_seen(item, mask)
    names = fields_of(item)
    if item.kind == Work.DOUBTFUL:
        return repairs_of(field_of(item), names, customer)
    found = {Work.CONFLICT: said_of, Work.STALE: as_it_stands}.get(Work(item.kind))
    return found(names, customer) if found else []


def as_it_stands(names: Sequence[str], customer: Customer) -> list[Choice]:
    """It is still right: the colleague says the same again."""
    values = {name: customer.traits[name] for name in names if customer.traits.get(name) not in (None, "")}
    said = [customer.provenance[name] for name in values if name in customer.provenance]
    if not values:
        return []
    newest = max(said, key=lambda one: one.occurred_at, default=None)
    source, at = (newest.source, newest.occurred_at) if newest else ("", 0)
    return [Choice(MINE, values, in_words(values), source, at, stands=True)]


def said_of(names: Sequence[str], customer: Customer) -> list[Choice]:
    """What each trusted source says of a field; of a unit all that it says."""
    by_record: dict[tuple[str, int, int, int], dict[str, Origin]] = {}
    for name in names:
        known = customer.provenance.get(name)
        for one in (known, *known.others) if known else ():
            if one.value not in (None, ""):
                by_record.setdefault((one.source, one.key, one.batch, one.row), {})[name] = one
    found = []
    for place, (_record, said) in enumerate(by_record.items()):
        values = {name: one.value for name, one in said.items()}
        newest = max(said.values(), key=lambda one: one.occurred_at)
        stands = all(customer.traits.get(name) == value for name, value in values.items())
        found.append(Choice(str(place), values, in_words(values), newest.source, newest.occurred_at, stands))
    return sorted(found, key=lambda one: (not one.stands, -one.at))


def repairs_of(field: str, names: Sequence[str], customer: Customer) -> list[Choice]:
    """The value as it is, and what may be meant instead; what stands with it in its unit goes along."""
    value = customer.traits.get(field)
    if value in (None, ""):
        return []
    found = [Choice(MINE, instead(field, value, names, customer), written(field, value), stands=True)]
    if suggestion := check(field, value, usual_region() or None).suggestion:
        words = written(field, suggestion)
        found.insert(0, Choice(SUGGESTED, instead(field, suggestion, names, customer), words))
    return [*found, Choice(NOTHING, instead(field, None, names, customer), "")]


def instead(field: str, value: Any, names: Sequence[str], customer: Customer) -> dict[str, Any]:
    """A unit with another value in one place: it stands or falls as a whole."""
    values = {name: customer.traits[name] for name in names if customer.traits.get(name) not in (None, "")}
    if field in NAMED_BY and value != values.get(field):
        # Made of its parts anew.
        values.pop("name", None)
    return values | {field: value}


def in_words(values: Mapping[str, Any]) -> str:
    """The values as people read them, in the order of the dictionary; of a name no parts that stand in it."""
    name = str(values.get("name") or "")
    order = {field.name: place for place, field in enumerate(current().every)}
    told = (part for part in values if not (part in NAMED_BY and str(values[part]) in name))
    ordered = sorted(told, key=lambda part: order.get(part, len(order)))
    return " · ".join(filter(None, (written(part, values[part]) for part in ordered)))


def values_for(
    item: "WorkItem", customer: Customer, mask: Mask, code: str, typed: str = ""
) -> tuple[Mapping[str, Any], str]:
    """What would be corrected by a choice, and what is called its outcome. Raises ItemUnseen, ChoiceUnknown."""
    offered = {one.code: one for one in choices(item, customer, mask)}
    if typed.strip() and item.kind == Work.DOUBTFUL:
        return instead(field_of(item), typed.strip(), fields_of(item), customer), "typed"
    if code not in offered:
        raise ChoiceUnknown
    return offered[code].values, "chosen" if item.kind == Work.CONFLICT else code


def settle(item: "WorkItem", customer: Customer, values: Mapping[str, Any], outcome: str, *, actor: str) -> None:
    """Correct what was chosen, wait until it stands, and finish the item.

    Raises identity's errors: TraitInvalid, NothingToChange, NotAddressable, DecisionRefused, StillWaiting.
    """
    if outcome != SUGGESTED:
        uphold(customer.root, values, actor)
    wait(identity.edit_customer(customer.root, values, actor=actor))
    refresh([customer.root])
    finish([item], outcome, actor=actor)


def finish(items: Sequence["WorkItem"], outcome: str, *, actor: str) -> int:
    """Done, without changing anything; how many."""
    record("quality.done", actor=actor, object_type="customer", keys=[item.key for item in items])
    return work.finish([item.pk for item in items], outcome, at=now(), actor=actor)
