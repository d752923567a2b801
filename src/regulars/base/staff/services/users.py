"""Adds colleagues, and changes what they may do and whether they come in at all."""

from django.db import transaction

from regulars.base.audit.services import record
from regulars.base.staff.enums import Reach, Role
from regulars.base.staff.models import User
from regulars.base.staff.queries import acting_user, actor_of, any_user
from regulars.base.staff.rules import check_can_change, check_can_give, check_owner_stays

from .checks import check_access, check_email
from .invitations import withdraw_beyond
from .keys import revoke_keys_beyond
from .sessions import end_sessions


@transaction.atomic
def create_user(
    email: str,
    *,
    actor: str,
    name: str = "",
    password: str | None = None,
    role: str = "",
    team_id: int | None = None,
    reach: str = Reach.EVERYONE,
) -> User:
    """Add a colleague; without a password nobody can sign in as them, without a role they may do nothing.

    Raises EmailInvalid, EmailTaken, RoleUnknown, ReachUnknown, TeamUnknown, AboveYourself, BeyondYourReach.
    """
    email = email.strip().lower()
    check_email(email)
    check_access(role, team_id, reach)
    check_can_give(acting_user(actor), role, reach, team_id)
    access = {"role": role, "team_id": team_id, "reach": reach, "is_superuser": role == Role.OWNER}
    user = User.objects.create_user(email, password, name=name.strip(), **access)
    record("user.create", actor=actor, object_type="user", keys=[user.pk])
    return user


@transaction.atomic
def change_access(user_id: int, *, role: str, team_id: int | None, reach: str, actor: str) -> User:
    """Change what a colleague may do and whose customers they see; their sessions end, keys that go too far with them.

    Raises ColleagueUnknown, RoleUnknown, ReachUnknown, TeamUnknown, OwnAccess, AboveYourself, BeyondYourReach,
    LastOwner.
    """
    check_access(role, team_id, reach)
    owners, acting, user = locked(user_id, actor)
    check_can_give(acting, role, reach, team_id)
    if role != Role.OWNER:
        check_owner_stays(user, owners)
    asked = {"role": role, "team_id": team_id, "reach": reach}
    changed = [name for name, value in asked.items() if getattr(user, name) != value]
    if not changed:
        return user
    user.role, user.team_id, user.reach, user.is_superuser = role, team_id, reach, role == Role.OWNER
    user.save(update_fields=["role", "team", "reach", "is_superuser"])
    record("user.change_access", actor=actor, object_type="user", keys=[user.pk], fields=changed)
    cut_back(user, actor=actor)
    return user


@transaction.atomic
def disable_user(user_id: int, *, actor: str) -> User:
    """Close an account: its sessions end, its API keys and open invitations are taken back. Harmless when repeated.

    Raises ColleagueUnknown, OwnAccess, AboveYourself, LastOwner.
    """
    owners, _acting, user = locked(user_id, actor)
    check_owner_stays(user, owners)
    if user.is_active:
        user.is_active = False
        user.save(update_fields=["is_active"])
        record("user.disable", actor=actor, object_type="user", keys=[user.pk])
        cut_back(user, actor=actor)
    return user


@transaction.atomic
def enable_user(user_id: int, *, actor: str) -> User:
    """Open a closed account again, as it was; revoked keys stay revoked. Raises ColleagueUnknown, AboveYourself."""
    _owners, _acting, user = locked(user_id, actor)
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
        record("user.enable", actor=actor, object_type="user", keys=[user.pk])
    return user


def locked(user_id: int, actor: str) -> tuple[set[int], User | None, User]:
    """The active owners, who acts, and the colleague, whom they may change; none of it changes before we are done.

    Raises ColleagueUnknown, OwnAccess, AboveYourself.
    """
    rows = User.objects.select_for_update().filter(role=Role.OWNER, is_active=True).order_by("pk")
    owners = {owner.pk for owner in rows}
    user, acting = any_user(user_id, lock=True), acting_user(actor)
    check_can_change(acting, user)
    return owners, acting, user


def cut_back(user: User, *, actor: str) -> None:
    """End what somebody could do before."""
    end_sessions(user)
    revoke_keys_beyond(user, actor=actor)
    withdraw_beyond(user, actor=actor)


@transaction.atomic
def rename(user: User, name: str) -> None:
    """Change what colleagues call somebody, at their own wish."""
    user.name = name.strip()
    user.save(update_fields=["name"])
    record("user.edit", actor=actor_of(user), object_type="user", keys=[user.pk], fields=["name"])


@transaction.atomic
def change_email(user: User, email: str) -> None:
    """Change the address with which somebody signs in, at their own wish. Raises EmailInvalid, EmailTaken."""
    email = email.strip().lower()
    if email == user.email:
        return
    check_email(email)
    user.email = email
    user.save(update_fields=["email"])
    record("user.edit", actor=actor_of(user), object_type="user", keys=[user.pk], fields=["email"])
