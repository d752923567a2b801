"""A gateway of one's own: a POST with number and text, written as Apprise writes such addresses.

`jsons://user:password@host:port/path?+Header=value&:field=value&key=value`; `json`, `form` and `forms` likewise. `:to=`
and `:text=` say how the gateway calls these fields; every other `:field=` is sent as it stands.
"""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlencode

import httpx

from regulars.base.mail.enums import Problem
from regulars.base.mail.errors import OwnGatewayRefused, SendingFailed
from regulars.base.webhooks.address import check_url, resolve
from regulars.base.webhooks.errors import AddressRefused

SCHEMES = {"json": "http", "jsons": "https", "form": "http", "forms": "https"}
TIMEOUT = 15.0
BUSY = {408, 425, 429}
LOGIN = {401, 403, 407}
LONGEST_ANSWER = 300


@dataclass(frozen=True)
class OwnGateway:
    """What an address says; `fields` renames `id`, `to` and `text`, or adds to them."""

    url: str
    is_form: bool
    user: str
    password: str
    headers: dict[str, str]
    fields: dict[str, str]

    @property
    def host(self) -> str:
        return httpx.URL(self.url).host


def parse(address: str) -> OwnGateway:
    """Raises OwnGatewayRefused."""
    from apprise.url import URLBase  # noqa: PLC0415  a heavy library, for few processes

    scheme = address.partition("://")[0].lower()
    parse_url: Any = URLBase.parse_url
    said = parse_url(address, verify_host=True, sanitize=False)
    if not said or scheme not in SCHEMES:
        raise OwnGatewayRefused
    port = f":{said['port']}" if said["port"] else ""
    asked = {name: value for name, value in said["qsd"].items() if name[:1] not in {"+", "-", ":"}} | said["qsd-"]
    query = f"?{urlencode(asked)}" if asked else ""
    return OwnGateway(
        f"{SCHEMES[scheme]}://{said['host']}{port}{said['fullpath'] or '/'}{query}",
        scheme.startswith("form"),
        unquote(said["user"] or ""),
        unquote(said["password"] or ""),
        dict(said["qsd+"]),
        dict(said["qsd:"]),
    )


def check(address: str) -> None:
    """Raises OwnGatewayRefused; where the name leads is seen at each message."""
    try:
        gateway = parse(address)
        check_url(gateway.url)
        request_of(gateway, gateway.host, {}).read()
    except (AddressRefused, httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise OwnGatewayRefused from error


def hand_in(to: str, text: str, once: str, address: str) -> None:
    """POST to the IP address that was checked. Raises SendingFailed."""
    gateway = parse(address)
    try:
        request = request_of(gateway, resolve(gateway.url), content(gateway, {"id": once, "to": to, "text": text}))
        with httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client:
            # Of the answer nothing is read but its status: it may repeat the text.
            response = client.send(request, stream=True)
            response.close()
    except AddressRefused as refused:
        raise SendingFailed(Problem.GATEWAY_ADDRESS, is_final=True) from refused
    except (httpx.HTTPError, OSError) as error:
        said = f"{type(error).__name__}: {error}"[:LONGEST_ANSWER]
        raise SendingFailed(Problem.GATEWAY_SILENT, said, is_final=False) from error
    if not response.is_success:
        raise refusal(response.status_code, f"{response.status_code} {response.reason_phrase}"[:LONGEST_ANSWER])


def content(gateway: OwnGateway, words: dict[str, str]) -> dict[str, str]:
    """What is sent: the message under the gateway's own names (none for an empty one), and what it wants beside."""
    renamed = {gateway.fields.get(name, name): value for name, value in words.items()}
    return {name: value for name, value in gateway.fields.items() if name not in words} | {
        name: value for name, value in renamed.items() if name
    }


def request_of(gateway: OwnGateway, host: str, fields: dict[str, str]) -> httpx.Request:
    """The request, to a host that may stand in for the name."""
    url = httpx.URL(gateway.url)
    body = urlencode(fields) if gateway.is_form else json.dumps(fields)
    request = httpx.Request(
        "POST",
        url.copy_with(host=host),
        content=body.encode(),
        headers={
            "Content-Type": "application/x-www-form-urlencoded" if gateway.is_form else "application/json",
            "User-Agent": "Regulars-Messages",
            **gateway.headers,
            "Host": url.netloc.decode(),
        },
        extensions={"sni_hostname": url.host, "timeout": httpx.Timeout(TIMEOUT).as_dict()},
    )
    if gateway.user:
        request = next(httpx.BasicAuth(gateway.user, gateway.password).auth_flow(request))
    return request


def refusal(status: int, said: str) -> SendingFailed:
    """What an HTTP status means (RFC 9110): with 4xx trying again is vain, unless it was too busy."""
    if status in LOGIN:
        return SendingFailed(Problem.GATEWAY_LOGIN, said, is_final=True)
    return SendingFailed(Problem.GATEWAY_REFUSED, said, is_final=status < 500 and status not in BUSY)
