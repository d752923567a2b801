"""The list of customers: views, searched, filtered, sorted and paged; and suggestions while somebody types.

Who was shown is written to the audit trail with each list. What somebody typed is written once, when it is submitted
or filtered by: text that is still being typed would leave a line for every letter. Suggestions name at most eight
people and their cities without what else is known of them, and leave no line: opening one does.
"""

from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from regulars.base.audit.services import record
from regulars.base.fields import display
from regulars.base.fields.masks import Sight
from regulars.base.lake.errors import LakeError
from regulars.base.rules import RuleInvalid
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.unify.customers import bulk, filters, saved, table
from regulars.unify.customers.errors import CursorInvalid, CustomersError, FieldMasked, SortUnknown, ViewUnknown
from regulars.unify.customers.queries import listing as listed
from regulars.unify.customers.queries.listing import Page, golden_rows, rows_of
from regulars.unify.customers.queries.totals import total_seen
from regulars.unify.facts.identifiers import PERSON

from .asking import EVERYONE, KINDS, MOST_BACK, USUAL, Asked, built_in_for, find_view, read
from .filtering import add_condition, bar, check_adding
from .searching import Match, matches_of_any_kind, roots_within

if TYPE_CHECKING:
    from regulars.base.staff.models import User
    from regulars.unify.customers.models import Bulk, SavedView
    from regulars.unify.customers.saved import View

SUGGESTIONS = 8
PAGE = 50
TYPING = "people-search"
MANY = ("customers.edit", "customers.assign", "customers.export")
REFUSED = (RuleInvalid, FieldMasked, SortUnknown, CursorInvalid)


@guarded("customers.see")
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """All customers, or those of a view, who answer a search or filters."""
    user = signed_in(request)
    try:
        asked, rows = read(request.GET, user)
        if "is" in request.GET:
            return add_condition(request, asked)
        check_adding(request)
        began = perf_counter()
        page, count = answer(asked, user)
    except (*REFUSED, ViewUnknown) as wrong:
        return refused(request, wrong)
    except LakeError:
        return render(request, "customers/list.html", {"failed": True}, status=503)
    took = perf_counter() - began
    audit(request, asked, page)
    context = context_of(request, asked, rows, page) | count | {"took": max(round(took * 1000), 1)}
    return render(request, "customers/list.html", context)


def refused(request: HttpRequest, wrong: CustomersError | RuleInvalid) -> HttpResponse:
    """Says why not: beside the tabs where a view asks it, else above the list of everyone."""
    user, code = signed_in(request), request.GET.get("view", "")
    if not code or isinstance(wrong, ViewUnknown):
        messages.error(request, str(wrong))
        return redirect("customers:list")
    rows = saved.saved_by(user, request.GET.get("kind", "person"))
    view = find_view(code, rows, user)
    asked = Asked(view, view.kind, USUAL)
    context = {"asked": asked, "refused": str(wrong), **tabs(asked, saved.saved_by(user, view.kind), user)}
    return render(request, "customers/list.html", context, status=403 if isinstance(wrong, FieldMasked) else 200)


def answer(asked: Asked, user: "User") -> tuple[Page, dict[str, Any]]:
    """The rows: of a search the best, else a page; and how many there are.

    Raises SortUnknown, CursorInvalid, LakeError.
    """
    sight = asked.sight(user)
    if not asked.text:
        page = listed.customers_page(
            sight=sight, rule=asked.rule, sort=asked.sort, cursor=asked.cursor, limit=PAGE, kind=asked.kind,
            since=asked.since,
        )  # fmt: skip
        return page, counts(asked, sight, user.sight)
    found = roots_within(asked.text, asked.rule, sight=sight, kind=asked.kind, since=asked.since, limit=PAGE)
    page = Page(rows_of(golden_rows(found.roots), sight.mask), None)
    return page, {"found": len(page.rows), "is_all": found.is_all, "total": None, "count": None}


def counts(asked: Asked, sight: Sight, all_of_theirs: Sight) -> dict[str, Any]:
    """How many there are, and how many answer the filters; None where the lake cannot say."""
    try:
        everybody = total_seen(asked.kind, all_of_theirs)
        if not asked.is_narrowed:
            return {"count": None, "total": everybody}
        return {"count": listed.count(asked.rule, sight=sight, kind=asked.kind, since=asked.since), "total": everybody}
    except LakeError:
        return {"count": None, "total": None}


def audit(request: HttpRequest, asked: Asked, page: Page) -> None:
    """Who was shown, and what was asked for once it was submitted."""
    keys = [row.root for row in page.rows]
    is_typing = request.headers.get("HX-Trigger") == TYPING
    text = asked.text or (filters.as_text(asked.tree) if asked.tree else "")
    action = "customer.search" if asked.text else "customer.list"
    said = None if is_typing or not text else text
    record(action, actor=actor_in(request), object_type="customer", keys=keys, text=said)


def context_of(request: HttpRequest, asked: Asked, rows: Sequence["SavedView"], page: Page) -> dict[str, Any]:
    """What the template draws."""
    user = signed_in(request)
    known = table.choices(user)
    shown = table.shown(asked.columns, known, page.rows, asked.sort)
    return {
        "asked": asked,
        "lines": table.lines_of(page.rows, shown),
        "heads": [head(asked, column, user) for column in shown],
        "choosing": chooser(known, shown),
        "here": asked.address(),
        "works": works(user),
        "can_pick": any(user.has_perm(permission) for permission in MANY),
        "everywhere": asked.address(rule="", owner="", new=""),
        "all": asked.address(rule="", q="", owner="", new=""),
        **tabs(asked, rows, user),
        **bar(request, asked),
        **paging(asked, page),
    }


def works(user: "User") -> list[dict[str, Any]]:
    """What this colleague has under way, in words."""
    return [{"work": one, "words": work_words(one)} for one in bulk.works_of(user)]


def work_words(work: "Bulk") -> str:
    """How it went, or how far it is."""
    figures = {"n": display.number(work.changed), "all": display.number(work.count)}
    if work.is_spoiled:
        return _("Somebody was erased who was in your file, so that it was deleted. Export again.")
    if work.action == bulk.EXPORT:
        return _("Your file with {n} customers is ready. It can be fetched once, within a day.").format(
            **figures
        ) if work.file else _("Your file with {all} customers is being made.").format(**figures)  # fmt: skip
    if work.ended_at:
        return _("Done: {n} of {all} customers were changed.").format(**figures)
    words = {bulk.TAG: _("The tags of {all} customers are being changed."),
             bulk.OWNER: _("{all} customers are being given to somebody.")}  # fmt: skip
    return words[work.action].format(**figures)


def tabs(asked: Asked, rows: Sequence["SavedView"], user: "User") -> dict[str, Any]:
    """The views as tabs, and the kinds of customers."""
    own, shared = saved.views_for(user, rows)
    built_in = built_in_for(asked.kind, user.sight.mask)
    every = [EVERYONE, *built_in, *own, *shared]
    return {
        "views": [(one, view_address(one, asked.kind), one.code == asked.view.code) for one in every],
        "is_own": asked.view.user_id == user.pk,
        "kinds": [(label, view_address(EVERYONE, code), code == asked.kind) for code, label in KINDS.items()],
    }


def view_address(view: "View", kind: str) -> str:
    """Where a view is opened."""
    if view.code:
        return f"?view={view.code}"
    return "?" if kind == PERSON else f"?kind={kind}"


def head(asked: Asked, column: table.Column, user: "User") -> dict[str, Any]:
    """The head of a column; a click sorts, another one turns the order round."""
    code = column.sort if column.sort and user.sight.mask.sees(column.sort) else ""
    is_sorted = bool(code) and asked.sort.lstrip("-") == code
    to = f"-{code}" if is_sorted and not asked.sort.startswith("-") else code
    direction = "descending" if asked.sort.startswith("-") else "ascending"
    return {
        "labels": column.labels,
        "url": asked.address(sort=to) if code and not asked.text else "",
        "sorted": direction if is_sorted else "",
        "is_number": column.is_number,
    }


def chooser(known: dict[str, table.Column], shown: Sequence[table.Column]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The columns to choose from: those shown in their order, then the others under their group."""
    chosen = [column.code for column in shown]
    groups: dict[str, list[dict[str, Any]]] = {"": [{"column": column, "is_shown": True} for column in shown[1:]]}
    for code, column in known.items():
        if code not in chosen:
            groups.setdefault(str(column.group), []).append({"column": column, "is_shown": False})
    return list(groups.items())


def paging(asked: Asked, page: Page) -> dict[str, str]:
    """The addresses of the pages before and behind; the cursors on the way here stand in the address."""
    found = {"older": "", "newer": ""}
    if page.next:
        was = [*asked.was, asked.cursor or "-"][-MOST_BACK:]
        found["older"] = asked.address(cursor=page.next, was=was)
    if asked.cursor:
        *rest, last = asked.was or ("-",)
        found["newer"] = asked.address(cursor="" if last == "-" else last, was=rest)
    return found


@guarded("customers.see")
@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """A few customers while somebody types: their names, cities and the field that was met, nothing else."""
    text = request.GET.get("q", "").strip()
    found = matches_of_any_kind(text, sight=signed_in(request).sight, limit=SUGGESTIONS)
    groups: dict[str, list[Match]] = {}
    for one in found:
        groups.setdefault(one.row.kind, []).append(one)
    named = [(KINDS.get(kind, ""), some) for kind, some in groups.items()]
    return render(request, "customers/_suggest.html", {"text": text, "groups": named})
