"""What the home page says about facts: how many were filed today, and by how many sources."""

from datetime import UTC

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.base.fields import display
from regulars.base.web import shell

from . import inbox, sql
from .enums import SourceKind
from .models import Source
from .queries import FIRST_DAY

# The road notes a day's first position only once it has filed something: on the very first day all is today's.
FACTS_TODAY = """
SELECT c.next - CASE
    WHEN NOT EXISTS (SELECT 1 FROM day WHERE day < %s) THEN 1
    ELSE COALESCE((SELECT first_position FROM day WHERE day = %s), c.next) END
FROM counter c WHERE c.name = 'position'
"""


def facts_today() -> int:
    """How many facts were filed since midnight (UTC): three rows are read, however many facts there are."""
    today = (timezone.now().astimezone(UTC).date() - FIRST_DAY).days
    rows = sql.run(FACTS_TODAY, today, today)
    return int(rows[0][0]) if rows else 0


def facts_figure() -> shell.Figure:
    waiting = inbox.waiting()
    note = ngettext("%(n)s waits", "%(n)s wait", waiting) % {"n": display.number(waiting)} if waiting else ""
    return shell.Figure(_("Facts filed today"), facts_today(), note)


def sources_figure() -> shell.Figure:
    enabled = Source.objects.filter(is_enabled=True).exclude(kind=SourceKind.STAFF).count()
    return shell.Figure(_("Sources"), enabled, page="sources:list")


def add_own_tiles() -> None:
    shell.figure("facts", permission="sources.see", order=130, load=facts_figure)
    shell.figure("sources", permission="sources.see", order=150, load=sources_figure)
