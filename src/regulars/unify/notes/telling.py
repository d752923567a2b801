"""Notes in the timeline."""

from collections.abc import Mapping

from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import pgettext

from regulars.base.fields.masks import Mask
from regulars.unify.customers.plugs import Entry
from regulars.unify.customers.queries import Cursor, Customer
from regulars.unify.customers.queries.redacting import redactor

from .queries import notes_before
from .writing import as_line

SHOWN_LETTERS = 280


def entries(
    customer: Customer, mask: Mask, actors: Mapping[str, str], before: Cursor | None, limit: int
) -> list[Entry]:
    """The newest notes behind a place of the timeline."""
    readable = redactor(customer.keys, mask).text
    found = notes_before(customer.keys, before[0] if before else None, limit)
    return [
        Entry(
            one.written_at,
            one.pk,
            format_html(
                pgettext("something written about a customer", "Note: {text}"),
                text=format_html("<bdi>{}</bdi>", Truncator(as_line(readable(one.text))).chars(SHOWN_LETTERS)),
            ),
            "",
            "",
            actors.get(one.actor, one.actor),
        )
        for one in found
    ]
