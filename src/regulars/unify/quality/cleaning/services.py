"""Merges values over thousands of customers in one step that can be taken back, and keeps it as a rule of the doors.

A step makes colleagues' corrections in a batch of its own: undoing it withdraws that batch. They beat what was said
before them, and lose to whatever is said later, so that somebody who moves is not held in the town of an old merger.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from django.db import transaction

from regulars.base.audit.services import record
from regulars.base.fields.dictionary import Field
from regulars.base.fields.display import number
from regulars.base.fields.enums import Type
from regulars.base.fields.moments import now
from regulars.base.jobs.services import enqueue
from regulars.base.staff.queries import actor_of
from regulars.unify.customers.golden import stored_rows, values_of
from regulars.unify.facts.fact import NEWEST, Fact, Lane
from regulars.unify.facts.services import colleagues, take
from regulars.unify.identity import queries as identity
from regulars.unify.identity.services import address_of, check_traits, edit_of, withdraw_batch
from regulars.unify.quality.errors import NotCleanable, NothingChosen, StepUnknown, TooManyValues, ValueTooLong
from regulars.unify.quality.models import CleaningStep

from .facets import field_to_clean
from .meanings import read

if TYPE_CHECKING:
    from regulars.base.staff.models import User

JOB = "quality.clean"
MOST_AT_ONCE = 500
LONGEST = 500


@transaction.atomic
def merge_values(field: str, values: Collection[str], into: str, *, keep: bool, user: "User") -> CleaningStep:
    """Let all customers who have one of these values have another; `keep` it as a rule for what arrives.

    Raises NotCleanable, NothingChosen, TooManyValues, ValueTooLong, TraitInvalid.
    """
    known = field_to_clean(field, user.sight.mask)
    if user.sight.owners is not None:
        raise NotCleanable
    into, chosen = into.strip(), sorted({value for value in values if value and value != into.strip()})
    if not into or not chosen:
        raise NothingChosen
    if len(chosen) > MOST_AT_ONCE:
        raise TooManyValues(most=number(MOST_AT_ONCE))
    if len(into) > LONGEST:
        raise ValueTooLong(most=number(LONGEST))
    check_traits({known.name: [into] if known.type is Type.LIST else into})
    actor = actor_of(user)
    step = CleaningStep.objects.create(
        field=known.name,
        values=chosen,
        into=into,
        is_rule=keep,
        actor=actor,
        made_at=now(),
    )
    record("quality.clean", actor=actor, object_type="cleaning_step", keys=[step.pk], fields=[known.name])
    enqueue(JOB, once=True, step=step.pk)
    return step


@transaction.atomic
def undo(step_id: int, *, actor: str) -> CleaningStep:
    """Take all that a step changed back, and end its rule. Raises StepUnknown."""
    step = CleaningStep.objects.select_for_update().filter(pk=step_id, undone_at=None).first()
    if step is None or step.ended_at is None:
        raise StepUnknown
    step.undone_at = now()
    step.rule_until = step.rule_until or (step.undone_at if step.is_rule else None)
    step.save(update_fields=["undone_at", "rule_until"])
    record("quality.clean_undo", actor=actor, object_type="cleaning_step", keys=[step.pk], fields=[step.field])
    if step.changed:
        withdraw_batch(step.batch, actor=actor)
    return step


@transaction.atomic
def end_rule(step_id: int, *, actor: str) -> CleaningStep:
    """Let the doors take these values as they come again; what was merged stays. Raises StepUnknown."""
    step = CleaningStep.objects.select_for_update().filter(pk=step_id, is_rule=True, rule_until=None).first()
    if step is None:
        raise StepUnknown
    step.rule_until = now()
    step.save(update_fields=["rule_until"])
    record("quality.clean_end_rule", actor=actor, object_type="cleaning_step", keys=[step.pk], fields=[step.field])
    return step


def hand_in(step: CleaningStep, field: Field, roots: Sequence[int]) -> int:
    """Correct those of these customers who still have one of the values; how many there were."""
    wanted = changes(field, roots, set(step.values), step.into)
    facts = list(edits(wanted, step))
    if facts:
        take(facts, source=colleagues().pk, lane=Lane.IMPORTS, batch=step.batch, received_at=step.made_at)
    return len(facts)


def changes(field: Field, roots: Sequence[int], values: Collection[str], into: str) -> dict[int, Any]:
    """Root → the value it shall have, by what the database says of it."""
    wanted: dict[int, Any] = {}
    for root, (_, traits) in stored_rows(roots).items():
        before = values_of(traits).get(field.name)
        after = read(before, lambda value: into if value in values else value)
        if after != before:
            wanted[root] = after
    return wanted


def edits(wanted: Mapping[int, Any], step: CleaningStep) -> Iterator[Fact]:
    """The corrections; done again, they are the same messages."""
    members = identity.members_of(wanted)
    known = {one.key: one for one in identity.identifiers(key for keys in members.values() for key in keys)}
    for root, value in wanted.items():
        address = address_of(known[key] for key in members[root] if key in known)
        if address is not None:
            fact = edit_of(address, {step.field: value}, actor=step.actor)
            yield msgspec.structs.replace(
                fact,
                message_id=f"{step.actor}/cleaning-{step.pk}-{root}",
                occurred_at=step.made_at,
                modes={step.field: NEWEST},
            )
