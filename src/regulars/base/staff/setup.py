"""The one-time set-up of the owner, guarded by a code that only whoever starts the server can see."""

import base64
import hmac

from django.db import connection, transaction

from regulars.base import vault
from regulars.base.audit.services import record
from regulars.base.staff.enums import Role
from regulars.base.staff.errors import AlreadySetUp, CodeWrong
from regulars.base.staff.models import User
from regulars.base.staff.queries import actor_of, anyone_exists
from regulars.base.staff.services import check_email

LOCK = "SELECT pg_advisory_xact_lock(hashtext('regulars set-up'))"


def setup_code() -> str:
    """80 bits made from the data folder's key: the same in every process, of no use once a user exists."""
    return base64.b32encode(vault.keyed_hash("set-up", b"owner")[:10]).decode().lower()


def check_code(code: str) -> None:
    """Raises CodeWrong."""
    if not hmac.compare_digest(code.strip().lower().encode(), setup_code().encode()):
        raise CodeWrong


@transaction.atomic
def set_up_owner(email: str, password: str, *, code: str, name: str = "") -> User:
    """Make the first user, who may do everything. Raises CodeWrong, AlreadySetUp, EmailInvalid.

    Two who try at once come one after the other: SQLite has one writer, PostgreSQL takes a lock.
    """
    check_code(code)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(LOCK)
    if anyone_exists():
        raise AlreadySetUp
    email = email.strip().lower()
    check_email(email)
    user = User.objects.create_user(email, password, name=name.strip(), role=Role.OWNER, is_superuser=True)
    record("user.set_up", actor=actor_of(user), object_type="user", keys=[user.pk])
    return user
