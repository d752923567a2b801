"""What can be wrong with a customer's record, and the kinds of work that come of it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Wrong(TextChoices):
    """Why somebody stands in a list; the first five are about a field or unit."""

    MISSING = "missing", _("Missing")
    DOUBTFUL = "doubtful", _("Doubtful")
    REPAIRED = "repaired", _("Written otherwise")
    STALE = "stale", _("Not confirmed for long")
    DIFFERING = "differing", _("Sources differ")
    UNREACHABLE = "unreachable", _("Nobody can reach them")


class Work(TextChoices):
    """Kinds of items on the work list."""

    CONFLICT = "conflict", _("Sources differ")
    DOUBTFUL = "doubtful", _("Doubtful value")
    STALE = "stale", _("Not confirmed for long")
    UNREACHABLE = "unreachable", _("Nobody can reach them")
    ALARM = "alarm", _("A value on many people")
    SHARED = "shared", _("One person or two?")
    LEAD = "lead", _("Nobody answered")
