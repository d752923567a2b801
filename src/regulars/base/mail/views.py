"""The outbox, and the mail server and the gateway that it goes to."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from regulars.base.audit.services import record
from regulars.base.web import business
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.base.web.confirming import confirmed, confirmed_recently, confirmed_to_change
from regulars.base.web.parts import wants_part

from . import queries, server, services
from .enums import State
from .errors import MailError, MessageUnknown
from .forms import GatewayForm, NumberForm, ServerForm
from .models import OutboxMessage
from .sms import gateway
from .sms.named import SERVICES

AT_ONCE = 50


@guarded("settings.edit")
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Messages, newest first; htmx gets the table alone."""
    state, cursor = request.GET.get("state", ""), request.GET.get("cursor", "")
    rows, following = page_of(queries.messages(state), cursor)
    context = {
        "rows": rows,
        "next": following,
        "state": state,
        "is_moving": any(row.state == State.WAITING for row in rows),
        "states": [("", _("All")), *State.choices],
        "has_server": server.current() is not None,
        "lacks_gateway": any(row.is_text for row in rows) and gateway.current() is None,
    }
    return render(request, "mail/_outbox.html" if wants_part(request) else "mail/outbox.html", context)


def page_of(found: QuerySet[OutboxMessage], cursor: str) -> tuple[list[OutboxMessage], str | None]:
    """So many messages that are older than the cursor's, and the cursor of the next page."""
    if cursor.isascii() and cursor.isdecimal() and len(cursor) < 19:
        found = found.filter(pk__lt=int(cursor))
    rows = list(found.defer("sealed")[: AT_ONCE + 1])
    return rows[:AT_ONCE], str(rows[AT_ONCE - 1].pk) if rows[AT_ONCE:] else None


@guarded("settings.edit")
@require_safe
def message(request: HttpRequest, message_id: int) -> HttpResponse:
    """One message and what became of it; what others sent shows no links and codes."""
    mail = found_or_404(message_id)
    if wants_part(request):
        return render(request, "mail/_outcome.html", {"mail": mail})
    actor = actor_in(request)
    text = queries.text_for(mail, actor=actor, is_owner=signed_in(request).is_superuser)
    record("mail.show", actor=actor, object_type="mail", keys=[mail.pk])
    return render(request, "mail/message.html", {"mail": mail, "text": text, "is_cut": text != mail.text})


def found_or_404(message_id: int) -> OutboxMessage:
    try:
        return queries.message(message_id)
    except MessageUnknown as error:
        raise Http404 from error


@guarded("settings.edit")
@require_POST
def retry(request: HttpRequest, message_id: int) -> HttpResponse:
    """Send a message that was not sent."""
    found_or_404(message_id)
    mail = services.retry(message_id, actor=actor_in(request))
    if mail.state == State.KEPT:
        messages.error(request, str(mail.get_problem_display()))
    return redirect("mail:message", message_id)


@guarded("settings.edit")
@confirmed_to_change
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def smtp(request: HttpRequest) -> HttpResponse:
    """The mail server, and a test message through it."""
    known = server.current()
    form = ServerForm(request.POST if request.method == "POST" else None, known=known)
    if not form.is_valid():
        context = {"form": form, "known": known, "is_confirmed": confirmed_recently(request)}
        return render(request, "mail/server.html", context)
    server.keep(form.server(), actor=actor_in(request))
    messages.success(request, _("The mail server is saved. Send a test message to see whether it takes our mails."))
    return redirect("mail:server")


@guarded("settings.edit")
@confirmed
@require_POST
def forget_server(request: HttpRequest) -> HttpResponse:
    """Send no mails any more; they are kept in the outbox."""
    server.keep(None, actor=actor_in(request))
    messages.success(request, _("No mail server is set any more. Mails are kept in the outbox."))
    return redirect("mail:server")


@guarded("settings.edit")
@require_POST
def test(request: HttpRequest) -> HttpResponse:
    """Send a mail to oneself, and show what becomes of it."""
    user = signed_in(request)
    name = business.name() or "Regulars"
    sent = services.send(
        to=user.email,
        subject=_("Test message of %(business)s") % {"business": name},
        text=_("This mail server delivers the mails of %(business)s.") % {"business": name},
        actor=actor_in(request),
    )
    return redirect("mail:message", sent.pk)


@guarded("settings.edit")
@confirmed_to_change
@sensitive_post_parameters("address")
@require_http_methods(["GET", "HEAD", "POST"])
def text_messages(request: HttpRequest) -> HttpResponse:
    """The gateway for text messages, and a test message through it."""
    form = GatewayForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return gateway_page(request, form, NumberForm())
    gateway.keep(gateway.Gateway(form.cleaned_data["address"]), actor=actor_in(request))
    messages.success(request, _("The gateway is saved. Send a test message to see whether it takes ours."))
    return redirect("mail:gateway")


def gateway_page(request: HttpRequest, form: GatewayForm, number: NumberForm) -> HttpResponse:
    context = {
        "form": form,
        "number": number,
        "known": gateway.current(),
        "services": SERVICES.values(),
        "is_confirmed": confirmed_recently(request),
    }
    return render(request, "mail/gateway.html", context)


@guarded("settings.edit")
@confirmed
@require_POST
def forget_gateway(request: HttpRequest) -> HttpResponse:
    """Send no text messages any more; they are kept in the outbox."""
    gateway.keep(None, actor=actor_in(request))
    messages.success(request, _("No gateway is set any more. Text messages are kept in the outbox."))
    return redirect("mail:gateway")


@guarded("settings.edit")
@confirmed
@require_POST
def test_text(request: HttpRequest) -> HttpResponse:
    """Send a text message to a number of one's own, and show what becomes of it."""
    form = NumberForm(request.POST)
    if not form.is_valid():
        return gateway_page(request, GatewayForm(), form)
    name = business.name() or "Regulars"
    words = _("Test message of %(business)s") % {"business": name}
    try:
        sent = services.send_text(to=form.cleaned_data["number"], subject=words, text=words, actor=actor_in(request))
    except MailError as refused:
        messages.error(request, str(refused))
        return redirect("mail:gateway")
    return redirect("mail:message", sent.pk)
