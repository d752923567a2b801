"""The list of customers: searched, filtered, sorted and paged; and suggestions while somebody types.

Who was shown is written to the audit trail with each list. What somebody typed is written once, when it is submitted
or filtered by: text that is still being typed would leave a line for every letter. Suggestions name at most eight
people and their cities without what else is known of them, and leave no line: opening one does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from regulars.base.audit.services import record
from regulars.base.fields.enums import Category
from regulars.base.fields.masks import Sight
from regulars.base.fields.queries import fields
from regulars.base.lake.errors import LakeError
from regulars.base.rules import Rule, RuleInvalid, parse, vocabulary
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.unify.customers import filters
from regulars.unify.customers.columns import Columns, columns
from regulars.unify.customers.errors import CursorInvalid, FieldMasked, SortUnknown
from regulars.unify.customers.queries import listing as listed
from regulars.unify.customers.queries.listing import Page, Row
from regulars.unify.customers.queries.totals import total
from regulars.unify.customers.sheets.values import phone

from .searching import matches, matches_of_any_kind

SUGGESTIONS = 8
PAGE = 50
MOST_BACK = 20
TYPING = "people-search"
KINDS = {"person": _("People"), "company": _("Companies"), "household": _("Households")}
COMPANY = ("company", _("Company"))
SORTED_COLUMNS = (("name", _("Name")), ("", _("Best contact")), ("city", _("City")))


@dataclass(frozen=True)
class Asked:
    """What the address of a list asks for; `was` are the cursors of the pages before, newest last."""

    kind: str
    text: str
    rule: Rule | None
    sort: str
    cursor: str | None
    was: tuple[str, ...]

    @property
    def tree(self) -> filters.Tree | None:
        """The rule as JSON."""
        return self.rule.tree if self.rule else None

    def address(self, **changes: Any) -> str:
        """The address of this list with something else; a page of it only where a cursor is given."""
        rule = filters.as_text(self.tree) if self.tree else ""
        sort = "" if self.sort == listed.NEWEST else self.sort
        kind = "" if self.kind == "person" else self.kind
        parts = {"kind": kind, "q": self.text, "rule": rule, "sort": sort} | changes
        return "?" + urlencode({name: value for name, value in parts.items() if value}, doseq=True)


@dataclass(frozen=True)
class Line:
    """A row of the table, with the cells that other apps fill."""

    row: Row
    cells: Sequence[tuple[str, Any]]

    @property
    def contact(self) -> str:
        """How this customer is best reached."""
        return phone(self.row.phone) if self.row.phone else self.row.email


@guarded("customers.see")
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """All customers, or those who answer a search or filters."""
    try:
        asked = read(request)
        if "is" in request.GET:
            return add_condition(request, asked)
        page = page_of(asked, signed_in(request).sight)
    except (RuleInvalid, FieldMasked, SortUnknown, CursorInvalid) as wrong:
        messages.error(request, str(wrong))
        return redirect("customers:list")
    except LakeError:
        return render(request, "customers/list.html", {"failed": True, "kinds": KINDS}, status=503)
    audit(request, asked, page)
    return render(request, "customers/list.html", context_of(request, asked, page))


def read(request: HttpRequest) -> Asked:
    """The address in parts. Raises RuleInvalid."""
    given = request.GET
    kind = given.get("kind", "")
    return Asked(
        kind if kind in KINDS else "person",
        given.get("q", "").strip(),
        filters.read_rule(given.get("rule", "")),
        given.get("sort") or listed.NEWEST,
        given.get("cursor") or None,
        tuple(given.getlist("was"))[-MOST_BACK:],
    )


def page_of(asked: Asked, sight: Sight) -> Page:
    """The rows: of a search the best, else a page. Raises SortUnknown, CursorInvalid, LakeError."""
    if asked.text:
        return Page(tuple(one.row for one in matches(asked.text, sight=sight, limit=PAGE, kinds=(asked.kind,))), None)
    return listed.customers_page(
        sight=sight, rule=asked.rule, sort=asked.sort, cursor=asked.cursor, limit=PAGE, kind=asked.kind
    )


def audit(request: HttpRequest, asked: Asked, page: Page) -> None:
    """Who was shown, and what was asked for once it was submitted."""
    keys = [row.root for row in page.rows]
    is_typing = request.headers.get("HX-Trigger") == TYPING
    text = asked.text or (filters.as_text(asked.tree) if asked.tree else "")
    action = "customer.search" if asked.text else "customer.list"
    said = None if is_typing or not text else text
    record(action, actor=actor_in(request), object_type="customer", keys=keys, text=said)


def context_of(request: HttpRequest, asked: Asked, page: Page) -> dict[str, Any]:
    """What the template draws."""
    with_company = asked.sort.endswith("company") or any(row.company for row in page.rows)
    shown = [one for one in sorted(columns, key=lambda one: one.order) if request.user.has_perm(one.permission)]
    return {
        "asked": asked,
        "kinds": [(label, asked.address(kind="" if code == "person" else code, rule=""), code == asked.kind)
                  for code, label in KINDS.items()],
        "lines": lines(page, shown),
        "heads": heads(asked, with_company),
        "with_company": with_company,
        "more_heads": [(label, one.is_number) for one in shown for label in one.labels],
        "chips": [(chip.text, asked.address(rule=chip.without)) for chip in filters.chips(asked.rule)],
        "groups": field_groups(asked),
        "adding": adding(request, asked),
        "rule": filters.as_text(asked.tree) if asked.tree else "",
        "all": asked.address(rule="", q=""),
        **paging(asked, page),
        **counts(asked, signed_in(request).sight),
    }  # fmt: skip


def lines(page: Page, shown: Sequence[Columns]) -> list[Line]:
    """The rows with what each app knows of them, one query for each app."""
    roots = [row.root for row in page.rows]
    loaded: list[tuple[Columns, Mapping[int, Any]]] = [(one, one.load(roots) if roots else {}) for one in shown]
    return [Line(row, [(one.template, cells.get(row.root)) for one, cells in loaded]) for row in page.rows]


def heads(asked: Asked, with_company: bool) -> list[dict[str, Any]]:
    """The heads of our own columns; a click sorts, another one turns the order round."""
    ours = (*SORTED_COLUMNS, COMPANY) if with_company else SORTED_COLUMNS
    return [head(asked, code, label) for code, label in ours]


def head(asked: Asked, code: str, label: Any) -> dict[str, Any]:
    """One head of a column."""
    is_sorted = bool(code) and asked.sort.lstrip("-") == code
    to = f"-{code}" if is_sorted and not asked.sort.startswith("-") else code
    direction = "descending" if asked.sort.startswith("-") else "ascending"
    url = asked.address(sort=to) if code and not asked.text else ""
    return {"label": label, "url": url, "sorted": direction if is_sorted else ""}


def field_groups(asked: Asked) -> list[tuple[str, list[tuple[str, str]]]]:
    """The fields that can be filtered by, under their category."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for field in fields():
        groups.setdefault(str(Category(field.category).label), []).append(
            (str(field.label), asked.address(add=field.name))
        )
    return list(groups.items())


def adding(request: HttpRequest, asked: Asked) -> dict[str, Any] | None:
    """The form of a condition that is being added."""
    name = request.GET.get("add", "")
    form = filters.adding(name, request.GET.get("how", "")) if name else None
    if form is None:
        return None
    ways = [(words, asked.address(add=name, how=code), code == form.operator) for code, words in form.operators]
    return {"form": form, "ways": ways, "cancel": asked.address()}


def add_condition(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The list with one more condition, or the form again with what is wrong."""
    given = request.GET
    name, code = given.get("trait", ""), given.get("is", "")
    condition = filters.condition(name, code, given.getlist("value"), given.get("unit", ""))
    tree = filters.with_condition(asked.tree, condition)
    here = reverse("customers:list")
    try:
        rule = parse(tree, vocabulary())
    except RuleInvalid as wrong:
        messages.error(request, str(wrong))
        return redirect(here + asked.address(add=name, how=code))
    return redirect(here + asked.address(rule=filters.as_text(rule.tree)))


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


def counts(asked: Asked, sight: Sight) -> dict[str, int | None]:
    """How many there are, and how many answer the filters; None where the lake cannot say."""
    if asked.text:
        return {"count": None, "total": None}
    everybody = total(asked.kind)()
    try:
        answering = listed.count(asked.rule, sight=sight, kind=asked.kind) if asked.rule else None
        return {"count": answering, "total": everybody}
    except LakeError:
        return {"count": None, "total": everybody}


@guarded("customers.see")
@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """A few customers while somebody types: their names, cities and the field that was met, nothing else."""
    text = request.GET.get("q", "").strip()
    found = matches_of_any_kind(text, sight=signed_in(request).sight, limit=SUGGESTIONS)
    return render(request, "customers/_suggest.html", {"text": text, "matches": found})
