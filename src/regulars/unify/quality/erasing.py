"""What quality holds about a person who is erased: all of it goes, and mails that were sent to them."""

from regulars.base.jobs import work
from regulars.base.mail.services import forget_recipients
from regulars.unify.facts.registries import Erased, PersonalHolder

from .matching import pairs
from .models import Code, Finding, Score
from .outside import services as outside


def erase(erased: Erased) -> None:
    """Delete what is kept of these keys."""
    keys = {erased.root, *erased.keys}
    Finding.objects.filter(key__in=keys).delete()
    Score.objects.filter(root__in=keys).delete()
    Code.objects.filter(key__in=keys).delete()
    pairs.forget(keys)
    work.forget(keys)
    outside.forget((one.ident.type, one.ident.value) for one in erased.identifiers)
    forget_recipients(one.ident.value for one in erased.identifiers if one.ident.type == "email")


HOLDER = PersonalHolder(
    app="quality",
    tables=frozenset(
        {"quality_finding", "quality_score", "quality_code", "quality_match_pair", "work_item", "mail_message"}
    ),
    erase=erase,
)
