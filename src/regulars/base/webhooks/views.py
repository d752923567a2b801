"""Endpoints that are told what happens, and what became of each delivery."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from regulars.base.web.access import actor_in, guarded
from regulars.base.web.confirming import confirmed, confirmed_recently, confirmed_to_change
from regulars.base.web.parts import wants_part

from . import queries, services
from .enums import DeliveryState, MessageType
from .errors import DeliveryUnknown, EndpointUnknown
from .forms import EndpointForm
from .models import Delivery, Endpoint

T = TypeVar("T")

AT_ONCE = 50


@guarded("webhooks.edit")
@require_safe
def endpoints(request: HttpRequest) -> HttpResponse:
    """All endpoints, and how they are doing."""
    counts = queries.unsettled()
    lines = [(endpoint, words_of(endpoint), counts.get(endpoint.pk, {})) for endpoint in queries.endpoints()]
    return render(request, "webhooks/list.html", {"lines": lines})


def words_of(endpoint: Endpoint) -> list[str]:
    """What an endpoint hears, in words."""
    known = dict(MessageType.choices)
    return [str(known.get(event, event)) for event in endpoint.events]


@guarded("webhooks.edit")
@confirmed_to_change
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new endpoint; its secret is shown in the answer to this form, and nowhere else."""
    form = EndpointForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "webhooks/add.html", {"form": form, "is_confirmed": confirmed_recently(request)})
    made, secret = services.create_endpoint(**form.cleaned_data, actor=actor_in(request))
    return page_about(request, made, secret=secret)


@guarded("webhooks.edit")
@confirmed_to_change
@require_http_methods(["GET", "HEAD", "POST"])
def endpoint(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """One endpoint, what it hears, and its deliveries; htmx gets the deliveries alone."""
    found = found_or_404(endpoint_id)
    form = EndpointForm(request.POST if request.method == "POST" else None, endpoint=found)
    if not form.is_valid():
        return page_about(request, found, form=form)
    changes = {name: form.cleaned_data[name] for name in form.changed_data}
    if changes:
        services.change_endpoint(endpoint_id, actor=actor_in(request), **changes)
    messages.success(request, _("Saved."))
    return redirect("webhooks:endpoint", endpoint_id)


def page_about(
    request: HttpRequest, found: Endpoint, *, form: EndpointForm | None = None, secret: str = ""
) -> HttpResponse:
    """The page of an endpoint."""
    state, cursor = request.GET.get("state", ""), request.GET.get("cursor", "")
    rows, following = page_of(deliveries_of(found, state), cursor)
    context: dict[str, Any] = {
        "endpoint": found,
        "rows": rows,
        "next": following,
        "state": state,
        "states": [("", _("All")), *DeliveryState.choices],
        "is_moving": any(row.state == DeliveryState.WAITING for row in rows),
    }
    if wants_part(request):
        return render(request, "webhooks/_deliveries.html", context)
    context |= {"form": form or EndpointForm(endpoint=found), "secret": secret}
    return render(request, "webhooks/endpoint.html", context | {"is_confirmed": confirmed_recently(request)})


def deliveries_of(found: Endpoint, state: str) -> QuerySet[Delivery]:
    deliveries = queries.deliveries(found.pk)
    return deliveries.filter(state=state) if state in DeliveryState.values else deliveries


def page_of(found: QuerySet[Delivery], cursor: str) -> tuple[list[Delivery], str | None]:
    """So many deliveries that are older than the cursor's, and the cursor of the next page."""
    if cursor.isascii() and cursor.isdecimal() and len(cursor) < 19:
        found = found.filter(pk__lt=int(cursor))
    rows = list(found[: AT_ONCE + 1])
    return rows[:AT_ONCE], str(rows[AT_ONCE - 1].pk) if rows[AT_ONCE:] else None


def found_or_404(endpoint_id: int) -> Endpoint:
    return or_404(lambda: queries.endpoint(endpoint_id))


def or_404(ask: Callable[[], T]) -> T:
    try:
        return ask()
    except (EndpointUnknown, DeliveryUnknown) as error:
        raise Http404 from error


@guarded("webhooks.edit")
@confirmed
@require_POST
def rotate(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """A new secret, shown in the answer and nowhere else."""
    secret = or_404(lambda: services.rotate_secret(endpoint_id, actor=actor_in(request)))
    return page_about(request, found_or_404(endpoint_id), secret=secret)


@guarded("webhooks.edit")
@confirmed
@require_POST
def switch(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Switch an endpoint on or off."""
    is_enabled = request.POST.get("is_enabled") == "true"
    or_404(lambda: services.change_endpoint(endpoint_id, actor=actor_in(request), is_enabled=is_enabled))
    words = _("It is told again what happens.") if is_enabled else _("It is told nothing any more.")
    messages.success(request, words)
    return redirect("webhooks:endpoint", endpoint_id)


@guarded("webhooks.edit")
@confirmed
@require_POST
def delete(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Forget an endpoint and its deliveries."""
    or_404(lambda: services.delete_endpoint(endpoint_id, actor=actor_in(request)))
    messages.success(request, _("The webhook is deleted."))
    return redirect("webhooks:list")


@guarded("webhooks.edit")
@require_POST
def replay(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Deliver once more."""
    delivery = or_404(lambda: services.replay(delivery_id, actor=actor_in(request)))
    if delivery.endpoint.is_enabled:
        messages.success(request, _("It is delivered once more."))
    else:
        messages.warning(request, _("It waits: the webhook is switched off. Switch it on to have it delivered."))
    return redirect("webhooks:endpoint", delivery.endpoint_id)
