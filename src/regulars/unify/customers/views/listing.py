"""The list of customers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from regulars.base.web.access import guarded


@guarded("customers.see")
def listing(request: HttpRequest) -> HttpResponse:
    """All customers."""
    return render(request, "customers/list.html", {})


@guarded("customers.see")
def suggest(request: HttpRequest) -> HttpResponse:
    """A few customers while somebody types."""
    return render(request, "customers/_suggest.html", {})
