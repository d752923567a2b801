"""The pages of the audit trail: the list with its filter, one entry, and the export."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

from asgiref.sync import sync_to_async
from django.contrib import messages
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regulars.base.audit import queries
from regulars.base.audit.exporting import pieces
from regulars.base.audit.faults import fault_of
from regulars.base.audit.forms import FilterForm, KeepForm
from regulars.base.audit.queries import Conditions
from regulars.base.audit.sentences import Line, lines, thing, thing_names
from regulars.base.audit.services import record
from regulars.base.audit.trimming import KEEP_DAYS, keep_days
from regulars.base.fields import display
from regulars.base.fields.masks import EVERYTHING
from regulars.base.web import preferences, trail
from regulars.base.web.access import actor_in, guarded, signed_in

PAGE = 50
SUBJECTS = 200
LATEST = 10


@guarded("audit.see")
@require_safe
def trail_list(request: HttpRequest) -> HttpResponse:
    """What everybody did, newest first."""
    form = FilterForm(request.GET)
    form.is_valid()
    found = queries.entries_page(form.conditions, request.GET.get("cursor", ""), PAGE)
    shown = lines(found.entries, may=request.user.has_perm, with_texts=sees_texts(request))
    record("audit.see", actor=actor_in(request))
    status = queries.status()
    context = {
        "form": form,
        "days": by_day(shown),
        "older": address_of(request, found.next) if found.next else "",
        "newest": address_of(request) if request.GET.get("cursor") else "",
        "export": address_of(request),
        "is_filtered": form.conditions != Conditions(),
        "status": status,
        "fault": fault_of(status.verified.fault) if status.verified else None,
        "sees_texts": sees_texts(request),
        "keeping": KeepForm(initial={"days": keep_days()}) if request.user.has_perm("settings.edit") else None,
    }
    return render(request, "audit/list.html", context)


def sees_texts(request: HttpRequest) -> bool:
    """What was typed may hold anything about anybody: it is for those who see everything of everybody."""
    return signed_in(request).sight == EVERYTHING


def address_of(request: HttpRequest, cursor: str = "") -> str:
    """The same filter, from another place on."""
    query = request.GET.copy()
    query.pop("cursor", None)
    if cursor:
        query["cursor"] = cursor
    return f"?{query.urlencode()}"


def by_day(shown: list[Line]) -> list[tuple[str, list[Line]]]:
    """Lines under the day on which they happened."""
    days: dict[str, list[Line]] = {}
    for one in shown:
        days.setdefault(display.day(timezone.localtime(one.entry.at).date()), []).append(one)
    return list(days.items())


@guarded("settings.edit")
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Set how long entries are kept."""
    form = KeepForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write a number of days from 30 to 36,500, or nothing to keep entries for good."))
        return redirect("audit:list")
    preferences.write(KEEP_DAYS, form.cleaned_data["days"], actor=actor_in(request))
    messages.success(request, _("Saved."))
    return redirect("audit:list")


@guarded("audit.see")
@require_safe
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """One entry with everybody whom it is about, and the block that seals it."""
    found = queries.entry(entry_id) if entry_id < 2**63 else None
    if found is None:
        raise Http404
    after = request.GET.get("after", "")
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else None
    keys = queries.subjects_after(found.id, start, SUBJECTS + 1)
    names = thing_names([found], {found.id: keys[:SUBJECTS]})
    record("audit.see", actor=actor_in(request))
    (line,) = lines([found], may=request.user.has_perm, with_texts=sees_texts(request))
    act = trail.acts.get(found.action)
    context = {
        "line": line,
        "group": act.group.label if act else "",
        "subjects": [thing(found.object_type, key, names, request.user.has_perm) for key in keys[:SUBJECTS]],
        "further": f"?after={keys[SUBJECTS - 1]}" if len(keys) > SUBJECTS else "",
        "first": "?" if start is not None else "",
        "sealed_in": queries.block_of(found.id),
        "sees_texts": sees_texts(request),
    }
    return render(request, "audit/entry.html", context)


@guarded("audit.export")
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """Everything that the filter finds, as a CSV file."""
    form = FilterForm(request.GET)
    form.is_valid()
    asked = {name: value for name, value in request.GET.items() if value and name in form.fields}
    record("audit.export", actor=actor_in(request), text=json.dumps(asked, ensure_ascii=False) if asked else None)
    rows = pieces(
        form.conditions,
        may=request.user.has_perm,
        with_texts=sees_texts(request),
        language=get_language() or "en",
    )
    name = f"audit-{timezone.localdate().isoformat()}.csv"
    # Django would compress each piece by itself, and browsers show the first such piece alone.
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Encoding": "identity"}
    content = asynchronous(rows) if isinstance(request, ASGIRequest) else rows
    return StreamingHttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


async def asynchronous(rows: Iterator[str]) -> AsyncIterator[str]:
    """The same a piece at a time: a plain iterator would be read to its end before the first byte goes out."""

    def following() -> str | None:
        return next(rows, None)

    while (piece := await sync_to_async(following)()) is not None:
        yield piece


def who_looked(_request: HttpRequest, customer: Any) -> dict[str, Any]:
    """For the page about a customer: the latest acts about any of their keys. They are shown there, so not as links."""
    page = queries.entries_page(Conditions(people=tuple(customer.keys)), limit=LATEST)
    shown = lines(page.entries, may=lambda _permission: False, with_texts=False)
    return {"lines": shown, "key": customer.root}
