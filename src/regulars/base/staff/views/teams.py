"""Teams: colleagues who may see each other's customers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.base.staff import services
from regulars.base.staff.errors import TeamUnknown
from regulars.base.staff.forms.colleagues import TeamForm
from regulars.base.staff.queries import team as find_team
from regulars.base.staff.queries import teams as all_teams
from regulars.base.web.access import actor_in, guarded

from .common import done, filled


@guarded("staff.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def teams(request: HttpRequest) -> HttpResponse:
    """All teams; the form adds one."""
    form = TeamForm(request.POST or None)
    if form.is_valid():
        made = filled(form, lambda: services.add_team(form.cleaned_data["name"], actor=actor_in(request)), "name")
        if made is not None:
            messages.success(request, _("The team is added."))
            return redirect("staff:teams")
    return render(request, "staff/teams.html", {"form": form, "teams": all_teams()})


@guarded("staff.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest, team_id: int) -> HttpResponse:
    """Call a team otherwise."""
    try:
        found = find_team(team_id)
    except TeamUnknown as error:
        messages.error(request, str(error))
        return redirect("staff:teams")
    form = TeamForm(request.POST or None, initial={"name": found.name})
    if form.is_valid():
        name, actor = form.cleaned_data["name"], actor_in(request)
        if filled(form, lambda: services.rename_team(team_id, name, actor=actor), "name") is not None:
            messages.success(request, _("Saved."))
            return redirect("staff:teams")
    return render(request, "staff/team.html", {"form": form, "team": found})


@guarded("staff.edit")
@require_POST
def remove_team(request: HttpRequest, team_id: int) -> HttpResponse:
    """Remove a team; its colleagues stay."""
    done(request, lambda: services.remove_team(team_id, actor=actor_in(request)), _("The team is removed."))
    return redirect("staff:teams")
