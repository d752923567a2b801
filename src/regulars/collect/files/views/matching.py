"""Columns are matched with fields: all at once, one by one, and with a field made on the spot."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.base.fields.enums import Type
from regulars.base.fields.errors import FieldRefused
from regulars.base.fields.services import declare_field
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.collect.files import queries, services
from regulars.collect.files.errors import FileError
from regulars.collect.files.forms import AboutForm, NewFieldForm, column_in
from regulars.collect.files.forms.columns import NOTHING
from regulars.collect.files.mapping import Column, Kind, Mapping, targets
from regulars.unify.facts.errors import FactsError
from regulars.unify.facts.queries import sources

from .columns import calendars, fitting_region, groups, line_of, orders
from .listing import KINDS
from .loading import about_import, frame, opens_file

if TYPE_CHECKING:
    from regulars.collect.files.models import Import

MOST_SHOWN = 80
"""Columns that a page shows; of a wider file those that mean something, and whichever is asked for."""


@guarded("imports.edit")
@require_http_methods(["GET", "HEAD", "POST"])
@about_import
@opens_file
def columns(request: HttpRequest, row: "Import") -> HttpResponse:
    """A line for each column, and what the file as a whole is."""
    try:
        mapping = queries.guessed(row.pk, language=get_language() or "en")
    except FileError as wrong:
        return render(request, "imports/columns.html", frame(row, "columns", unreadable=str(wrong)), status=422)
    if request.method != "POST":
        if not row.mapping:
            mapping.region = fitting_region(mapping)
        return page(request, row, mapping)
    kind = request.POST.get("kind", "")
    if kind in set(Kind) and kind != request.POST.get("kind_before"):
        return page(request, row, queries.guessed(row.pk, Kind(kind), language=get_language() or "en"))
    mapping = said(request, row, mapping)
    form = about_form(row, mapping, request)
    if not form.is_valid():
        return page(request, row, mapping, form=form, status=422)
    form.say()
    if "go" not in request.POST:
        return page(request, row, mapping)
    return decide(request, row, mapping, form)


def decide(request: HttpRequest, row: "Import", mapping: Mapping, form: AboutForm) -> HttpResponse:
    """Keep what was said, and go on; or say what is missing."""
    actor = actor_in(request)
    try:
        source = services.file_source(form.cleaned_data["source"], region=mapping.region, actor=actor)
        services.choose_source(row.pk, source, actor=actor)
        services.choose_mapping(row.pk, mapping, actor=actor)
    except (FileError, FactsError) as wrong:
        return page(request, row, mapping, form=form, error=str(wrong), status=422)
    return redirect("imports:basis", row.pk)


def said(request: HttpRequest, row: "Import", mapping: Mapping) -> Mapping:
    """The mapping as the form has it."""
    kind = request.POST.get("kind_before", "")
    if kind in set(Kind) and kind != mapping.kind:
        mapping = queries.guessed(row.pk, Kind(kind), language=get_language() or "en")
    offered = {target.code for target in targets(mapping.kind)}
    mapping.columns = [column_in(request.POST, column, offered) for column in mapping.columns]
    return mapping


def about_form(row: "Import", mapping: Mapping, request: HttpRequest | None = None) -> AboutForm:
    """The form about the file as a whole."""
    kinds = [(kind.value, str(label)) for kind, (label, _about) in KINDS.items()]
    return AboutForm(mapping, source_name(row), kinds, None if request is None else request.POST)


def source_name(row: "Import") -> str:
    """Who spoke in this file, in the last one, or a name to begin with."""
    own = sources().filter(pk=row.source).first() if row.source else None
    if own is not None:
        return str(own.name)
    last = queries.imports().exclude(source=0).values_list("source", flat=True).first()
    spoken = sources().filter(pk=last).first() if last else None
    return str(spoken.name) if spoken is not None else _("Lists")


def page(
    request: HttpRequest,
    row: "Import",
    mapping: Mapping,
    *,
    form: AboutForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The page with what was said so far."""
    shown, hidden = parted(mapping.columns, request)
    context = frame(
        row,
        "columns",
        form=form or about_form(row, mapping),
        mapping=mapping,
        lines=[line_of(column, mapping, row.pk) for column in shown],
        hidden=hidden,
        left_out=sum(not column.target for column in mapping.columns),
        file_sources=sources().filter(kind="file").values_list("name", flat=True)[:50],
        new_field=more.pop("new_field", None) or NewFieldForm(),
        may_add=signed_in(request).has_perm("fields.edit"),
        **offers(mapping),
        **more,
    )
    return render(request, "imports/columns.html", context, status=status)


def offers(mapping: Mapping) -> dict[str, Any]:
    """What can be chosen in each line."""
    return {"groups": groups(mapping), "calendars": calendars(), "orders": orders(), "NOTHING": NOTHING}


def parted(every: list[Column], request: HttpRequest) -> tuple[list[Column], list[Column]]:
    """The columns that are shown, and those that are too many."""
    if len(every) <= MOST_SHOWN:
        return every, []
    asked = {*request.GET.getlist("show"), *request.POST.getlist("show")}
    asked |= {name[1:-7] for name in request.POST if name.startswith("c") and name.endswith("-target")}
    chosen = {column.place for column in every if column.target or str(column.place) in asked}
    for column in every:
        if len(chosen) >= MOST_SHOWN:
            break
        chosen.add(column.place)
    return [one for one in every if one.place in chosen], [one for one in every if one.place not in chosen]


@guarded("imports.edit")
@require_POST
@about_import
@opens_file
def column(request: HttpRequest, row: "Import", place: int) -> HttpResponse:
    """One line, as the form around it has it now."""
    mapping = said(request, row, queries.guessed(row.pk, language=get_language() or "en"))
    form = about_form(row, mapping, request)
    if form.is_valid():
        form.say()
    found = next((one for one in mapping.columns if one.place == place), None)
    if found is None:
        raise Http404
    context = {"row": row, "line": line_of(found, mapping, row.pk), **offers(mapping)}
    context["may_add"] = signed_in(request).has_perm("fields.edit")
    return render(request, "imports/_column.html", context)


@guarded("imports.edit")
@require_POST
@about_import
@opens_file
def add_field(request: HttpRequest, row: "Import") -> HttpResponse:
    """Declare a field and match a column with it; whatever else was said on the page stays."""
    if not signed_in(request).has_perm("fields.edit"):
        raise PermissionDenied
    mapping = said(request, row, queries.guessed(row.pk, language=get_language() or "en"))
    about = about_form(row, mapping, request)
    if about.is_valid():
        about.say()
    form = NewFieldForm(request.POST)
    if form.is_valid():
        try:
            made = declare_field(Type(form.cleaned_data["type"]), form.said(), actor=actor_in(request))
        except FieldRefused as error:
            form.add_error("label", str(error))
        else:
            match(mapping, form.cleaned_data["place"], f"trait:{made.name}")
            return page(request, row, mapping, declared=str(made.label))
    return page(request, row, mapping, new_field=form, is_adding=True, status=422)


def match(mapping: Mapping, place: int | None, target: str) -> None:
    """Say what a column means."""
    for one in mapping.columns:
        if one.place == place:
            one.target, one.confidence, one.left_out = target, 1.0, ""
