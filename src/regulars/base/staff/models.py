"""Owns the people who work here, their invitations, and the API keys of their programs."""

import unicodedata
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from regulars.base.fields.enums import Calendar
from regulars.base.fields.masks import Sight
from regulars.base.staff import roles
from regulars.base.staff.enums import Reach, Role

INVITED_FOR = timedelta(days=7)


class UserManager(BaseUserManager["User"]):
    """What Django's own commands need; everyone else calls `services.create_user`."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, **{"is_superuser": True, "role": Role.OWNER, **fields})


class Team(models.Model):
    """Colleagues who may see each other's customers."""

    name = models.CharField(max_length=100, unique=True)

    class Meta:
        db_table = "staff_team"

    def __str__(self) -> str:
        return self.name


class User(AbstractBaseUser, PermissionsMixin):
    """A colleague, who signs in with an e-mail address (kept in lower case).

    Without a role they may do nothing. `language`, `time_zone` and `calendar` are empty for those of the business.
    """

    email = models.EmailField(unique=True, max_length=254)
    name = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    role = models.CharField(max_length=20, blank=True, choices=Role.choices)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="colleagues")
    reach = models.CharField(max_length=10, choices=Reach.choices, default=Reach.EVERYONE)
    language = models.CharField(max_length=10, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    calendar = models.CharField(max_length=10, blank=True, choices=Calendar.choices)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        db_table = "staff_user"
        constraints = [models.CheckConstraint(condition=models.Q(email=Lower("email")), name="staff_user_email_lower")]

    def __str__(self) -> str:
        return self.name or self.email

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(normal(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        return super().check_password(normal(raw_password) or "")

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether their role has this permission, such as "customers.see", and their reach does not withhold it."""
        is_withheld = perm in roles.ABOUT_EVERYBODY and self.reach != Reach.EVERYONE
        return self.is_active and not is_withheld and perm in roles.permissions_of(self.role)

    @property
    def sight(self) -> Sight:
        """What of customers they see: by their role, and whose."""
        return Sight(roles.mask_of(self.role), self.seen_owners())

    def seen_owners(self) -> frozenset[int] | None:
        """Whose customers they may see, as ids of colleagues; None for everybody's."""
        if self.reach == Reach.EVERYONE:
            return None
        if self.reach == Reach.OWN or self.team_id is None:
            return frozenset({self.pk})
        return frozenset(User.objects.filter(team_id=self.team_id).values_list("pk", flat=True)) | {self.pk}


def normal(password: str | None) -> str | None:
    """The same password from every keyboard: an é is one letter or an e with an accent (NIST SP 800-63B, 3.1.1.2)."""
    return None if password is None else unicodedata.normalize("NFKC", password)


class Invitation(models.Model):
    """Somebody asked to join, with what they will be; the link holds a secret of which a keyed hash is kept.

    One invitation an address: a new one takes the place of the last, and its link lets nobody in any more.
    """

    email = models.EmailField(unique=True, max_length=254)
    role = models.CharField(max_length=20, choices=Role.choices)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="invitations")
    reach = models.CharField(max_length=10, choices=Reach.choices, default=Reach.EVERYONE)
    secret_hash = models.BinaryField(max_length=16)
    created_by = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "staff_invitation"
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="staff_invitation_email_lower")
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def expires_at(self) -> datetime:
        return self.created_at + INVITED_FOR

    @property
    def has_expired(self) -> bool:
        return timezone.now() >= self.expires_at


class ApiKey(models.Model):
    """A program's key. Only a keyed hash of the secret is kept; `prefix` is what people recognise it by.

    It sees fields as its role does.
    """

    name = models.CharField(max_length=200)
    prefix = models.CharField(max_length=16)
    secret_hash = models.BinaryField(max_length=16, unique=True)
    scopes = models.JSONField(default=list)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.ADMINISTRATOR)
    created_by = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "staff_api_key"

    def __str__(self) -> str:
        return self.name

    @property
    def sight(self) -> Sight:
        """What of customers the program sees."""
        return Sight(roles.mask_of(self.role))
