"""Invites colleagues by a link that works once and for a week, and lets them in."""

import hmac
import secrets

from django.core import signing
from django.db import transaction
from django.utils import timezone

from regulars.base import vault
from regulars.base.audit.services import record
from regulars.base.staff.enums import Role
from regulars.base.staff.errors import InvitationUnknown, LinkInvalid, RoleUnknown
from regulars.base.staff.models import INVITED_FOR, Invitation, User
from regulars.base.staff.queries import acting_user, actor_of, invitation, invitations_of
from regulars.base.staff.rules import can_give, can_reach, check_can_give

from .checks import check_access, check_email

SALT = "staff.invitation"


@transaction.atomic
def invite(email: str, *, role: str, team_id: int | None, reach: str, actor: str) -> tuple[Invitation, str]:
    """Ask somebody to join as this; the invitation, and the secret of its link. It replaces an earlier one.

    Raises EmailInvalid, EmailTaken, RoleUnknown, ReachUnknown, TeamUnknown, AboveYourself, BeyondYourReach.
    """
    email = email.strip().lower()
    check_email(email)
    check_access(role, team_id, reach)
    if not role:
        raise RoleUnknown
    acting = acting_user(actor)
    check_can_give(acting, role, reach, team_id)
    for standing in Invitation.objects.select_for_update().filter(email=email):
        check_can_give(acting, standing.role, standing.reach, standing.team_id)
    nonce = secrets.token_bytes(16)
    asked = {"role": role, "team_id": team_id, "reach": reach, "created_by": actor, "created_at": timezone.now()}
    made, _new = Invitation.objects.update_or_create(email=email, defaults={**asked, "secret_hash": hashed(nonce)})
    record("invitation.send", actor=actor, object_type="invitation", keys=[made.pk], fields=[role], text=email)
    return made, secret_of(made, nonce)


def resend(invitation_id: int, *, actor: str) -> tuple[Invitation, str]:
    """Invite anew to the same; the earlier link ends. Raises InvitationUnknown, AboveYourself, BeyondYourReach."""
    made = invitation(invitation_id)
    return invite(made.email, role=made.role, team_id=made.team_id, reach=made.reach, actor=actor)


@transaction.atomic
def withdraw(invitation_id: int, *, actor: str) -> Invitation:
    """Take an invitation back. Raises InvitationUnknown, AboveYourself, BeyondYourReach."""
    made = invitation(invitation_id)
    check_can_give(acting_user(actor), made.role, made.reach, made.team_id)
    record("invitation.withdraw", actor=actor, object_type="invitation", keys=[made.pk], text=made.email)
    Invitation.objects.filter(pk=made.pk).delete()
    return made


def withdraw_beyond(user: User, *, actor: str) -> None:
    """Take back the invitations somebody sent that they could not send now."""
    for made in invitations_of(user):
        if not still_stands(user, made):
            record("invitation.withdraw", actor=actor, object_type="invitation", keys=[made.pk], text=made.email)
            made.delete()


def still_stands(user: User, made: Invitation) -> bool:
    may = user.is_active and user.has_perm("staff.edit")
    return may and can_give(user, made.role) and can_reach(user, made.reach, made.team_id)


def invited(secret: str) -> Invitation:
    """The invitation of a link. Raises LinkInvalid, for whatever reason."""
    try:
        number, nonce = signing.TimestampSigner(salt=SALT).unsign_object(secret, max_age=INVITED_FOR)
        found = invitation(int(number))
        fits = hmac.compare_digest(bytes(found.secret_hash), hashed(bytes.fromhex(nonce)))
    except (signing.BadSignature, InvitationUnknown, ValueError, TypeError) as error:
        raise LinkInvalid from error
    if not fits or found.has_expired or User.objects.filter(email=found.email).exists():
        raise LinkInvalid
    return found


@transaction.atomic
def accept(secret: str, *, name: str, password: str) -> User:
    """Become the colleague that an invitation asked for; it is used up by that. Raises LinkInvalid."""
    made = Invitation.objects.select_for_update().filter(pk=invited(secret).pk).first()
    if made is None or not Invitation.objects.filter(pk=made.pk).delete()[0]:
        raise LinkInvalid
    access = {"role": made.role, "team_id": made.team_id, "reach": made.reach}
    is_owner = made.role == Role.OWNER
    user = User.objects.create_user(made.email, password, name=name.strip(), is_superuser=is_owner, **access)
    record("invitation.accept", actor=actor_of(user), object_type="user", keys=[user.pk])
    return user


def secret_of(made: Invitation, nonce: bytes) -> str:
    """What the link carries: signed, so that a made-up one never reaches the database."""
    return signing.TimestampSigner(salt=SALT).sign_object((made.pk, nonce.hex()))


def hashed(nonce: bytes) -> bytes:
    return vault.keyed_hash("invitation", nonce)
