"""Hands a mail to the mail server, and says in our words what went wrong."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from .enums import Problem, Security
from .errors import SendingFailed
from .letters import Letter
from .server import Server

TIMEOUT = 20.0
LONGEST_ANSWER = 300


def hand_in(mail: Letter, server: Server) -> None:
    """Raises SendingFailed."""
    with understood(), connected(server) as connection:
        if server.user:
            connection.login(server.user, server.password)
        connection.sendmail(mail.sender, mail.to, mail.content)


@contextmanager
def connected(server: Server) -> Iterator[smtplib.SMTP]:
    """A connection that is encrypted as the settings say, or none at all."""
    if server.security is Security.TLS:
        with smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=trust()) as connection:
            yield connection
        return
    with smtplib.SMTP(server.host, server.port, timeout=TIMEOUT) as connection:
        if server.security is Security.STARTTLS:
            connection.starttls(context=trust())
        yield connection


def trust() -> ssl.SSLContext:
    """The authorities that this machine trusts; names are checked."""
    return ssl.create_default_context()


@contextmanager
def understood() -> Iterator[None]:
    """What went wrong, as SendingFailed."""
    try:
        yield
    except smtplib.SMTPException as error:
        raise refusal(error) from error
    except UnicodeError as error:  # a name that cannot be one, such as a part of more than 63 letters
        raise SendingFailed(Problem.NAME, is_final=True) from error
    except OSError as error:
        raise broken(error) from error


def refusal(error: smtplib.SMTPException) -> SendingFailed:
    """What the server said no to; a code from 500 on is final (RFC 5321 section 4.2.1)."""
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return SendingFailed(Problem.SILENT, str(error)[:LONGEST_ANSWER], is_final=False)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        is_about_login = "AUTH" in str(error)
        return SendingFailed(Problem.LOGIN if is_about_login else Problem.NO_STARTTLS, str(error), is_final=True)
    code, words = answer(error)
    return SendingFailed(problem_of(error), f"{code} {words}"[:LONGEST_ANSWER], is_final=code >= 500 or not code)


def problem_of(error: smtplib.SMTPException) -> Problem:
    return {
        smtplib.SMTPAuthenticationError: Problem.LOGIN,
        smtplib.SMTPSenderRefused: Problem.SENDER,
        smtplib.SMTPRecipientsRefused: Problem.RECIPIENT,
    }.get(type(error), Problem.REFUSED)


def answer(error: smtplib.SMTPException) -> tuple[int, str]:
    """The code and the words of the server's answer; 0 where it gave none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return in_words(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPResponseException):
        return in_words(error.smtp_code, error.smtp_error)
    return 0, str(error)


def in_words(code: int, words: bytes | str) -> tuple[int, str]:
    return code, words.decode(errors="replace") if isinstance(words, bytes) else words


def broken(error: OSError) -> SendingFailed:
    """What is wrong with the way to the server; a name may come back, a certificate will not mend itself."""
    said = str(error)[:LONGEST_ANSWER]
    if isinstance(error, ssl.SSLCertVerificationError):
        return SendingFailed(Problem.CERTIFICATE, error.verify_message, is_final=True)
    if isinstance(error, ssl.SSLError):
        return SendingFailed(Problem.NO_TLS, said, is_final=True)
    is_unknown = isinstance(error, socket.gaierror)
    return SendingFailed(Problem.NAME if is_unknown else Problem.SILENT, said, is_final=False)
