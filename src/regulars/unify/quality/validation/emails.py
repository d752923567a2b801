"""E-mail addresses: can they be right, will they last, and was another one meant."""

import re
import unicodedata

from regulars.unify.facts import normalize

from . import domains
from .verdict import Finding, doubtful, fine, repaired

AROUND = re.compile(r"^[\s<\"'(\[]+|[\s>\"')\].,;:]+$")
WRITTEN_OUT = (
    (re.compile(r"\s*[(\[]\s*at\s*[)\]]\s*|\s+at\s+"), "@"),
    (re.compile(r"\s*[(\[]\s*dot\s*[)\]]\s*"), "."),
    (re.compile(r"@{2,}"), "@"),
    (re.compile(r"\.{2,}"), "."),
    (re.compile(r"\s+"), ""),
    (re.compile(r",(?=[a-z]{2,4}$)"), "."),
    (re.compile(r"@\.|\.@"), "@"),
)
LONGEST_MENDED = 320
"""Longer texts are not searched for an address: the patterns above take the square of their length."""
NO_DOT = re.compile(r"(.+@(?:gmail|hotmail|yahoo|outlook|icloud|qq|163))(com)")


def check(value: object, _region: str | None) -> Finding:
    """Syntax, internationalized domains, domains for one use, and slips such as gamil.con."""
    if not isinstance(value, str):
        return doubtful(value, "not_an_email")
    address = normalize.email(value)
    if address is None:
        return doubtful(value, "not_an_email", tidied(value))
    if normalize.is_blocked("email", address):
        return doubtful(value, "stands_for_nobody")
    local, _at, domain = address.rpartition("@")
    if other := domains.meant(domain):
        return doubtful(value, "domain_typo", f"{local}@{other}")
    if domains.is_disposable(domain):
        return doubtful(value, "disposable")
    return fine(value) if address == value else repaired(address, "written_otherwise")


def tidied(value: str) -> str:
    """The address that may be meant by what is none; "" where nothing comes to mind."""
    if len(value) > LONGEST_MENDED:
        return ""
    text = AROUND.sub("", unicodedata.normalize("NFKC", value).lower())
    for pattern, instead in WRITTEN_OUT:
        text = pattern.sub(instead, text)
    text = NO_DOT.sub(r"\1.\2", text)
    address = normalize.email(text)
    if address is None:
        return ""
    local, _at, domain = address.rpartition("@")
    return f"{local}@{domains.meant(domain) or domain}"
