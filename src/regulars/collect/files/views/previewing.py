"""What an import would do, before anything changes, and repairs of what is wrong in the file."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from regulars.base.audit.services import record
from regulars.base.fields import display
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.base.web.parts import wants_part
from regulars.collect.files import queries, repairing, services
from regulars.collect.files.enums import State
from regulars.collect.files.errors import FileError

from .loading import about_import, frame, page_of
from .working import changes_of, progress_words, tiles

if TYPE_CHECKING:
    from regulars.collect.files.models import Import
    from regulars.collect.files.told import Page, ProblemGroup

SECTIONS = ("created", "updated", "merged", "unchanged", "rejected")
PROBLEMS = "problems"


@guarded("imports.edit")
@require_http_methods(["GET", "HEAD", "POST"])
@about_import
def preview(request: HttpRequest, row: "Import") -> HttpResponse:
    """The counts, and one section; htmx asks for all of it while it grows. Posting makes the preview anew."""
    if request.method == "POST":
        try:
            services.preview(row.pk, actor=actor_in(request))
        except FileError as wrong:
            messages.error(request, str(wrong))
        return redirect("imports:preview", row.pk)
    if page_of(row) == "imports:report":
        return redirect("imports:report", row.pk)
    is_part = wants_part(request)
    template = "imports/_preview.html" if is_part else "imports/preview.html"
    return render(request, template, frame(row, "preview", is_part=is_part, **shown(request, row)))


def shown(request: HttpRequest, row: "Import") -> dict[str, Any]:
    """The section that the address asks for, or the one that most needs a look."""
    sight = signed_in(request).sight
    progress = queries.progress_of(row.pk)
    is_whole = row.state == State.PREVIEWED
    groups = queries.problems_of(row.pk, sight=sight) if is_whole else ()
    section = request.GET.get("section", "")
    if section not in (*SECTIONS, PROBLEMS):
        section = first_section(groups, progress.counts)
    number = request.GET.get("page", "1")
    place = int(number) if number.isdecimal() and len(number) < 9 else 1
    is_section = is_whole and section != PROBLEMS
    page = queries.preview_of(row.pk, section, place, sight=sight) if is_section else None
    note_seen(page, actor=actor_in(request))
    return {
        "progress": progress,
        "words": progress_words(progress),
        "tiles": tiles(progress.counts),
        "is_whole": is_whole,
        "is_begun": row.state in {State.PREVIEWING, State.PREVIEWED},
        "section": section,
        "tabs": tabs(row, section, progress.counts, groups),
        "groups": groups if section == PROBLEMS else (),
        "page": page,
        "rows": [] if page is None else [(one, changes_of(one)) for one in page.rows],
        "before_page": place - 1,
        "next_page": place + 1,
        "open_problems": sum(one.repair is None for group in groups for one in group.values),
        "repaired": sum(one.repair is not None for group in groups for one in group.values),
    }


def note_seen(page: "Page | None", *, actor: str) -> None:
    """Write down which customers a page of a preview shows."""
    rows = () if page is None else page.rows
    keys = {root for row in rows for root in (row.root, *(root for root, _name in row.joins)) if root}
    if keys:
        record("import.preview", actor=actor, object_type="customer", keys=keys)


def first_section(groups: Any, counts: Any) -> str:
    """Problems before all; else the first section that has rows."""
    if groups:
        return PROBLEMS
    return next((name for name in SECTIONS if getattr(counts, name)), SECTIONS[0])


def tabs(row: "Import", current: str, counts: Any, groups: Any) -> list[tuple[str, str, bool]]:
    """Every section with how many rows it has."""
    words = {
        "created": _("New"),
        "updated": _("Updated"),
        "merged": _("Joined"),
        "unchanged": _("Unchanged"),
        "rejected": _("Left out"),
    }
    here = reverse("imports:preview", args=[row.pk])
    found = [(name, words[name], getattr(counts, name)) for name in SECTIONS]
    problems = sum(group.count for group in groups)
    every = [(PROBLEMS, _("Problems"), problems), *found] if groups else found
    return [
        (f"{label} {display.number(count)}", f"{here}?section={name}", name == current) for name, label, count in every
    ]


@guarded("imports.edit")
@require_POST
@about_import
def repair(request: HttpRequest, row: "Import") -> HttpResponse:
    """Decide what the bad values of one group become, here and in every later file."""
    try:
        made = sum(
            repaired(request, row, group) for group in queries.problems_of(row.pk, sight=signed_in(request).sight)
        )
    except FileError as wrong:
        messages.error(request, str(wrong))
    else:
        words = ngettext("One repair is remembered.", "%(n)s repairs are remembered.", made)
        if made:
            messages.success(request, words % {"n": display.number(made)})
        else:
            messages.info(request, _("Nothing was filled in yet."))
    return redirect(f"{reverse('imports:preview', args=[row.pk])}?section={PROBLEMS}")


def repaired(request: HttpRequest, row: "Import", group: "ProblemGroup") -> int:
    """How many values of a group were decided. Raises FileError."""
    made = 0
    for one in group.values:
        name = f"{group.column}-{one.token}"
        leaves, becomes = f"leave-{name}" in request.POST, request.POST.get(f"becomes-{name}", "").strip()
        if leaves or becomes == LEAVE:
            repairing.repair_by_token(row.pk, group.column, one.token, None, actor=actor_in(request))
        elif becomes:
            repairing.repair_by_token(row.pk, group.column, one.token, becomes, actor=actor_in(request))
        made += leaves or bool(becomes)
    return made


LEAVE = "-leave-"
