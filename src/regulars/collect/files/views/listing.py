"""All imports, and templates to start from."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from regulars.base.audit.sentences import named_actors
from regulars.base.web.access import guarded
from regulars.base.web.parts import wants_part
from regulars.collect.files import making, queries
from regulars.collect.files.enums import State
from regulars.collect.files.mapping import Kind
from regulars.unify.facts.queries import sources

from .loading import TONES, WORKED_ON

A_PAGE = 20
MIME = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}
KINDS = {
    Kind.CUSTOMERS: (_("Customers"), _("Names, how to reach them, birthdays, tags.")),
    Kind.ORDERS: (_("Orders"), _("One line an order: whose, when, how much.")),
    Kind.ORDER_LINES: (_("Order lines"), _("One line a product of an order.")),
    Kind.PRODUCTS: (pgettext_lazy("kind of file", "Products"), _("What you sell, with prices and stock.")),
    Kind.CONSENTS: (_("Consents"), _("Who agreed to what, when and how.")),
    Kind.POINTS: (_("Opening balances"), _("The points that members bring along.")),
}
"""Kind → what it is called, and about it."""


@guarded("imports.see")
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Every import with how far it is; htmx gets the table alone while one is worked on."""
    template = "imports/_table.html" if wants_part(request) else "imports/list.html"
    return render(request, template, listed(request))


def listed(request: HttpRequest) -> dict[str, Any]:
    """A page of imports with what stands beside each, and templates."""
    page = Paginator(queries.imports(), A_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    named = named_actors({row.actor for row in rows})
    spoken = dict(sources().filter(pk__in={row.source for row in rows}).values_list("pk", "name"))
    lines = [
        {
            "row": row,
            "counts": queries.counts_of(row),
            "who": named.get(row.actor, ""),
            "source": spoken.get(row.source, ""),
            "tone": TONES.get(State(row.state), "off"),
            "may_undo": row.state == State.DONE,
        }
        for row in rows
    ]
    is_moving = any(row.state in WORKED_ON for row in rows)
    kinds = [(kind.value, label, about) for kind, (label, about) in KINDS.items()]
    return {"lines": lines, "page": page, "is_moving": is_moving, "kinds": kinds}


@guarded("imports.see")
@require_GET
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """A file to fill in, in the reader's language."""
    format_ = request.GET.get("format", "xlsx")
    if kind not in set(Kind) or format_ not in MIME:
        raise Http404
    content = making.template(Kind(kind), get_language() or "en", format_)
    headers = {"Content-Disposition": f'attachment; filename="regulars-{kind.replace("_", "-")}.{format_}"'}
    return HttpResponse(content, content_type=MIME[format_], headers=headers)
