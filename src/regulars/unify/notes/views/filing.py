"""Files kept with a customer: taken after a look at every byte, and given out so that no browser ever runs them."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from regulars.base.vault.errors import SealBroken
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.unify.customers.queries import Customer, redactor
from regulars.unify.customers.views.loading import about_customer
from regulars.unify.customers.views.panels import answer
from regulars.unify.notes import services
from regulars.unify.notes.content import INLINE
from regulars.unify.notes.errors import NotesError
from regulars.unify.notes.models import CustomerFile
from regulars.unify.notes.queries import file_of

AT_ONCE = 10
POLICY = "default-src 'none'; sandbox"
"""Nothing in a file is loaded or run, whatever a browser takes it for."""


@guarded("notes.edit")
@require_POST
@about_customer
def upload(request: HttpRequest, customer: Customer) -> HttpResponse:
    """Keep the files that were chosen; of each that is not taken it is said why."""
    chosen = request.FILES.getlist("files")[:AT_ONCE]
    if not chosen:
        messages.error(request, _("Choose a file first."))
    for one in chosen:
        keep(request, customer, one)
    return answer(request, customer, "files")


def keep(request: HttpRequest, customer: Customer, chosen: "UploadedFile[bytes]") -> None:
    """One of the files."""
    name = chosen.name or ""
    try:
        services.check_size(chosen.size or 0)
        services.add_file(customer.root, name, chosen.read(), actor=actor_in(request))
    except NotesError as refused:
        messages.error(request, _("{name}: {reason}").format(name=shown(name), reason=refused))
    else:
        messages.success(request, _("{name} is kept.").format(name=shown(name)))


def shown(name: str) -> str:
    """A name that somebody gave, isolated from the direction of the sentence around it."""
    return f"\u2068{name[:100]}\u2069" if name.isprintable() else _("The file")


@guarded("notes.see")
@require_GET
@about_customer
def download(request: HttpRequest, customer: Customer, file: int) -> HttpResponse:
    """A file, to be saved."""
    return given_out(request, customer, found(customer, file), as_attachment=True)


@guarded("notes.see")
@require_GET
@about_customer
def show(request: HttpRequest, customer: Customer, file: int) -> HttpResponse:
    """A picture, to be looked at; everything else is only to be saved."""
    one = found(customer, file)
    return given_out(request, customer, one, as_attachment=one.kind not in INLINE)


def found(customer: Customer, file: int) -> CustomerFile:
    """Raises Http404."""
    try:
        return file_of(customer.keys, file)
    except NotesError as unknown:
        raise Http404 from unknown


def given_out(request: HttpRequest, customer: Customer, file: CustomerFile, *, as_attachment: bool) -> HttpResponse:
    """The bytes under headers that let no browser guess, called as this reader may know it. Raises Http404."""
    readable = redactor(customer.keys, signed_in(request).sight.mask).text
    try:
        content = services.read_file(file, actor=actor_in(request))
    except (FileNotFoundError, SealBroken) as lost:
        raise Http404 from lost
    kind = f"{file.kind}; charset=utf-8" if file.kind.startswith("text/") else file.kind
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(as_attachment, readable(file.name)) or "attachment"
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response


@guarded("notes.edit")
@require_POST
@about_customer
def remove(request: HttpRequest, customer: Customer, file: int) -> HttpResponse:
    """Remove a file for good: whoever added it may, and whoever may erase."""
    may_any = request.user.has_perm("customers.erase")
    try:
        services.remove_file(customer.keys, file, actor=actor_in(request), may_remove_any=may_any)
    except NotesError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The file is removed for good."))
    return answer(request, customer, "files")
