"""By what right the list comes in."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from regulars.base.fields.queries import current
from regulars.base.web.access import actor_in, guarded
from regulars.collect.files import queries, ready, services
from regulars.collect.files.errors import BoughtForMarketing, EvidenceMissing, FileError
from regulars.collect.files.forms import BasisForm

from .loading import about_import, frame

if TYPE_CHECKING:
    from regulars.collect.files.mapping import Mapping
    from regulars.collect.files.models import Import


@guarded("imports.edit")
@require_http_methods(["GET", "HEAD", "POST"])
@about_import
def basis(request: HttpRequest, row: "Import") -> HttpResponse:
    """Ask for it; then the preview begins."""
    mapping = queries.mapping_of(row)
    if mapping is None:
        return redirect("imports:columns", row.pk)
    agreed = in_words(ready.carried(row.pk, mapping))
    form = BasisForm(queries.basis_of(row), request.POST or None, is_carrying=bool(agreed))
    if form.is_valid():
        try:
            after = services.set_basis(row.pk, form.basis(), actor=actor_in(request))
            tell_left_out(request, mapping, queries.mapping_of(after))
            services.preview(row.pk, actor=actor_in(request))
            return redirect("imports:preview", row.pk)
        except FileError as wrong:
            form.add_error(at_fault(wrong), str(wrong))
    context = frame(row, "basis", form=form, carried=agreed)
    return render(request, "imports/basis.html", context, status=422 if form.errors else 200)


def at_fault(wrong: FileError) -> str | None:
    """The field of the form that an error is about."""
    if isinstance(wrong, BoughtForMarketing):
        return "origin"
    return "evidence" if isinstance(wrong, EvidenceMissing) else None


def in_words(purposes: Iterable[str]) -> list[str]:
    """What people agree to, each once."""
    known = current().by_code
    return [str(known[code].label) if code in known else code for code in dict.fromkeys(purposes)]


def tell_left_out(request: HttpRequest, before: "Mapping", after: "Mapping | None") -> None:
    """Name the columns that no chosen purpose needs."""
    kept = {column.place for column in after.columns if column.target} if after else set()
    gone = [column.head for column in before.columns if column.target and column.place not in kept]
    if gone:
        heads = get_text_list([f"“{head}”" for head in gone], pgettext("last of a list", "and"))
        messages.info(request, _("Left out, because nothing you chose needs them: %(heads)s.") % {"heads": heads})
