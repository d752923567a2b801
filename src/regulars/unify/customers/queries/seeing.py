"""What somebody sees of identifiers, links, decisions and origins: values by type, nothing of people out of reach."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast

from regulars.base.fields.masks import DOTS, Mask, Shown, Sight
from regulars.base.fields.queries import find_field
from regulars.base.fields.redaction import Redactor
from regulars.base.fields.sealing import opened_traits
from regulars.unify.customers.errors import FieldUnseen
from regulars.unify.customers.owners import reachable
from regulars.unify.identity import store
from regulars.unify.identity.queries import IdentifierValue, LinkEvidence, StandingDecision, words

from .provenance import Origin, Provenance

COMPANY = "company"
Tie = TypeVar("Tie", bound=LinkEvidence | StandingDecision)
Said = TypeVar("Said", bound=Origin)


@dataclass(frozen=True)
class Lens:
    """Through which somebody looks; `unseen` are keys of people whom they may not see."""

    mask: Mask
    unseen: frozenset[int] = frozenset()

    @property
    def is_clear(self) -> bool:
        """Whether everything is seen."""
        return self.mask.is_whole and not self.unseen

    def identifier(self, one: IdentifierValue) -> IdentifierValue:
        """An identifier with what is seen of its value; of somebody out of reach only the type."""
        if self.is_clear:
            return one
        if one.key in self.unseen:
            return IdentifierValue(one.type, DOTS, 0, "", 0, None, None)
        value = self.mask.value(one.type, one.value)
        return replace(one, value=DOTS if value is None else value)

    def tie(self, tie: Tie) -> Tie:
        """A link or a decision between two identifiers."""
        if self.is_clear:
            return tie
        return cast(Tie, self.link(tie) if isinstance(tie, LinkEvidence) else self.decision(tie))

    def link(self, link: LinkEvidence) -> LinkEvidence:
        """Evidence about two identifiers."""
        return replace(link, from_=self.identifier(link.from_), to=self.identifier(link.to))

    def decision(self, decision: StandingDecision) -> StandingDecision:
        """A decision, whose words quote its identifiers."""
        one, other = self.identifier(decision.one), self.identifier(decision.other)
        said = words.decision(decision.kind, str(one), str(other))
        return replace(decision, one=one, other=other, words=said)

    def traits(self, traits: Mapping[str, Any], kind: str) -> dict[str, Any]:
        """Traits of a customer or group of this kind; hidden ones are absent."""
        return seen_traits(traits, kind, self.mask)

    def provenance(self, found: Mapping[str, Provenance], kind: str) -> dict[str, Provenance]:
        """Where values come from, with what is seen of each; what was sealed is opened."""
        return {
            trait: replace(
                self.origin(trait, said, kind),
                others=tuple(self.origin(trait, other, kind) for other in said.others),
                unconfirmed=tuple(self.origin(trait, other, kind) for other in said.unconfirmed),
            )
            for trait, said in found.items()
            if self.mask.of(field_of(trait, kind)) is not Shown.HIDDEN
        }

    def origin(self, trait: str, said: Said, kind: str) -> Said:
        """A value with who said it; senders make message ids of anything, addresses included."""
        message = Redactor(self.mask).text(said.message_id)
        return replace(said, value=self.mask.value(field_of(trait, kind), said.value), message_id=message)


def lens_of(sight: Sight, keys: Iterable[int]) -> Lens:
    """How somebody sees what is about these keys."""
    if sight.owners is None:
        return Lens(sight.mask)
    roots = store.roots_of(set(keys) - {0})
    seen = reachable(set(roots.values()), sight)
    return Lens(sight.mask, frozenset(key for key, root in roots.items() if root not in seen))


def ties_seen(ties: Collection[Tie], sight: Sight) -> tuple[Tie, ...]:
    """Links or decisions as somebody sees them."""
    lens = lens_of(sight, (key for tie in ties for key in ends(tie)))
    return tuple(map(lens.tie, ties))


def ends(tie: LinkEvidence | StandingDecision) -> tuple[int, int]:
    """The keys that something is about."""
    return (tie.from_.key, tie.to.key) if isinstance(tie, LinkEvidence) else (tie.one.key, tie.other.key)


def seen_traits(traits: Mapping[str, Any], kind: str, mask: Mask) -> dict[str, Any]:
    """Traits as they may be shown; hidden ones are absent, and what was sealed is opened."""
    if mask.is_whole:
        return opened_traits(traits)
    fields = {name: field_of(name, kind) for name in traits}
    return {
        name: mask.value(fields[name], value)
        for name, value in traits.items()
        if mask.of(fields[name]) is not Shown.HIDDEN
    }


def check_editable(traits: Iterable[str], mask: Mask) -> None:
    """Raises FieldUnseen where one of these is not seen whole: nobody corrects what they cannot read."""
    for trait in traits:
        if not mask.sees(trait):
            field = find_field(trait)
            raise FieldUnseen(trait, field.label if field else trait)


def field_of(trait: str, kind: str) -> str:
    """The field whose sensitivity a trait has: what a company is called identifies nobody."""
    return COMPANY if kind == COMPANY and trait == "name" else trait
