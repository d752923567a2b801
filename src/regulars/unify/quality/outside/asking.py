"""Asks a validator: POST {"field", "value"} → {"verdict": "fine" | "doubtful"}, with a bearer key if there is one."""

import time
from typing import Any

import httpx
import msgspec

from regulars.base import vault
from regulars.base.webhooks.address import check_url, is_public, resolve
from regulars.base.webhooks.errors import AddressRefused as Refused
from regulars.unify.quality.errors import AddressInvalid, AddressPrivate
from regulars.unify.quality.models import Validator
from regulars.unify.quality.validation import Verdict

LABEL = "quality.validator"
TIMEOUT = 3.0
MOST_BYTES = 64 * 1024


class Said(msgspec.Struct):
    """An answer on the wire."""

    verdict: Verdict


def address_of(url: str, *, may_be_private: bool) -> str:
    """The IP address that is connected to: the one that was checked. Raises AddressInvalid, AddressPrivate, OSError.

    A private network, this machine included, only where that was allowed; plain HTTP only there.
    """
    try:
        check_url(url)
        found = resolve(url)
    except Refused as refused:
        raise AddressInvalid from refused
    if not may_be_private and not is_public(found):
        raise AddressPrivate
    return found


def ask(validator: Validator, value: str, client: httpx.Client) -> Verdict:
    """One question. Raises AddressInvalid, AddressPrivate, HTTPError, OSError, ValueError (it is no answer)."""
    url = httpx.URL(validator.url)
    request = client.build_request(
        "POST",
        url.copy_with(host=address_of(validator.url, may_be_private=validator.may_be_private)),
        content=msgspec.json.encode({"field": validator.field, "value": value}),
        headers={
            "Host": url.netloc.decode(),
            "Content-Type": "application/json",
            "Accept-Encoding": "identity",
            "User-Agent": "Regulars-Validator",
            **authorization(validator),
        },
        extensions={"sni_hostname": url.host},
    )
    until = time.monotonic() + TIMEOUT
    response = client.send(request, stream=True)
    try:
        response.raise_for_status()
        return read(response, until)
    finally:
        response.close()


def read(response: httpx.Response, until: float) -> Verdict:
    """The answer, of which no more is read than could be one, as it came and in time. Raises ValueError."""
    body = b""
    for part in response.iter_raw():
        body += part
        if len(body) > MOST_BYTES or time.monotonic() > until:
            raise ValueError("too long for an answer")
    return msgspec.json.decode(body, type=Said).verdict


def authorization(validator: Validator) -> dict[str, Any]:
    """The header with the key."""
    if not validator.sealed_key:
        return {}
    return {"Authorization": f"Bearer {vault.unseal(LABEL, bytes(validator.sealed_key)).decode()}"}


def client() -> httpx.Client:
    """Follows nobody elsewhere, and knows no proxy."""
    return httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False)
