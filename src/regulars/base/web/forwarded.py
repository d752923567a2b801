"""Who really asks, where a proxy stands in front of us: its X-Forwarded-… headers are believed, others are taken off.

What stands behind (pages, tracking API, sign-in's counts) reads only `client` and `scheme` of the scope.
"""

import ipaddress
import logging
from collections.abc import Iterable
from functools import lru_cache
from typing import cast

from asgiref.typing import HTTPScope

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Headers = list[tuple[bytes, bytes]]

FOR, PROTO = b"x-forwarded-for", b"x-forwarded-proto"
CLAIMS = (b"x-forwarded-", b"forwarded", b"x-real-ip")

logger = logging.getLogger(__name__)


class Proxies:
    """The proxies that are believed, by address or network. Raises ValueError for what is neither."""

    def __init__(self, trusted: Iterable[str]) -> None:
        self.networks = tuple(ipaddress.ip_network(text.strip(), strict=False) for text in trusted if text.strip())

    def believed(self, scope: HTTPScope) -> HTTPScope:
        """The scope as it would be without a proxy, and without any claim about one."""
        if not any(name.startswith(CLAIMS) for name, _value in scope["headers"]):
            return scope
        client = scope["client"]
        honest = [(name, value) for name, value in scope["headers"] if not name.startswith(CLAIMS)]
        seen = {**scope, "headers": honest}
        if client is None or not self.trusts(client[0]):
            note_stranger(client[0] if client else "")
        else:
            headers = list(scope["headers"])
            seen["client"] = (self.origin(headers, client[0]), 0)
            seen["scheme"] = scheme(headers) or scope["scheme"]
        return cast(HTTPScope, seen)

    def trusts(self, address: str) -> bool:
        """Whether this is one of our proxies."""
        known = parsed(address)
        return known is not None and any(known in network for network in self.networks)

    def origin(self, headers: Headers, peer: str) -> str:
        """The last address that no proxy of ours has: what stands before it anybody may have written."""
        claimed = ",".join(value.decode("latin-1") for name, value in headers if name == FOR)
        address = peer
        for text in reversed(claimed.split(",")):
            found = parsed(text)
            if found is None:
                break
            address = str(found)
            if not self.trusts(address):
                break
        return address


def scheme(headers: Headers) -> str:
    """What the nearest proxy was asked with; "" where it does not say."""
    said = ",".join(value.decode("latin-1") for name, value in headers if name == PROTO)
    last = said.rpartition(",")[2].strip().lower()
    return last if last in {"http", "https"} else ""


def parsed(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """An address as proxies write it: with a port, in brackets, or IPv4 inside IPv6."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


@lru_cache(maxsize=32)
def note_stranger(address: str) -> None:
    """Say once of each: it is how one finds out that the proxy is not named yet."""
    logger.warning(
        "%s speaks for others (X-Forwarded-…) and is not believed; if it is your proxy, name it in"
        " REGULARS_TRUSTED_PROXIES",
        address,
    )
