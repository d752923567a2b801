"""What customer data is used for, and by which right."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from regulars.base.fields import queries, services
from regulars.base.fields.declaring import PurposeForm
from regulars.base.fields.enums import Basis
from regulars.base.fields.errors import FieldRefused, UnknownPurpose
from regulars.base.fields.words import LANGUAGES
from regulars.base.web.access import actor_in, guarded


@guarded("fields.see")
@require_GET
def purposes(request: HttpRequest) -> HttpResponse:
    """Every purpose, with the fields that are collected for it."""
    known = queries.current()
    rows = [
        (purpose, [field for field in known.fields if purpose.code in field.purposes]) for purpose in known.purposes
    ]
    return render(request, "fields/purposes.html", {"rows": rows})


@guarded("fields.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def add_purpose(request: HttpRequest) -> HttpResponse:
    """A purpose of the business's own."""
    form = PurposeForm(request.POST or None)
    if form.is_valid():
        try:
            services.add_purpose(form.said_texts("label"), Basis(form.cleaned_data["basis"]), actor=actor_in(request))
            messages.success(request, _("The purpose is added. Say of fields that they are collected for it."))
            return redirect("fields:purposes")
        except FieldRefused as error:
            form.add_error(error.about if error.about in form.fields else None, str(error))
    return render(request, "fields/purpose.html", {"form": form}, status=422 if form.errors else 200)


@guarded("fields.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_purpose(request: HttpRequest, code: str) -> HttpResponse:
    """What a purpose is called, and by which right it is."""
    try:
        purpose = queries.purpose(code)
    except UnknownPurpose:
        raise Http404 from None
    texts = queries.written_purpose(code)
    first = {f"label_{language}": texts.get(language, "") for language in LANGUAGES} | {"basis": purpose.basis}
    form = PurposeForm(request.POST or None, initial=first)
    if form.is_valid():
        try:
            services.change_purpose(
                code, form.said_texts("label"), Basis(form.cleaned_data["basis"]), actor=actor_in(request)
            )
            messages.success(request, _("The purpose is changed."))
            return redirect("fields:purposes")
        except FieldRefused as error:
            form.add_error(error.about if error.about in form.fields else None, str(error))
    context = {"form": form, "purpose": purpose}
    return render(request, "fields/purpose.html", context, status=422 if form.errors else 200)
