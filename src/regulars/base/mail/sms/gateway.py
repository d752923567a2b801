"""Owns the gateway for text messages: one address with all it needs, kept sealed among the settings of the business."""

import base64
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from regulars.base import vault
from regulars.base.mail.errors import GatewayRefused
from regulars.base.web import preferences

from . import named, own

SETTING = "mail.sms"


@dataclass(frozen=True)
class Gateway:
    """Who sends our text messages. The address holds the key, so that it is never shown."""

    address: str = field(repr=False)

    @property
    def scheme(self) -> str:
        return self.address.partition("://")[0].lower()

    @property
    def name(self) -> str:
        """As people call it: the service, or the host of one's own gateway."""
        service = named.SERVICES.get(self.scheme)
        return service.name if service else urlsplit(self.address).hostname or ""


def current() -> Gateway | None:
    """The gateway; None while none is set."""
    sealed = preferences.read(SETTING)
    return Gateway(vault.unseal(SETTING, base64.b64decode(sealed)).decode()) if sealed else None


def keep(gateway: Gateway | None, *, actor: str) -> None:
    """Set the gateway, or none; what is already set is not set again."""
    if gateway == current():
        return
    sealed = None if gateway is None else vault.seal(SETTING, gateway.address.encode())
    preferences.write(SETTING, sealed and base64.b64encode(sealed).decode(), actor=actor)


def check(gateway: Gateway) -> None:
    """Whether messages could go there, as far as an address tells. Raises GatewayRefused."""
    if not gateway.address.isprintable() or " " in gateway.address:
        raise GatewayRefused
    if gateway.scheme in own.SCHEMES:
        own.check(gateway.address)
    elif gateway.scheme in named.SERVICES:
        named.check(gateway.address)
    else:
        raise GatewayRefused


def hand_in(to: str, text: str, once: str, gateway: Gateway) -> None:
    """Hand in one text for a number in E.164; `once` is the same at every attempt. Raises SendingFailed."""
    if gateway.scheme in own.SCHEMES:
        own.hand_in(to, text, once, gateway.address)
    else:
        named.hand_in(to, text, gateway.address)
