"""Fields declared, changed, retired and brought back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.base.fields.declaring import FieldForm, initial
from regulars.base.fields.enums import Type
from regulars.base.fields.errors import FieldRefused
from regulars.base.fields.kinds import KINDS
from regulars.base.fields.queries import written
from regulars.base.fields.services import change_field, declare_field, restore_fields, retire_fields
from regulars.base.fields.views.showing import field_or_404
from regulars.base.web.access import actor_in, guarded


@guarded("fields.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Declare a field: first of which type, then the rest. `name` is one that sources send already."""
    name, kind = request.GET.get("name", ""), request.GET.get("type", "")
    if not kind:
        return render(request, "fields/kinds.html", {"kinds": KINDS, "name": name})
    if kind not in Type.values:
        raise Http404
    first = {"label_en": name.replace("_", " ").strip().capitalize()} if name else {}
    form = FieldForm(Type(kind), None, request.POST or None, initial=first)
    if form.is_valid():
        try:
            made = declare_field(Type(kind), form.said(), actor=actor_in(request), name=name, adopted=bool(name))
            messages.success(request, _("The field is declared."))
            return redirect("fields:field", made.name)
        except FieldRefused as error:
            refuse(form, error)
    context = {"form": form, "type": Type(kind), "name": name}
    return render(request, "fields/form.html", context, status=422 if form.errors else 200)


@guarded("fields.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, name: str) -> HttpResponse:
    """Change what is said of a field."""
    field = field_or_404(name)
    form = FieldForm(field.type, field, request.POST or None, initial=initial(field, *written(field)))
    if form.is_valid():
        try:
            change_field(name, form.said(), actor=actor_in(request))
            messages.success(request, _("The field is changed."))
            return redirect("fields:field", name)
        except FieldRefused as error:
            refuse(form, error)
    context = {"form": form, "field": field, "type": field.type}
    return render(request, "fields/form.html", context, status=422 if form.errors else 200)


@guarded("fields.edit")
@require_POST
def retire(request: HttpRequest, name: str) -> HttpResponse:
    """Offer a field no longer."""
    retire_fields({field_or_404(name).name}, actor=actor_in(request))
    messages.success(request, _("The field is retired. Its values are kept."))
    return redirect("fields:field", name)


@guarded("fields.edit")
@require_POST
def restore(request: HttpRequest, name: str) -> HttpResponse:
    """Offer a field again."""
    restore_fields({field_or_404(name).name}, actor=actor_in(request))
    messages.success(request, _("The field is offered again."))
    return redirect("fields:field", name)


def refuse(form: FieldForm, error: FieldRefused) -> None:
    """Say what is wrong beside the field at fault."""
    about = "label_en" if error.about == "name" else error.about
    form.add_error(about if about in form.fields else None, str(error))
