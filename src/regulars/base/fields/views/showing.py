"""All fields with how they are used, and one of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from regulars.base.fields import pages
from regulars.base.fields.dictionary import Field
from regulars.base.fields.queries import current, find_field, resealings
from regulars.base.fields.usage import usage
from regulars.base.web.access import guarded


def field_or_404(name: str) -> Field:
    """The field of this name. Raises Http404."""
    found = find_field(name)
    if found is None:
        raise Http404
    return found


@guarded("fields.see")
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The fields by group, what nobody declared, and what is no longer offered."""
    known, found = current(), usage()
    groups = pages.groups(known, found)
    context = {
        "groups": groups,
        "usage": found,
        "undeclared": pages.undeclared(known, found),
        "retired": pages.retired(known, found),
        "without_purpose": pages.without_purpose(groups),
    }
    return render(request, "fields/list.html", context)


@guarded("fields.see")
@require_GET
def field(request: HttpRequest, name: str) -> HttpResponse:
    """What a field means, what it is collected for, and how it is used."""
    found, used = field_or_404(name), usage()
    context = {
        "field": found,
        "row": pages.row_of(found, current(), used),
        "usage": used,
        "is_resealing": any(each.field == name for each in resealings()),
    }
    return render(request, "fields/field.html", context)
