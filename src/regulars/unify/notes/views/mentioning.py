"""Colleagues in notes: who can be named while one writes, and which notes name me."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from regulars.base.audit.services import record
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.unify.customers.owners import reachable
from regulars.unify.customers.queries import Customer
from regulars.unify.customers.queries.listing import golden_rows, rows_of
from regulars.unify.customers.queries.redacting import redactors
from regulars.unify.customers.views.loading import about_customer, actor_names
from regulars.unify.notes.naming import folded
from regulars.unify.notes.queries import colleagues_about, mentions_of
from regulars.unify.notes.writing import as_html

SUGGESTIONS = 8


@guarded("notes.edit")
@require_GET
@about_customer
def colleagues(request: HttpRequest, customer: Customer) -> HttpResponse:
    """The colleagues whose name or address begins so, and who may read notes about this customer."""
    typed = folded(request.GET.get("q", "").strip().removeprefix("@"))
    found = [one for one in colleagues_about(customer.root) if one.sees and is_meant(typed, one.name, one.email)]
    twice = {one.name for one in found if sum(other.name == one.name for other in found) > 1}
    lines = [(one, one.email if one.name in twice or not one.name else one.name) for one in found[:SUGGESTIONS]]
    return render(request, "notes/_colleagues.html", {"lines": lines})


def is_meant(typed: str, name: str, email: str) -> bool:
    """Whether a word of a name, or an address, begins as somebody typed."""
    plain = folded(name)
    return plain.startswith(typed) or f" {typed}" in plain or folded(email).startswith(typed)


@guarded("notes.see")
@require_GET
def mentions(request: HttpRequest) -> HttpResponse:
    """The notes that name me, about customers whom I may see."""
    user = signed_in(request)
    sight, found = user.sight, mentions_of(user.pk)
    seen = reachable({one.root for one in found}, sight)
    rows = {row.root: row for row in rows_of(golden_rows(sorted(seen)), sight.mask)}
    names, readable = actor_names(), redactors(list(rows), sight.mask)
    lines = [
        {
            "note": one.note,
            "html": as_html(readable[one.root].text(one.note.text), [one.words]),
            "is_new": one.is_new,
            "row": rows[one.root],
            "author": names.get(one.note.actor, one.note.actor),
        }
        for one in found
        if one.root in rows
    ]
    if rows:
        record("note.mentions", actor=actor_in(request), object_type="customer", keys=rows)
    return render(request, "notes/mentions.html", {"lines": lines})
