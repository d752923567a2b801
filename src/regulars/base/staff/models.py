"""Owns the people who work here and the API keys of their programs."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    """What Django's own commands need; everyone else calls `services.create_user`."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A colleague, who signs in with an e-mail address (kept in lower case)."""

    email = models.EmailField(unique=True, max_length=254)
    name = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        db_table = "staff_user"
        constraints = [models.CheckConstraint(condition=models.Q(email=Lower("email")), name="staff_user_email_lower")]

    def __str__(self) -> str:
        return self.name or self.email


class ApiKey(models.Model):
    """A program's key. Only a keyed hash of the secret is kept; `prefix` is what people recognise it by."""

    name = models.CharField(max_length=200)
    prefix = models.CharField(max_length=16)
    secret_hash = models.BinaryField(max_length=16, unique=True)
    scopes = models.JSONField(default=list)
    created_by = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "staff_api_key"

    def __str__(self) -> str:
        return self.name
