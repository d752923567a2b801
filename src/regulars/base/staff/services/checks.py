"""What must be true of a new colleague, or of one that is asked to join."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from regulars.base.staff.enums import Reach, Role
from regulars.base.staff.errors import EmailInvalid, EmailTaken, ReachUnknown, RoleUnknown, TeamUnknown
from regulars.base.staff.models import Team, User


def check_email(email: str) -> None:
    """Raises EmailInvalid, EmailTaken."""
    try:
        validate_email(email)
    except ValidationError as error:
        raise EmailInvalid from error
    if User.objects.filter(email=email).exists():
        raise EmailTaken


def check_access(role: str, team_id: int | None, reach: str) -> None:
    """Raises RoleUnknown, ReachUnknown, TeamUnknown."""
    if role not in ("", *Role.values):
        raise RoleUnknown
    if reach not in Reach.values:
        raise ReachUnknown
    if team_id is not None and not Team.objects.filter(pk=team_id).exists():
        raise TeamUnknown
