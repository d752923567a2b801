"""The living page of all components."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from regulars.base.web.access import guarded
from regulars.base.web.examples import COLOURS, examples, samples


@guarded("settings.edit")
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component alive, in all its states, with what one writes to get it."""
    return render(request, "web/styleguide.html", {"examples": list(examples()), "colours": COLOURS, **samples()})
