"""Who may give whom what: nobody raises anyone above themselves, and an owner always stays.

Whoever acts is a colleague, or None for whoever sits at the machine itself, who may do everything.
"""

from collections.abc import Collection

from regulars.base.staff import roles
from regulars.base.staff.enums import Reach, Role, Scope
from regulars.base.staff.errors import AboveYourself, BeyondYourReach, KeyTooWide, LastOwner, OwnAccess
from regulars.base.staff.models import User

WIDTH = {Reach.OWN: 0, Reach.TEAM: 1, Reach.EVERYONE: 2}


def can_give(acting: User | None, role: str) -> bool:
    """Whether they may make somebody this."""
    return acting is None or roles.is_within(role, acting.role)


def check_can_give(acting: User | None, role: str, reach: str, team_id: int | None) -> None:
    """Raises AboveYourself, BeyondYourReach."""
    if not can_give(acting, role):
        raise AboveYourself
    if not can_reach(acting, reach, team_id):
        raise BeyondYourReach


def can_reach(acting: User | None, reach: str, team_id: int | None) -> bool:
    """Whether they may let somebody in this team see this far: not further than themselves, not into other teams."""
    if acting is None or acting.reach == Reach.EVERYONE:
        return True
    return WIDTH[Reach(reach)] <= WIDTH[Reach(acting.reach)] and team_id in (None, acting.team_id)


def can_change(acting: User | None, user: User) -> bool:
    """Whether they may change somebody's access or close their account."""
    return acting is None or (acting.pk != user.pk and can_help(acting, user))


def can_help(acting: User | None, user: User) -> bool:
    """Whether they may let somebody in again: with a new password, or without the second factor."""
    return acting is None or acting.pk == user.pk or can_outrank(acting, user)


def can_outrank(acting: User, user: User) -> bool:
    return roles.is_within(user.role, acting.role) and can_reach(acting, user.reach, user.team_id)


def check_can_change(acting: User | None, user: User) -> None:
    """Raises OwnAccess, AboveYourself."""
    if acting is not None and acting.pk == user.pk:
        raise OwnAccess
    check_can_help(acting, user)


def check_can_help(acting: User | None, user: User) -> None:
    """Raises AboveYourself."""
    if not can_help(acting, user):
        raise AboveYourself


def check_owner_stays(user: User, owners: Collection[int]) -> None:
    """Refuse to take the last of the active owners away. Raises LastOwner."""
    if user.role == Role.OWNER and set(owners) <= {user.pk}:
        raise LastOwner


def can_make_key(acting: User | None, role: str, scopes: Collection[str]) -> bool:
    """Whether they may make a key that does and sees this. A key sees everybody's customers, so must its maker."""
    if acting is None:
        return True
    mask = roles.shows_no_more(roles.mask_of(role), roles.mask_of(acting.role))
    return acting.reach == Reach.EVERYONE and mask and set(scopes) <= set(scopes_of(acting))


def check_can_make_key(acting: User | None, role: str, scopes: Collection[str]) -> None:
    """Raises KeyTooWide."""
    if not can_make_key(acting, role, scopes):
        raise KeyTooWide


def scopes_of(acting: User) -> list[Scope]:
    """The scopes that they may give to a key."""
    return [scope for scope, needed in roles.SCOPES.items() if needed <= roles.permissions_of(acting.role)]
