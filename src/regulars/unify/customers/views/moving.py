"""How the customers move: the part of the home page that the lake answers, asked for after the page stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from regulars.base.lake.errors import LakeError
from regulars.base.web.access import guarded, signed_in
from regulars.base.web.parts import wants_part
from regulars.unify.customers.queries.movement import movement
from regulars.unify.customers.sheets.movement import movement_chart


@guarded("customers.see")
@require_safe
def moving(request: HttpRequest) -> HttpResponse:
    """Who is new, who came again, who stayed away: as a part of the home page, or alone."""
    template = "customers/_moving.html" if wants_part(request) else "customers/moving.html"
    try:
        found = movement(signed_in(request).sight.owners)()
    except LakeError:
        return render(request, template, {"failed": True}, status=503)
    return render(request, template, {"movement": found, "chart": movement_chart(found)})
