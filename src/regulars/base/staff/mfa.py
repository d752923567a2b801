"""How allauth.mfa is used here: seeds are sealed for the colleague they belong to, passkeys are of this host name."""

import base64
import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext_lazy as _

from regulars.base import vault
from regulars.base.staff.models import User
from regulars.base.web import business

LABEL = "mfa"
whose: ContextVar[int] = ContextVar("whose")


@contextmanager
def secrets_of(user: User) -> Iterator[None]:
    """Within, seeds are sealed and unsealed for this colleague; without, or for another, they stay shut."""
    token = whose.set(user.pk)
    try:
        yield
    finally:
        whose.reset(token)


def seal(text: str, use: str = "seed") -> str:
    """Sealed text of one colleague. Raises LookupError outside of `secrets_of`."""
    return base64.b64encode(vault.seal(LABEL, text.encode(), bound_to(use))).decode()


def unseal(sealed: str, use: str = "seed") -> str:
    """Raises SealBroken for another colleague's, LookupError outside of `secrets_of`."""
    return vault.unseal(LABEL, base64.b64decode(sealed), bound_to(use)).decode()


def bound_to(use: str) -> bytes:
    return f"{use} of user:{whose.get()}".encode()


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Named in the settings as MFA_ADAPTER."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This is not the right code. Each code works once: wait for the next one."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        return business.name() or "Regulars"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": host_name(context.request), "name": self.get_totp_issuer()}


def host_name(request: Any) -> str:
    """The name under which the pages are asked for, without the port; passkeys belong to it."""
    host = str(request.get_host())
    return host.rpartition("]")[0].lstrip("[") if host.startswith("[") else host.partition(":")[0]


def has_passkeys(request: Any) -> bool:
    """Whether browsers offer passkeys here: at https, or at localhost; never at an address of numbers."""
    name = host_name(request)
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return bool(request.is_secure() or name == "localhost" or name.endswith(".localhost"))
    return False
