"""Owns the mail server's settings, kept sealed among the settings of the business."""

import base64
import json
from dataclasses import asdict, dataclass
from typing import Any

from regulars.base import vault
from regulars.base.web import preferences

from .enums import Security

SETTING = "mail.smtp"


@dataclass(frozen=True)
class Server:
    """Where mails are handed in, and as whom; `sender` is the address that they come from."""

    host: str
    port: int
    security: Security
    sender: str
    user: str = ""
    password: str = ""


def current() -> Server | None:
    """The mail server; None while none is set."""
    sealed = preferences.read(SETTING)
    if not sealed:
        return None
    kept: dict[str, Any] = json.loads(vault.unseal(SETTING, base64.b64decode(sealed)))
    return Server(**kept | {"security": Security(kept["security"])})


def keep(server: Server | None, *, actor: str) -> None:
    """Set the mail server, or none; what is already set is not set again."""
    if server == current():
        return
    sealed = None if server is None else vault.seal(SETTING, json.dumps(asdict(server)).encode())
    preferences.write(SETTING, sealed and base64.b64encode(sealed).decode(), actor=actor)
