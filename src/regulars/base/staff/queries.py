"""Reads users, and says who acts when nobody has signed in."""

from django.db.models import F, QuerySet

from regulars.base.fields.masks import EVERYTHING, Sight
from regulars.base.staff.errors import UserUnknown
from regulars.base.staff.models import ApiKey, User
from regulars.base.staff.roles import NOTHING

OWNER = "owner"
NOTHING_AT_ALL = Sight(NOTHING, frozenset())


def resolve_actor(email: str | None = None) -> str:
    """Actor for the audit trail: that user, else the first superuser, else "owner". Raises UserUnknown."""
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
    """The first active superuser."""
    return User.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()


def actor_of(user: User) -> str:
    return f"user:{user.pk}"


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
