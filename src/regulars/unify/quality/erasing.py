"""What quality holds about a person who is erased: all of it goes."""

from regulars.unify.facts.registries import Erased, PersonalHolder

from .models import Finding, Score


def erase(erased: Erased) -> None:
    """Delete what is kept of these keys."""
    Finding.objects.filter(key__in=erased.keys).delete()
    Score.objects.filter(root__in={erased.root, *erased.keys}).delete()


HOLDER = PersonalHolder(app="quality", tables=frozenset({"quality_finding", "quality_score"}), erase=erase)
