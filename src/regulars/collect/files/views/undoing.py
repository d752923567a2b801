"""What taking an import back would change, and taking it back."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.collect.files import queries, services
from regulars.collect.files.errors import FileError

from .loading import about_import, frame

if TYPE_CHECKING:
    from regulars.collect.files.models import Import


@guarded("imports.edit")
@require_http_methods(["GET", "HEAD", "POST"])
@about_import
def undo(request: HttpRequest, row: "Import") -> HttpResponse:
    """First what would become of whom, conflicts named; then it is done."""
    try:
        if request.method == "POST":
            services.undo(row.pk, actor=actor_in(request))
            return redirect("imports:report", row.pk)
        found = queries.conflicts_of(row.pk, sight=signed_in(request).sight)
    except FileError as wrong:
        messages.error(request, str(wrong))
        return redirect("imports:import", row.pk)
    services.note_conflicts(row.pk, found, actor=actor_in(request))
    by_kind = [
        (words, about, [one for one in found.conflicts if one.kind == kind])
        for kind, (words, about) in {
            "said_since": (_("Said by others since"), _("These values stay as they are now.")),
            "parts": (_("Will be several people again"), _("Only this import had joined them.")),
            "vanishes": (_("Will be gone"), _("Nothing else is known of these customers.")),
        }.items()
    ]
    context = frame(row, "report", found=found, kinds=[one for one in by_kind if one[2]])
    return render(request, "imports/undo.html", context)
