"""How good the data is, in one page, and the lists of customers behind each figure."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regulars.base.audit.services import record
from regulars.base.fields.masks import Mask, Sight
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.unify.customers.errors import FieldMasked
from regulars.unify.customers.queries.listing import Row, golden_rows, rows_of
from regulars.unify.customers.sheets.values import written
from regulars.unify.facts.queries import usual_region
from regulars.unify.quality import lists, report
from regulars.unify.quality import overview as overviews
from regulars.unify.quality.enums import Wrong
from regulars.unify.quality.following import is_building
from regulars.unify.quality.lists import Which
from regulars.unify.quality.matching import queue
from regulars.unify.quality.measures import DATED
from regulars.unify.quality.overview import field_label
from regulars.unify.quality.validation import because, check

PAGE = 50


@guarded("quality.see")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What is good and what is not."""
    user = signed_in(request)
    if user.sight.owners is not None:
        return render(request, "quality/overview.html", {"is_partial": True})
    context = {
        "found": overviews.overview(user.sight.mask),
        "chart": overviews.trend_chart(),
        "is_building": is_building(),
        "wants_report": report.wants(user),
        "pairs": queue.count(),
        "has_looked": queue.has_looked(),
    }
    return render(request, "quality/overview.html", context)


@guarded("quality.see")
@require_POST
def subscribe(request: HttpRequest) -> HttpResponse:
    """Get the weekly report, or no longer."""
    is_wanted = request.POST.get("wanted") == "yes"
    report.set_wanted(signed_in(request), is_wanted=is_wanted)
    words = _("You get the report every Monday.") if is_wanted else _("You get the report no longer.")
    messages.success(request, words)
    return redirect("quality:overview")


@guarded("quality.see")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The customers about whom the same is wrong."""
    user, which = signed_in(request), asked(request)
    before = request.GET.get("before", "")
    try:
        roots = lists.roots_in(
            which,
            sight=user.sight,
            limit=PAGE + 1,
            before=int(before) if before.isdecimal() and len(before) < 19 else None,
        )
        count = lists.count(which, sight=user.sight)
    except FieldMasked as masked:
        messages.error(request, str(masked))
        return redirect("quality:overview")
    here = rows_of(golden_rows(roots[:PAGE]), user.sight.mask)
    record("quality.list", actor=actor_in(request), object_type="customer", keys=[row.root for row in here])
    context = {
        "which": which,
        "label": Wrong(which.wrong).label,
        "field": field_label(which.field) if which.field else "",
        "count": count,
        "is_more_than": count >= lists.MOST_COUNTED,
        "lines": [(row, *told(row, which, user.sight.mask)) for row in here],
        "reasons": reasons(which, user.sight),
        "older": address(which, before=roots[PAGE - 1]) if len(roots) > PAGE else "",
        "first": address(which) if before else "",
    }
    return render(request, "quality/list.html", context)


def asked(request: HttpRequest) -> Which:
    """The list in the address. Raises Http404."""
    wrong, field, code = (request.GET.get(name, "") for name in ("wrong", "field", "code"))
    which = Which(Wrong(wrong), field, code) if wrong in Wrong.values else None
    if which is None or not which.is_known:
        raise Http404
    return which


def address(which: Which, **more: str | int) -> str:
    """Where a list is."""
    parts: dict[str, str | int] = {"wrong": which.wrong.value, "field": which.field, "code": which.code, **more}
    return f"?{urlencode({name: value for name, value in parts.items() if value})}"


def reasons(which: Which, sight: Sight) -> list[dict[str, Any]]:
    """Why values are on the list, to choose from."""
    if which.wrong not in {Wrong.DOUBTFUL, Wrong.REPAIRED}:
        return []
    told_of = lists.reasons(which.field, sight=sight)
    found = [(code, count) for verdict, code, count in told_of if verdict == which.wrong.value]
    return [
        {"words": because(code), "count": count, "code": code, "is_current": code == which.code,
         "url": address(Which(which.wrong, which.field, "" if code == which.code else code))}
        for code, count in found
    ]  # fmt: skip


def told(row: Row, which: Which, mask: Mask) -> tuple[str, str, str]:
    """What a customer's value is, why it is on the list, and what may be meant: only what is seen whole."""
    names = [name for name in DATED.get(which.field, (which.field,)) if name in row.traits and mask.sees(name)]
    words = " · ".join(written(name, row.traits[name]) for name in names)
    if which.wrong not in {Wrong.DOUBTFUL, Wrong.REPAIRED} or not names:
        return words, "", ""
    found = check(which.field, row.traits[which.field], usual_region() or None)
    return words, str(because(found.code)), found.suggestion
