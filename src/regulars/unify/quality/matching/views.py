"""The pages of duplicates: the queue, what was decided, joining without asking, and protections."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from regulars.base.audit.services import record
from regulars.base.jobs.queries import is_under_way
from regulars.base.jobs.services import enqueue
from regulars.base.web.access import actor_in, guarded, signed_in
from regulars.unify.customers import queries as customers
from regulars.unify.customers.plugs import kept_for
from regulars.unify.customers.queries import Customer
from regulars.unify.customers.sheets.comparing import apart_still, comparison
from regulars.unify.customers.sheets.header import header, title
from regulars.unify.identity import services as identity
from regulars.unify.identity.errors import IdentityError
from regulars.unify.identity.queries import identifier_type, limits_passed
from regulars.unify.quality.errors import QualityError
from regulars.unify.quality.models import PairState

from . import automatic as automation
from . import deciding, trying
from . import queue as queued
from .forms import RuleForm, ThresholdForm
from .queue import Waiting
from .telling import percent, reasons

LOOK = "quality.match"
STATES = {"same": PairState.SAME, "different": PairState.DIFFERENT, "unsure": PairState.UNSURE}


@guarded("quality.see")
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Pairs that wait, and the chosen one side by side."""
    user = signed_in(request)
    waiting = queued.waiting(user.sight)
    chosen = chosen_of(request, waiting)
    # How many there are of others is not told.
    count = queued.count() if user.sight.owners is None else len(waiting)
    context: dict[str, Any] = {"count": count, "lines": [line(one, user) for one in waiting], "pair": None}
    if chosen is not None:
        context |= pair_context(request, chosen)
        context |= neighbours(chosen, waiting)
    else:
        context |= {"is_looking": is_under_way(LOOK), "has_looked": queued.has_looked()}
    context["can_decide"] = user.has_perm("quality.edit") and user.has_perm("customers.merge")
    return render(request, "quality/duplicates/queue.html", context)


def chosen_of(request: HttpRequest, waiting: list[Waiting]) -> Waiting | None:
    """The pair that the address names, or the first."""
    said = request.GET.get("pair", "")
    pk = int(said) if said.isdecimal() and len(said) < 19 else 0
    found = next((one for one in waiting if one.pair.pk == pk), None)
    if found is None and pk:
        found = queued.one_of(pk, signed_in(request).sight)
    return found or (waiting[0] if waiting else None)


def neighbours(chosen: Waiting, waiting: list[Waiting]) -> dict[str, Any]:
    """The pairs before and behind the chosen one."""
    pks = [one.pair.pk for one in waiting]
    place = pks.index(chosen.pair.pk) if chosen.pair.pk in pks else -1
    return {
        "before": pks[place - 1] if place > 0 else 0,
        "behind": pks[place + 1] if 0 <= place < len(pks) - 1 else 0,
    }


def line(waits: Waiting, user: Any) -> dict[str, Any]:
    """A pair in the list. How probable it is would tell what somebody may not see."""
    one, other = (customers.customer(root, sight=user.sight) for root in (waits.one, waits.other))
    whole = user.sight.mask.is_whole
    return {
        "pk": waits.pair.pk,
        "one": title(one),
        "other": title(other),
        "percent": percent(waits.pair.probability) if whole else "",
        "value": waits.pair.value,
    }


def pair_context(request: HttpRequest, waits: Waiting) -> dict[str, Any]:
    """Two customers side by side: why they may be one, what would come together, and who else there is."""
    user = signed_in(request)
    record("quality.pair", actor=actor_in(request), object_type="customer", keys=[waits.one, waits.other])
    one, other = (customers.customer(root, sight=user.sight) for root in (waits.one, waits.other))
    keys = [*one.keys, *other.keys]
    together = customers.provenance_together(keys, sight=user.sight)
    why = customers.why(one.root, other.root, sight=user.sight)
    return {
        "pair": waits.pair,
        "percent": percent(waits.pair.probability) if user.sight.mask.is_whole else "",
        "reasons": reasons(waits.pair.weights, one, other, user.sight.mask),
        "one": one,
        "other": other,
        "header": header(one),
        "other_header": header(other),
        "compared": comparison(one, other, together, is_all="all" in request.GET),
        "counts": counts(request, one, other),
        "passed": [identifier_type(code) for code in limits_passed(one.root, other.root)],
        "apart": why.apart,
        "refused": why.refused,
        "stays": apart_still([one, other], customers.decisions_about(keys, sight=user.sight)),
        "around": [line(each, user) for each in queued.around(waits, user.sight)],
    }


def counts(request: HttpRequest, one: Customer, other: Customer) -> list[tuple[Any, int, int, int]]:
    """(what, how many of one, of the other, together) of all that apps keep with customers."""
    sides = ((kept.label, kept.count(one.keys), kept.count(other.keys)) for kept in kept_for(signed_in(request)))
    found = [(_("Identifiers"), len(one.identifiers), len(other.identifiers)), *sides]
    return [(label, mine, theirs, mine + theirs) for label, mine, theirs in found]


@guarded("customers.merge")
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Same, different, or not sure; then the next pair."""
    user = signed_in(request)
    state = STATES.get(request.POST.get("said", ""))
    if state is None or not user.has_perm("quality.edit") or queued.one_of(pk, user.sight) is None:
        messages.error(request, _("There is no such pair any more: one of them may have been joined or erased."))
        return to_queue(0)
    try:
        deciding.decide(pk, state, actor=actor_in(request))
    except (QualityError, IdentityError) as refused:
        messages.error(request, str(refused))
        return to_queue(pk)
    words = {
        PairState.SAME: _("They are one customer now."),
        PairState.DIFFERENT: _("They are kept apart, and nobody is asked again."),
        PairState.UNSURE: _("Put aside. It comes back when something about them changes."),
    }
    messages.success(request, words[state])
    behind = request.POST.get("behind", "")
    return to_queue(int(behind) if behind.isdecimal() and len(behind) < 19 else 0)


def to_queue(pk: int) -> HttpResponse:
    """Back to the queue, at a pair."""
    address = reverse("quality:duplicates")
    return redirect(f"{address}?pair={pk}" if pk else address)


@guarded("customers.merge")
@require_POST
def undo_last(request: HttpRequest) -> HttpResponse:
    """Take back the last that this colleague decided."""
    try:
        pair = deciding.undo_last(actor=actor_in(request))
    except (QualityError, IdentityError) as refused:
        messages.error(request, str(refused))
        return to_queue(0)
    messages.success(request, _("Taken back: they wait again."))
    return to_queue(pair.pk)


@guarded("quality.see")
@require_safe
def decided(request: HttpRequest) -> HttpResponse:
    """What was decided last, by people and by the model."""
    user = signed_in(request)
    by = automation.ACTOR if request.GET.get("by") == automation.ACTOR else ""
    rows = queued.decided(user.sight, by)
    shown = [(pair, *(title(customers.customer(key, sight=user.sight)) for key in (pair.a, pair.b))) for pair in rows]
    return render(request, "quality/duplicates/decided.html", {"rows": shown, "by": by, "automatic": automation.ACTOR})


@guarded("customers.merge")
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back one decision, whoever took it."""
    user = signed_in(request)
    pair = next((pair for pair in queued.decided(user.sight, limit=10_000) if pair.pk == pk), None)
    try:
        if pair is None:
            messages.error(request, _("There is no such pair any more: one of them may have been joined or erased."))
        else:
            deciding.undo(pair, actor=actor_in(request))
            back = format_html('<a href="{}?pair={}">{}</a>', reverse("quality:duplicates"), pk, _("Look at them"))
            messages.success(request, format_html("{} {}", _("Taken back: they wait again."), back))
    except (QualityError, IdentityError) as refused:
        messages.error(request, str(refused))
    return redirect("quality:decided")


@guarded("quality.edit")
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Look for duplicates now."""
    enqueue(LOOK, once=True)
    messages.success(request, _("All customers are looked at in the background. Pairs appear here when that is done."))
    return redirect("quality:duplicates")


@guarded("quality.edit")
@require_http_methods(["GET", "POST"])
def automatic(request: HttpRequest) -> HttpResponse:
    """From which probability on pairs are joined without asking, and how often that would be right."""
    form = ThresholdForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and signed_in(request).has_perm("customers.merge") and form.is_valid():
        try:
            automation.set_threshold(form.cleaned_data["threshold"], actor=actor_in(request))
            messages.success(request, _("Stored."))
        except QualityError as refused:
            messages.error(request, str(refused))
        return redirect("quality:automatic")
    now = automation.threshold()
    context = {
        "curve": [shares(one, now) for one in automation.curve()],
        "now": percent(now) if now else "",
        "form": form,
        "fewest": automation.FEWEST,
        "actor": automation.ACTOR,
    }
    return render(request, "quality/duplicates/automatic.html", context)


def shares(one: automation.Estimate, now: float | None) -> dict[str, Any]:
    """A point of the curve, shares in writing."""
    said = {name: percent(getattr(one, name)) for name in ("threshold", "model", "precision", "at_least")}
    return {"one": one, "is_now": one.threshold == now, **said}


@guarded("quality.see")
@require_safe
def protections(request: HttpRequest) -> HttpResponse:
    """Values on too many people, and what another rule would make of the customers."""
    sight = signed_in(request).sight
    context: dict[str, Any] = {"alarms": customers.alarms(sight=sight), "form": RuleForm(), "tried": None}
    if "type" in request.GET and request.user.has_perm("quality.edit"):
        context["form"] = form = RuleForm(request.GET)
        if form.is_valid():
            record(
                "quality.try_rule", actor=actor_in(request), object_type="setting", fields=[form.cleaned_data["type"]]
            )
            context["tried"] = trying.try_rule(form.rule(), sight=sight)
    return render(request, "quality/duplicates/protections.html", context)


@guarded("customers.merge")
@require_POST
def part(request: HttpRequest, key: int) -> HttpResponse:
    """Part everyone whom a value joined."""
    try:
        customers.check_people(key, sight=signed_in(request).sight)
        deciding.carried_out(lambda: identity.part_value(key, actor=actor_in(request)))
        messages.success(request, _("Everyone whom this value joined is parted. The value joins nobody any more."))
    except IdentityError as refused:
        messages.error(request, str(refused))
    return redirect("quality:protections")
