"""Adds, renames and removes teams."""

from django.db import transaction

from regulars.base.audit.services import record
from regulars.base.staff.enums import Reach
from regulars.base.staff.errors import BeyondYourReach, TeamTaken
from regulars.base.staff.models import Team
from regulars.base.staff.queries import acting_user, team


@transaction.atomic
def add_team(name: str, *, actor: str) -> Team:
    """A team without colleagues. Raises TeamTaken, BeyondYourReach."""
    check_may_edit(actor)
    made = Team.objects.create(name=free(name))
    record("team.create", actor=actor, object_type="team", keys=[made.pk])
    return made


@transaction.atomic
def rename_team(team_id: int, name: str, *, actor: str) -> Team:
    """Raises TeamUnknown, TeamTaken, BeyondYourReach."""
    check_may_edit(actor)
    found = team(team_id)
    found.name = free(name, found.pk)
    found.save(update_fields=["name"])
    record("team.rename", actor=actor, object_type="team", keys=[found.pk], fields=["name"])
    return found


@transaction.atomic
def remove_team(team_id: int, *, actor: str) -> None:
    """Its colleagues stay, in no team; who sees the customers of their team sees their own then.

    Raises TeamUnknown, BeyondYourReach.
    """
    check_may_edit(actor)
    found = team(team_id)
    record("team.remove", actor=actor, object_type="team", keys=[found.pk])
    found.delete()


def free(name: str, mine: int | None = None) -> str:
    """The name without outer spaces. Raises TeamTaken."""
    name = name.strip()
    if Team.objects.filter(name__iexact=name).exclude(pk=mine or 0).exists():
        raise TeamTaken
    return name


def check_may_edit(actor: str) -> None:
    """Teams decide whose customers are seen, so whoever sees only some leaves them alone. Raises BeyondYourReach."""
    acting = acting_user(actor)
    if acting is not None and acting.reach != Reach.EVERYONE:
        raise BeyondYourReach
