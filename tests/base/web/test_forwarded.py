"""What is believed of those who say that they speak for others."""

import logging
from typing import Any

import pytest

from regulars.base.web import forwarded
from regulars.base.web.forwarded import Proxies

PROXY, STRANGER, READER = "10.0.0.1", "203.0.113.9", "198.51.100.7"


def seen(client: str | None, *headers: tuple[str, str], trusted: tuple[str, ...] = ("10.0.0.0/8", "::1")) -> Any:
    scope: Any = {
        "type": "http",
        "scheme": "http",
        "client": None if client is None else (client, 4711),
        "headers": [(name.encode(), value.encode()) for name, value in headers],
    }
    return Proxies(trusted).believed(scope)


def who(client: str | None, *headers: tuple[str, str], **options: Any) -> tuple[str | None, str]:
    """Address and scheme as the pages see them."""
    scope = seen(client, *headers, **options)
    return scope["client"] and scope["client"][0], scope["scheme"]


def test_a_proxy_of_ours_says_for_whom_it_asks() -> None:
    assert who(PROXY, ("x-forwarded-for", READER), ("x-forwarded-proto", "https")) == (READER, "https")


def test_anybody_else_speaks_for_themselves() -> None:
    assert who(STRANGER, ("x-forwarded-for", READER), ("x-forwarded-proto", "https")) == (STRANGER, "http")
    assert who(PROXY, ("x-forwarded-for", READER), trusted=("",)) == (PROXY, "http")


@pytest.mark.parametrize(
    ("claimed", "origin"),
    [
        (f"1.2.3.4, {READER}", READER),
        (f"{READER}, 10.0.0.2, 10.3.4.5", READER),
        (f"evil, {READER}", READER),
        (f"{READER}, evil", PROXY),
        ("", PROXY),
        (",,,", PROXY),
        ("10.0.0.2", "10.0.0.2"),
        (f"{READER}:52044", READER),
        ("[2001:db8::7]:443", "2001:db8::7"),
        ("2001:db8::7", "2001:db8::7"),
        (f"::ffff:{READER}", READER),
        ("127.0.0.1\x00", PROXY),
        ("1" * 10_000, PROXY),
    ],
)
def test_only_the_last_address_that_is_no_proxy_counts(claimed: str, origin: str) -> None:
    assert who(PROXY, ("x-forwarded-for", claimed))[0] == origin


def test_two_headers_are_one_list() -> None:
    assert who(PROXY, ("x-forwarded-for", "1.2.3.4"), ("x-forwarded-for", READER))[0] == READER


@pytest.mark.parametrize(
    ("said", "scheme"),
    [("https", "https"), ("HTTPS", "https"), ("https, http", "http"), ("gopher", "http"), ("", "http")],
)
def test_a_scheme_is_one_that_we_speak(said: str, scheme: str) -> None:
    assert who(PROXY, ("x-forwarded-proto", said))[1] == scheme


@pytest.mark.parametrize("client", [PROXY, STRANGER, None])
def test_no_claim_goes_further(client: str | None) -> None:
    claims = ("x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port", "forwarded", "x-real-ip")

    scope = seen(client, ("host", "shop.example"), *((name, "evil.example") for name in claims))

    assert scope["headers"] == [(b"host", b"shop.example")]


def test_who_claims_nothing_passes_untouched() -> None:
    scope: Any = {"type": "http", "scheme": "http", "client": (READER, 1), "headers": [(b"host", b"shop.example")]}

    assert Proxies(["10.0.0.0/8"]).believed(scope) is scope


def test_a_proxy_that_is_not_named_is_told_of_once(caplog: pytest.LogCaptureFixture) -> None:
    forwarded.note_stranger.cache_clear()
    caplog.set_level(logging.WARNING)

    for _ in range(3):
        seen("172.18.0.2", ("x-forwarded-for", READER))

    assert [record.args for record in caplog.records] == [("172.18.0.2",)]


@pytest.mark.parametrize("nonsense", ["proxy.example", "10.0.0.0/99", "*"])
def test_a_proxy_is_an_address_or_a_network(nonsense: str) -> None:
    with pytest.raises(ValueError, match="does not appear to be"):
        Proxies([nonsense])
