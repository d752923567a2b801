"""Validators outside, asked over real HTTP: what leaves, what is remembered, and what is never asked."""

import gzip
import json
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from regulars.base.audit import queries as audit
from regulars.base.fields.errors import UnknownField
from regulars.unify.quality.errors import AddressInvalid, AddressPrivate, KeyForAnother, PurposeMissing
from regulars.unify.quality.models import Answer, Validator
from regulars.unify.quality.outside import asking
from regulars.unify.quality.outside.services import forget, set_validator, verdicts
from regulars.unify.quality.validation import Verdict

pytestmark = pytest.mark.django_db

FINE, DOUBTFUL = Verdict.FINE, Verdict.DOUBTFUL


class Service(ThreadingHTTPServer):
    """Doubts whatever has "bad" in it; keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.body: bytes | None = None
        self.status, self.headers = 200, dict[str, str]()
        self.piece, self.pause = 1 << 20, 0.0
        self.go = threading.Event()
        self.go.set()
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/check?v=1"


class Handler(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.go.wait()
        self.server.asked.append((self.path, dict(self.headers), said))
        verdict = "doubtful" if "bad" in said["value"] else "fine"
        body = json.dumps({"verdict": verdict}).encode() if self.server.body is None else self.server.body
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.send_header("Content-Length", str(len(body)))
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        for start in range(0, len(body), self.server.piece):
            self.wfile.write(body[start : start + self.server.piece])
            time.sleep(self.server.pause)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def switched_on(service: Service, **more: Any) -> Validator:
    given: dict[str, Any] = {"key": "s3cret", "purpose": "service", "may_be_private": True, "is_enabled": True} | more
    return set_validator("email", service.url, actor="owner", **given)


def test_a_kept_key_goes_only_to_the_server_it_was_typed_for(service: Service) -> None:
    kept = bytes(switched_on(service).sealed_key)
    given: dict[str, Any] = {"purpose": "service", "actor": "owner"}

    for url in ("http://127.0.0.1:1/check", "https://127.0.0.1/check", "https://elsewhere.example/"):
        with pytest.raises(KeyForAnother):
            set_validator("email", url, **given)
    refused = Validator.objects.get().url
    moved = set_validator("email", service.url + "&w=2", **given)
    other = set_validator("email", "https://elsewhere.example/", key="other", **given)

    assert refused == service.url
    assert bytes(moved.sealed_key) == kept
    assert bytes(other.sealed_key) != kept


def test_values_are_asked_once_with_the_key_and_the_answers_kept_as_hashes(service: Service) -> None:
    switched_on(service)

    first = verdicts("email", {1: "a@shop.example", 2: "bad@shop.example"})
    again = verdicts("email", {3: "a@shop.example", 2: "bad@shop.example"})

    assert (first, again) == ({1: FINE, 2: DOUBTFUL}, {3: FINE, 2: DOUBTFUL})
    assert [(path, said) for path, _, said in service.asked] == [
        ("/check?v=1", {"field": "email", "value": "a@shop.example"}),
        ("/check?v=1", {"field": "email", "value": "bad@shop.example"}),
    ]
    assert service.asked[0][1]["Authorization"] == "Bearer s3cret"
    assert "shop.example" not in str(list(Answer.objects.values()))
    assert b"s3cret" not in bytes(Validator.objects.get().sealed_key)


def test_what_leaves_is_audited(service: Service) -> None:
    switched_on(service)

    verdicts("email", {7: "a@shop.example"})

    line = audit.entries().filter(action="quality.outside").get()
    assert (line.object_type, line.subject_count, line.fields) == ("customer", 1, ["email"])


def test_nobody_is_asked_unless_switched_on(service: Service) -> None:
    switched_on(service, is_enabled=False)

    assert verdicts("email", {1: "a@shop.example"}) == {}
    assert verdicts("phone", {1: "+66892345671"}) == {}
    assert service.asked == []


def test_a_private_network_is_not_reached_unless_allowed(service: Service) -> None:
    switched_on(service, may_be_private=False)

    found = verdicts("email", {1: "a@shop.example"})

    assert found == {}
    assert service.asked == []
    with pytest.raises(AddressPrivate):
        asking.address_of(service.url, may_be_private=False)


@pytest.mark.parametrize("url", ["http://169.254.169.254/latest", "ftp://x.example/", "https://a:b@x.example/"])
def test_addresses_that_nobody_may_mean_are_refused(url: str) -> None:
    with pytest.raises(AddressInvalid):
        asking.address_of(url, may_be_private=True)


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, None), (302, None), (200, b"no"), (200, b'{"verdict": "splendid"}'), (200, b" " * 70_000)],
)
def test_what_is_no_answer_counts_for_nothing_and_nobody_is_asked_for_a_while(
    service: Service, status: int, body: bytes | None
) -> None:
    switched_on(service)
    service.status, service.body = status, body

    found = verdicts("email", {1: "a@shop.example", 2: "b@shop.example"})
    later = verdicts("email", {1: "a@shop.example"})

    assert (found, later, len(service.asked)) == ({}, {}, 1)
    assert Validator.objects.get().failing_since is not None


def test_one_who_does_not_answer_in_time_is_left_alone(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    switched_on(service)
    monkeypatch.setattr(asking, "TIMEOUT", 0.2)
    service.go.clear()

    found = verdicts("email", {1: "a@shop.example"})
    service.go.set()

    assert found == {}
    assert Validator.objects.get().failing_since is not None


def test_an_answer_that_comes_drop_by_drop_is_none(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    switched_on(service)
    monkeypatch.setattr(asking, "TIMEOUT", 0.3)
    service.body = b'{"verdict":' + b" " * 20 + b'"fine"}'
    service.piece, service.pause = 1, 0.1

    found = verdicts("email", {1: "a@shop.example"})

    assert found == {}
    assert Validator.objects.get().failing_since is not None


def test_an_answer_is_read_as_it_came_and_never_unpacked(service: Service) -> None:
    switched_on(service)
    service.body, service.headers = gzip.compress(b'{"verdict": "fine"}'), {"Content-Encoding": "gzip"}

    found = verdicts("email", {1: "a@shop.example"})

    assert found == {}
    assert service.asked[0][1]["Accept-Encoding"] == "identity"


def test_the_address_that_was_checked_is_the_one_that_is_asked(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up = []
    real = socket.getaddrinfo

    def look_up(host: Any, *given: Any, **more: Any) -> Any:
        if host != "rebinding.example":
            return real(host, *given, **more)
        looked_up.append(host)
        return real("127.0.0.1" if len(looked_up) == 1 else "169.254.169.254", *given, **more)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    url = f"http://rebinding.example:{service.server_port}/check"
    set_validator("email", url, purpose="service", may_be_private=True, is_enabled=True, actor="owner")

    found = verdicts("email", {1: "a@shop.example"})

    assert (found, looked_up) == ({1: FINE}, ["rebinding.example"])
    assert service.asked[0][1]["Host"] == f"rebinding.example:{service.server_port}"


def test_a_name_that_also_leads_to_metadata_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, 443)) for host in ("93.184.215.14", "169.254.169.254")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)

    with pytest.raises(AddressInvalid):
        asking.address_of("https://both.example/check", may_be_private=True)


def test_values_leave_only_for_what_they_are_collected_for(service: Service) -> None:
    with pytest.raises(PurposeMissing):
        switched_on(service, purpose="analytics")
    with pytest.raises(UnknownField):
        set_validator("shoe", service.url, purpose="service", actor="owner")


def test_another_address_forgets_what_the_first_said_and_an_erasure_too(service: Service) -> None:
    switched_on(service)
    verdicts("email", {1: "a@shop.example", 2: "b@shop.example"})

    forget([("email", "a@shop.example"), ("phone", "a@shop.example")])
    left = Answer.objects.count()
    set_validator("email", "https://other.example/", key="other", purpose="service", actor="owner")

    assert (left, Answer.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    "host",
    ["[::ffff:10.0.0.1]", "[2002:a00:1::]", "[64:ff9b::10.0.0.1]", "[64:ff9b:1::10.0.0.1]", "[fec0::1]", "[::1]"],
)
def test_a_private_network_is_not_reached_in_another_spelling(host: str) -> None:
    with pytest.raises((AddressInvalid, AddressPrivate)):
        asking.address_of(f"https://{host}/check", may_be_private=False)


def test_metadata_of_a_cloud_is_not_asked_through_a_translator() -> None:
    with pytest.raises(AddressInvalid):
        asking.address_of("https://[64:ff9b::169.254.169.254]/latest", may_be_private=True)
