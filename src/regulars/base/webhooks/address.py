"""Which addresses may be told: never this machine's cloud metadata, and without encryption only one's own network."""

import ipaddress
import socket
from urllib.parse import urlsplit

from .errors import AddressRefused

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

METADATA = frozenset(
    ipaddress.ip_address(text)
    for text in ("100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254", "fd20:ce::254")
)
"""Where clouds hold their metadata beside link-local addresses: Alibaba, Azure, Oracle, Amazon, Google."""

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
NAT64_LOCAL = ipaddress.IPv6Network("64:ff9b:1::/48")
"""Of a network's own (RFC 8215): where in it the IPv4 address stands is not known."""


def check_url(url: str) -> None:
    """Raises AddressRefused for what can never be told; where a name leads is seen at each delivery."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise AddressRefused from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.password:
        raise AddressRefused


def resolve(url: str) -> str:
    """The IP address that a delivery connects to: the one that was checked. Raises AddressRefused, OSError."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    if not all(may_be_told(address, parts.scheme) for address in addresses):
        raise AddressRefused
    return str(addresses[0])


def carried(address: Address) -> Address:
    """The IPv4 address inside an IPv6 address that only wraps one: mapped, 6to4, or translated (NAT64, RFC 6052)."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return address.ipv4_mapped or address.sixtofour or address
    return address


def is_public(text: str) -> bool:
    """Whether an IP address leads into the internet, whatever wraps it."""
    address = carried(ipaddress.ip_address(text))
    is_local = isinstance(address, ipaddress.IPv6Address) and (address.is_site_local or address in NAT64_LOCAL)
    return address.is_global and not is_local


def may_be_told(address: Address, scheme: str) -> bool:
    """Link-local addresses hold the metadata of clouds; plain HTTP must not cross the internet."""
    address = carried(address)
    if address in METADATA or address.is_link_local:
        return False
    if address.is_multicast or address.is_unspecified or address.is_reserved:
        return False
    return scheme == "https" or address.is_private
