"""Reads users, their sessions, factors, invitations, teams and keys, and says who acts when nobody has signed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from regulars.base.fields.masks import EVERYTHING, Sight
from regulars.base.staff.enums import Role
from regulars.base.staff.errors import ColleagueUnknown, InvitationUnknown, TeamUnknown, UserUnknown
from regulars.base.staff.models import ApiKey, Invitation, Team, User
from regulars.base.staff.roles import NOTHING
from regulars.base.web import preferences

OWNER = "owner"
NOTHING_AT_ALL = Sight(NOTHING, frozenset())


def resolve_actor(email: str | None = None) -> str:
    """Actor for the audit trail: that user, else the first owner, else "owner". Raises UserUnknown."""
    if email is None:
        user = owner()
        return OWNER if user is None else actor_of(user)
    return actor_of(find_user(email))


def find_user(email: str) -> User:
    """The active colleague with this address, however it is written. Raises UserUnknown."""
    found = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if found is None:
        raise UserUnknown
    return found


def users() -> QuerySet[User]:
    """All colleagues, oldest first."""
    return User.objects.order_by("pk")


def owner() -> User | None:
    """The first active owner."""
    return User.objects.filter(role=Role.OWNER, is_active=True).order_by("pk").first()


def actor_of(user: User) -> str:
    return f"user:{user.pk}"


def acting_user(actor: str) -> User | None:
    """The colleague who acts; None for whoever sits at the machine itself. Raises UserUnknown."""
    if actor in (OWNER, "system"):
        return None
    kind, _, number = actor.partition(":")
    user = User.objects.filter(pk=number, is_active=True).first() if kind == "user" else None
    if user is None:
        raise UserUnknown
    return user


def user_at_machine(email: str = "") -> User:
    """The colleague with this address; without one, an owner, as whoever sits at the machine is. Raises UserUnknown."""
    return find_user(email) if email else owner() or User(role=Role.OWNER, is_active=True)


def any_user(user_id: int, *, lock: bool = False) -> User:
    """A colleague, active or not. Raises ColleagueUnknown."""
    rows = User.objects.select_for_update() if lock else User.objects.select_related("team")
    user = rows.filter(pk=user_id).first()
    if user is None:
        raise ColleagueUnknown
    return user


def user_with(email: str) -> User:
    """The colleague with this address, active or not. Raises ColleagueUnknown."""
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise ColleagueUnknown
    return user


def sight_of(actor: str) -> Sight:
    """What of customers somebody sees: a colleague or program by their role; the system and the owner everything."""
    kind, _, number = actor.partition(":")
    if kind == "user":
        user = User.objects.filter(pk=number, is_active=True).first()
        return user.sight if user else NOTHING_AT_ALL
    if kind == "key":
        key = ApiKey.objects.filter(pk=number, revoked_at=None).first()
        return key.sight if key else NOTHING_AT_ALL
    return EVERYTHING if actor in (OWNER, "system") else NOTHING_AT_ALL


def anyone_exists() -> bool:
    """Whether anybody was ever added; until then the owner can be set up."""
    return User.objects.exists()


def api_keys() -> QuerySet[ApiKey]:
    """All keys, live ones first, newest first."""
    return ApiKey.objects.order_by(F("revoked_at").asc(nulls_first=True), "-pk")


def keys_of(user: User) -> QuerySet[ApiKey]:
    """The live keys that somebody made."""
    return ApiKey.objects.filter(created_by=actor_of(user), revoked_at=None).order_by("pk")


def colleagues() -> QuerySet[User]:
    """All colleagues with `has_factor` and `last_seen_at`: those who come in first, by name."""
    factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    seen = Max("usersession__last_seen_at")
    rows = User.objects.select_related("team").annotate(has_factor=Exists(factors), last_seen_at=seen)
    return rows.order_by("-is_active", "name", "email")


def colleague(user_id: int) -> User:
    """One of `colleagues()`. Raises ColleagueUnknown."""
    user = colleagues().filter(pk=user_id).first()
    if user is None:
        raise ColleagueUnknown
    return user


def teams() -> QuerySet[Team]:
    """All teams by name, with `size`: how many active colleagues they have."""
    return Team.objects.annotate(size=Count("colleagues", filter=Q(colleagues__is_active=True))).order_by("name")


def team(team_id: int) -> Team:
    """Raises TeamUnknown."""
    found = Team.objects.filter(pk=team_id).first()
    if found is None:
        raise TeamUnknown
    return found


def team_called(name: str) -> Team:
    """Raises TeamUnknown."""
    found = Team.objects.filter(name__iexact=name.strip()).first()
    if found is None:
        raise TeamUnknown
    return found


def invitations() -> QuerySet[Invitation]:
    """All that were not yet accepted, newest first."""
    return Invitation.objects.select_related("team").order_by("-created_at")


def invitation(invitation_id: int) -> Invitation:
    """Raises InvitationUnknown."""
    found = Invitation.objects.select_related("team").filter(pk=invitation_id).first()
    if found is None:
        raise InvitationUnknown
    return found


def invitations_of(user: User) -> QuerySet[Invitation]:
    """Those that somebody sent."""
    return Invitation.objects.filter(created_by=actor_of(user))


@dataclass(frozen=True)
class Seat:
    """Where somebody is signed in."""

    id: int
    browser: str
    place: str
    opened_at: datetime
    last_seen_at: datetime
    is_this: bool


def seats(user: User, session_key: str | None) -> list[Seat]:
    """Where somebody is signed in, the one with this key first, then by when it was last seen."""
    since = timezone.now() - timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    rows = UserSession.objects.filter(user=user, last_seen_at__gt=since).order_by("-last_seen_at")
    found = [
        Seat(row.pk, row.user_agent, row.ip, row.created_at, row.last_seen_at, row.session_key == session_key)
        for row in rows
    ]
    return sorted(found, key=lambda seat: not seat.is_this)


def factors(user: User) -> list[Authenticator]:
    """Somebody's second factors and recovery codes, oldest first."""
    return list(Authenticator.objects.filter(user=user).order_by("pk"))


def has_factor(user: User) -> bool:
    """Whether somebody has an authenticator app or a passkey; recovery codes alone are none."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user=user, type__in=kinds).exists())


def must_have_factor(role: str) -> bool:
    """Whether whoever has this role may do nothing without a second factor."""
    return role in preferences.read("mfa.required", [])
