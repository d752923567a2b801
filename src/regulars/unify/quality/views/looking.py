"""How good the data is, in one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from regulars.base.web.access import guarded


@guarded("quality.see")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What is good and what is not."""
    return render(request, "quality/overview.html")
