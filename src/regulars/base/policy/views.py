"""The pages of the business's rules, of who has read them, and of the lessons."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from regulars.base.policy import queries, services
from regulars.base.policy.errors import PolicyError
from regulars.base.policy.forms import LessonForm, RulesForm
from regulars.base.policy.lessons import LESSONS
from regulars.base.policy.models import PolicyVersion
from regulars.base.web.access import actor_in, guarded, signed_in


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """The rules in force. Open to whoever has signed in: everybody has to know them."""
    version = queries.current()
    context = {
        "version": version,
        "parts": queries.parts(version) if version else [],
        "must_read": queries.must_read(signed_in(request)),
        "older": queries.versions()[1:50],
        "draft": queries.draft() if request.user.has_perm("policy.edit") else None,
    }
    return render(request, "policy/rules.html", context)


@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    """The rules as they once were. Open to whoever has signed in."""
    found = get_object_or_404(PolicyVersion.objects.exclude(published_at=None), number=min(number, 2**31 - 1))
    return render(request, "policy/version.html", {"version": found, "parts": queries.parts(found)})


@require_POST
def acknowledge(request: HttpRequest) -> HttpResponse:
    """Say that one has read the rules. Open to whoever has signed in."""
    given = request.POST.get("version", "")
    try:
        services.acknowledge(signed_in(request), int(given) if given.isdecimal() and len(given) < 10 else 0)
    except PolicyError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Thank you. It is noted that you have read these rules."))
    return redirect("policy:rules")


@guarded("policy.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Write the rules, one language at a time; saving publishes nothing."""
    language = chosen_language(request)
    form = RulesForm(language, queries.draft() or queries.current(), request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        services.save_draft(
            form.texts(), change=given["change"], needs_reading=not given["small"], actor=actor_in(request)
        )
        messages.success(request, _("Saved as a draft. Colleagues see it once you publish it."))
        return redirect("policy:edit") if language == get_language() else redirect(f"{request.path}?text={language}")
    context = {"form": form, "language": language, "languages": settings.LANGUAGES, "draft": queries.draft()}
    return render(request, "policy/edit.html", context)


def chosen_language(request: HttpRequest) -> str:
    """The language that is being written: the one asked for, else the reader's."""
    asked = request.GET.get("text", "")
    return asked if asked in dict(settings.LANGUAGES) else get_language() or "en"


@guarded("policy.edit")
@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Put the draft into force."""
    try:
        published = services.publish(actor=actor_in(request))
    except PolicyError as error:
        messages.error(request, str(error))
        return redirect("policy:edit")
    if published.needs_reading:
        messages.success(request, _("The rules are in force. Every colleague is asked to read them."))
    else:
        messages.success(request, _("The rules are in force. Nobody needs to read them again."))
    return redirect("policy:rules")


@guarded("staff.see")
@require_safe
def colleagues(request: HttpRequest) -> HttpResponse:
    """Who has read the rules and passed the lessons, and who has not."""
    context = {"standings": queries.standings(), "lessons": len(LESSONS), "version": queries.current()}
    return render(request, "policy/colleagues.html", context)


@require_safe
def training(request: HttpRequest) -> HttpResponse:
    """The lessons. Open to whoever has signed in: everybody learns."""
    mine = queries.passed([signed_in(request).pk]).get(signed_in(request).pk, {})
    lines = [(one, mine.get(one.code)) for one in LESSONS.values()]
    return render(request, "policy/training.html", {"lines": lines, "passed": len(mine), "total": len(lines)})


@require_http_methods(["GET", "HEAD", "POST"])
def lesson(request: HttpRequest, code: str) -> HttpResponse:
    """One lesson with its questions. Open to whoever has signed in."""
    if code not in LESSONS:
        raise Http404
    one = LESSONS[code]
    form = LessonForm(one, request.POST or None)
    if form.is_valid():
        services.pass_lesson(signed_in(request), code)
        messages.success(request, _("All answers are right. You have passed “%(lesson)s”.") % {"lesson": one.title})
        return redirect("policy:training")
    context: dict[str, Any] = {"lesson": one, "form": form}
    return render(request, "policy/lesson.html", context)
