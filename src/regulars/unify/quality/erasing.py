"""What quality holds about a person who is erased: all of it goes, and messages that were sent to them."""

from collections.abc import Collection

from regulars.base.fields.masks import DOTS
from regulars.base.fields.moments import now
from regulars.base.jobs import work
from regulars.base.mail.services import forget_recipients
from regulars.unify.facts.refused import names
from regulars.unify.facts.registries import Erased, PersonalHolder

from .matching import pairs
from .models import CleaningStep, Code, Finding, Score, Upheld
from .outside import services as outside

SHORTEST = 5
"""A shorter value stands in many a word."""


def erase(erased: Erased) -> None:
    """Delete what is kept of these keys."""
    keys = {erased.root, *erased.keys}
    Finding.objects.filter(key__in=keys).delete()
    Score.objects.filter(root__in=keys).delete()
    Code.objects.filter(key__in=keys).delete()
    Upheld.objects.filter(key__in=keys).delete()
    pairs.forget(keys)
    work.forget(keys)
    outside.forget((one.ident.type, one.ident.value) for one in erased.identifiers)
    forget_recipients(one.ident.value for one in erased.identifiers if one.ident.type in {"email", "phone"})
    forget_spellings({one.ident.value for one in erased.identifiers if len(one.ident.value) >= SHORTEST})


def forget_spellings(values: Collection[str]) -> None:
    """Take spellings out of steps of cleaning that name the person; what was merged into one is a rule no more."""
    for step in CleaningStep.objects.all():
        kept = [one for one in step.values if not names(one, values)]
        if names(step.into, values):
            step.into, step.rule_until = DOTS, step.rule_until or (now() if step.is_rule else None)
        elif kept == step.values:
            continue
        step.values = kept
        step.save(update_fields=["values", "into", "rule_until"])


HOLDER = PersonalHolder(
    app="quality",
    tables=frozenset(
        {
            "quality_finding",
            "quality_score",
            "quality_code",
            "quality_upheld",
            "quality_match_pair",
            "quality_cleaning_step",
            "work_item",
            "mail_message",
        }
    ),
    erase=erase,
)
