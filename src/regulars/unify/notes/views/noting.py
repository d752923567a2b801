"""Notes about a customer: written, edited, pinned, deleted and brought back."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.base.audit.services import record
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.base.web.parts import wants_part
from regulars.unify.customers.queries import Customer
from regulars.unify.customers.queries.redacting import redactor
from regulars.unify.customers.sheets.header import header
from regulars.unify.customers.views.loading import about_customer, actor_names
from regulars.unify.customers.views.panels import answer
from regulars.unify.notes import services
from regulars.unify.notes.errors import NotesError, NotYours
from regulars.unify.notes.naming import Colleague
from regulars.unify.notes.queries import note_of, readable_note, versions_of


@guarded("notes.edit")
@require_POST
@about_customer
def add(request: HttpRequest, customer: Customer) -> HttpResponse:
    """Write a note."""
    text = request.POST.get("text", "")
    try:
        written = services.add_note(customer.root, text, actor=actor_in(request))
    except NotesError as refused:
        messages.error(request, str(refused))
        return answer(request, customer, "notes", {"draft": text})
    say_untold(request, written.untold)
    return answer(request, customer, "notes", focus=f"note-{written.note.pk}")


@guarded("notes.edit")
@require_http_methods(["GET", "POST"])
@about_customer
def edit(request: HttpRequest, customer: Customer, note: int) -> HttpResponse:
    """Say one's own note otherwise."""
    actor = actor_in(request)
    try:
        if request.method == "POST":
            text = request.POST.get("text", "")
            written = services.edit_note(customer.keys, note, text, actor=actor)
            say_untold(request, written.untold)
            return answer(request, customer, "notes", focus=f"note-{note}")
        found = note_of(customer.keys, note)
        if found.actor != actor:
            raise NotYours
    except NotesError as refused:
        messages.error(request, str(refused))
        return answer(request, customer, "notes")
    context = {"customer": customer, "header": header(customer), "note": found}
    return render(request, "notes/_edit.html" if wants_part(request) else "notes/edit.html", context)


@guarded("notes.edit")
@require_POST
@about_customer
def change(request: HttpRequest, customer: Customer, note: int, what: str) -> HttpResponse:
    """Pin or unpin a note, delete one's own or bring it back."""
    actor, keys = actor_in(request), customer.keys
    try:
        match what:
            case "pin" | "unpin":
                services.pin_note(keys, note, is_pinned=what == "pin", actor=actor)
            case "delete":
                services.delete_note(keys, note, actor=actor)
                messages.success(request, _("The note is deleted. You find it under “Show all” to bring it back."))
            case "restore":
                services.restore_note(keys, note, actor=actor)
            case _other:
                raise Http404
    except NotesError as refused:
        messages.error(request, str(refused))
    return answer(request, customer, "notes", focus=f"note-{note}")


@guarded("notes.see")
@require_GET
@about_customer
def history(request: HttpRequest, customer: Customer, note: int) -> HttpResponse:
    """What a note said before it was edited."""
    try:
        found = readable_note(customer.keys, note, actor_in(request))
    except NotesError as refused:
        messages.error(request, str(refused))
        return answer(request, customer, "notes")
    record("note.history", actor=actor_in(request), object_type="customer", keys=[found.key])
    readable = redactor(customer.keys, signed_in(request).sight.mask).text
    context: dict[str, Any] = {
        "customer": customer,
        "header": header(customer),
        "note": found,
        "author": actor_names().get(found.actor, found.actor),
        "text": readable(found.text),
        "versions": [(one.written_at, readable(one.text)) for one in versions_of(found)],
    }
    return render(request, "notes/history.html", context)


def say_untold(request: HttpRequest, untold: Collection[Colleague]) -> None:
    """Nobody is left to believe that somebody was told."""
    for one in untold:
        words = _("{name} may not see this customer’s notes, so they were not told.").format(name=one.words)
        messages.warning(request, words)
