"""What values mean at the doors, by the rules that steps of cleaning left."""

from regulars.base.rules.folding import fold
from regulars.unify.quality.models import CleaningStep


def meanings(at: int) -> dict[str, dict[str, str]]:
    """Field → folded value → what it means at the doors at a moment; of two rules the later one holds."""
    found: dict[str, dict[str, str]] = {}
    for step in CleaningStep.objects.filter(is_rule=True, made_at__lte=at).order_by("made_at", "pk"):
        if step.rule_until is None or at < step.rule_until:
            found.setdefault(step.field, {}).update({fold(value): step.into for value in step.values})
    return found
