"""The pages about jobs and about the health of the system."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regulars.base.jobs import overview
from regulars.base.jobs.checks import findings
from regulars.base.jobs.errors import JobUnknown
from regulars.base.jobs.heartbeat import live_processes
from regulars.base.jobs.services import retry_job
from regulars.base.web.access import actor_in, guarded
from regulars.base.web.parts import wants_part


@guarded("jobs.see")
@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """Jobs, newest first, and the timetable; htmx gets the table alone."""
    state = request.GET.get("state", "")
    page = overview.jobs_page(state, request.GET.get("cursor", ""))
    may_retry = request.user.has_perm("jobs.edit")
    if wants_part(request):
        return render(request, "jobs/_list.html", {"page": page, "may_retry": may_retry})
    states = [("", _("All but routine")), *((value, label) for value, (label, _tone) in overview.STATES.items())]
    context = {"page": page, "may_retry": may_retry, "state": state, "states": states}
    return render(request, "jobs/list.html", {**context, "timetable": overview.timetable()})


@guarded("jobs.edit")
@require_POST
def retry(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Queue a failed job again."""
    try:
        job = retry_job(job_id, actor=actor_in(request))
    except JobUnknown:
        messages.error(request, _("This job has not failed, or is gone by now."))
    else:
        messages.success(request, _("%(job)s is queued again.") % {"job": job.name})
    return redirect("jobs:list")


@guarded("jobs.see")
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """What was looked at, and who is alive; htmx gets that part alone."""
    template = "jobs/_health.html" if wants_part(request) else "jobs/health.html"
    found = findings()
    context = {"findings": found, "is_well": all(one.ok for one in found), "processes": live_processes()}
    return render(request, template, context)
