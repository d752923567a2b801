"""Makes the mail that goes over the wire, and the text of a sent one that is safe to keep. Pure."""

import re
import unicodedata
from datetime import datetime
from email.utils import format_datetime, formataddr, make_msgid
from typing import NamedTuple
from urllib.parse import urlsplit

from django.core.mail import EmailMessage
from django.core.mail.message import sanitize_address
from django.utils.encoding import punycode

LINK = re.compile(r"https?://[^\s<>\"]+")
CODE = re.compile(r"(?<![\d.,])\d{6}(?![.,]?\d)")


class Letter(NamedTuple):
    """A mail on the wire: its envelope, in ASCII, and its content."""

    sender: str
    to: str
    content: bytes


def letter(*, to: str, subject: str, text: str, sender: str, name: str, message_id: str, at: datetime) -> Letter:
    """A plain-text mail (RFC 5322); names, subject and domains in any script. Raises BadHeaderError for two lines."""
    headers = {
        "Date": format_datetime(at),
        "Message-ID": message_id,
        # So that no absence notice answers (RFC 3834).
        "Auto-Submitted": "auto-generated",
    }
    # Django's, since in Python 3.11 `email` loses spaces of long subjects that are not ASCII.
    sender, to = sanitize_address(sender, "utf-8"), sanitize_address(to, "utf-8")
    mail = EmailMessage(subject, text, formataddr((name, sender)), [to], headers=headers)
    content = mail.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own has it
    return Letter(sender, to, content)


def new_message_id(sender: str) -> str:
    """A Message-ID of its own, for all attempts."""
    return make_msgid(domain=punycode(sender.rpartition("@")[2]))


def is_one_line(text: str) -> bool:
    """Whether a text can stand in a header: not empty, and nothing in it begins another one."""
    return bool(text.strip()) and not any(unicodedata.category(letter) in {"Cc", "Zl", "Zp"} for letter in text)


def without_secrets(text: str) -> str:
    """The text with every link cut after its server, as a link may let in whoever follows it, and without codes."""
    return CODE.sub("••••••", LINK.sub(shortened, text))


def shortened(link: re.Match[str]) -> str:
    parts = urlsplit(link.group())
    return f"{parts.scheme}://{parts.netloc}/…"
