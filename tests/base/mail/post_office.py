"""A real mail server on loopback."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from regulars.base.mail.enums import Security
from regulars.base.mail.server import Server
from tests.serving import free_port

USER, PASSWORD = "shop", "right password"


@dataclass
class PostOffice:
    """What arrived, envelope and mail; `answer` is what the next one is told instead of 250."""

    port: int
    got: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    recipient_answer: str = ""
    answer: str = ""

    async def handle_RCPT(  # noqa: N802 aiosmtpd calls it so
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.recipient_answer:
            return self.recipient_answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 likewise
        if self.answer:
            return self.answer
        mail = message_from_bytes(envelope.content, policy=default)
        assert isinstance(mail, EmailMessage)
        self.got.append(mail)
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        return "250 taken"

    def server(self, **changes: Any) -> Server:
        """The settings that reach it."""
        settings = {"host": "127.0.0.1", "port": self.port, "security": Security.NONE, "sender": "shop@shop.example"}
        return Server(**{**settings, **changes})


def check(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
    return AuthResult(success=(given.login, given.password) == (USER.encode(), PASSWORD.encode()), handled=False)


@contextmanager
def post_office(context: ssl.SSLContext | None = None, *, is_tls: bool = False, **options: Any) -> Iterator[PostOffice]:
    """A mail server until the end of the block; with a context it offers STARTTLS, or speaks TLS from the start."""
    office = PostOffice(free_port())
    wrapped: Any = {"ssl_context": context} if is_tls else {"tls_context": context}
    controller = Controller(office, hostname="127.0.0.1", port=office.port, authenticator=check, **wrapped, **options)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()
