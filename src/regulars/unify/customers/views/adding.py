"""Adding a customer, a company or a household by hand: who may be meant already is shown first."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from regulars.base.audit.services import record
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.unify.customers import adding, doors, tags
from regulars.unify.customers.add_form import AddForm
from regulars.unify.customers.errors import NothingSaid, TagInvalid
from regulars.unify.facts.identifiers import PERSON
from regulars.unify.identity.errors import DecisionRefused, StillWaiting, TraitInvalid
from regulars.unify.identity.services import HandedIn

from .asking import KINDS


@guarded("customers.edit")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new customer: name, phone, e-mail, card, tags, and any other field."""
    user, kind = signed_in(request), kind_in(request)
    form = AddForm(kind, user.sight.mask, request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "kind": kind, "kinds": kinds(kind), "suggested": tags.known_tags()}
    if not form.is_bound or not form.is_valid() or is_asked(form):
        return render(request, "customers/add.html", context)
    if kind == PERSON and "anyway" not in request.POST:
        context["alike"] = who_is_meant(request, form)
        if context["alike"]:
            return render(request, "customers/add.html", context)
    return hand_in(request, form, context)


def is_asked(form: AddForm) -> bool:
    """Whether a colleague is asked about what looks wrong; of what cannot be taken at all is said more later."""
    return form.kind == PERSON and form.asks(form.traits())


def kind_in(request: HttpRequest) -> str:
    """What is added."""
    kind = request.POST.get("kind") or request.GET.get("kind", "")
    return kind if kind in KINDS else PERSON


def kinds(kind: str) -> list[tuple[str, str, bool]]:
    return [(str(label), f"?kind={code}", code == kind) for code, label in KINDS.items()]


def who_is_meant(request: HttpRequest, form: AddForm) -> list[adding.Alike]:
    """Customers who may be the same; that they were shown is noted."""
    found = adding.alike(form.traits(), form.cards(), user=signed_in(request))
    if found:
        keys = [one.row.root for one in found]
        record("customer.search", actor=actor_in(request), object_type="customer", keys=keys)
    return found


def hand_in(request: HttpRequest, form: AddForm, context: dict[str, Any]) -> HttpResponse:
    """Add, wait, and show the new page; what does not fit is said beside its field."""
    try:
        handed = handing(request, form)()
    except (TraitInvalid, NothingSaid, TagInvalid) as wrong:
        form.say(wrong)
        return render(request, "customers/add.html", context)
    return landed(request, handed, form.traits())


def handing(request: HttpRequest, form: AddForm) -> Callable[[], HandedIn]:
    user = signed_in(request)
    if form.kind == PERSON:
        return lambda: adding.add_customer(form.traits(), form.cards(), user=user)
    return lambda: adding.add_group(form.kind, form.traits(), user=user)


def landed(request: HttpRequest, handed: HandedIn, said: dict[str, Any]) -> HttpResponse:
    """The page of whom was added, or the list where the road is busy."""
    try:
        key = adding.added_key(handed, user=signed_in(request))
    except StillWaiting as waits:
        messages.warning(request, str(waits))
        return redirect("customers:list")
    except DecisionRefused as refused:
        messages.error(request, str(refused))
        return redirect("customers:add")
    doors.uphold(key, said, actor=actor_in(request))
    messages.success(request, _("Added."))
    return redirect("customers:customer", key=key)
