"""`regulars serve` with a certificate, and behind a proxy, for real: what browsers are told, and whom we believe."""

import re
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from regulars.serve import ServeError, check_tls
from tests.certificates import self_signed
from tests.serving import Server, free_port, running, wait_until

pytestmark = pytest.mark.slow

NAME = "customers.shop.example"
SERVE = "import sys; from regulars.cli import main; main()"
CODE = "import django; django.setup(); from regulars.base.staff.setup import setup_code; print(setup_code())"


class Secure(Server):
    """A server that is spoken to over TLS, under its public name."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, certificate: Path) -> None:
        super().__init__(process, port)
        self.port = port
        self.url = f"https://127.0.0.1:{port}"
        self.trust = ssl.create_default_context(cafile=str(certificate))

    def browser(self) -> httpx.Client:
        """One that keeps cookies and knows the public name."""
        headers = {"Host": f"{NAME}:{self.port}", "Origin": f"https://{NAME}:{self.port}"}
        return httpx.Client(base_url=self.url, verify=self.trust, headers=headers, timeout=10)

    def get(self, path: str) -> httpx.Response:
        return httpx.get(self.url + path, timeout=5, verify=self.trust)


@pytest.fixture
def server(home: dict[str, str], tmp_path: Path) -> Iterator[Secure]:
    certificate, key = self_signed(tmp_path)
    port = free_port()
    environment = {**home, "REGULARS_URL": f"https://{NAME}:{port}"}
    options = ["serve", "--port", str(port), "--tls-cert", str(certificate), "--tls-key", str(key)]
    process = subprocess.Popen([sys.executable, "-c", SERVE, *options], env=environment)
    started = Secure(process, port, certificate)
    try:
        wait_until(lambda: process.poll() is not None or started.is_ready())
        assert process.poll() is None
        yield started
    finally:
        left = [] if process.poll() is not None else psutil.Process(process.pid).children(recursive=True)
        for one in [process, *left]:
            one.kill()
        process.wait()


def test_pages_over_tls_are_safe_from_first_to_last(server: Secure, home: dict[str, str]) -> None:
    with server.browser() as browser:
        page = browser.get("/set-up/")
        stylesheet = re.search(r'href="(/static/[^"]+\.css)"', page.text)
        assert stylesheet is not None
        asset = browser.get(stylesheet[1])

    assert (page.status_code, page.http_version) == (200, "HTTP/1.1")
    told = page.headers
    assert told["Strict-Transport-Security"] == "max-age=31536000"
    assert "frame-ancestors 'none'" in told["Content-Security-Policy"]
    assert "unsafe" not in told["Content-Security-Policy"]
    assert told["X-Content-Type-Options"] == asset.headers["X-Content-Type-Options"] == "nosniff"
    assert (told["Referrer-Policy"], told["X-Frame-Options"]) == ("same-origin", "DENY")
    assert (told["Cross-Origin-Opener-Policy"], told["Cross-Origin-Resource-Policy"]) == ("same-origin", "same-origin")
    assert "camera=()" in told["Permissions-Policy"]
    assert asset.status_code == 200
    cookies = page.headers.get_list("set-cookie")
    assert [cookie.partition("=")[0] for cookie in cookies] == ["__Host-csrf"]
    assert all({"Secure", "HttpOnly", "Path=/"} <= set(cookie.split("; ")) for cookie in cookies)


def test_an_owner_sets_up_and_is_signed_in_over_tls(server: Secure, home: dict[str, str]) -> None:
    code = code_of(home)
    with server.browser() as browser:
        token = token_in(browser.get("/set-up/").text)
        filled = {"code": code, "email": "owner@shop.example", "name": "Noi", "password": "b4-kopi-susu-pagi"}
        answer = browser.post("/set-up/", data={**filled, "csrfmiddlewaretoken": token})
        home_page = browser.get("/")
        elsewhere = browser.post(
            "/language/",
            data={"language": "fa", "csrfmiddlewaretoken": token_in(home_page.text)},
            headers={"Origin": "https://evil.example"},
        )

    session = next(cookie for cookie in answer.headers.get_list("set-cookie") if "regulars=" in cookie)
    assert (answer.status_code, home_page.status_code, elsewhere.status_code) == (302, 200, 403)
    assert session.startswith("__Host-regulars=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(session.split("; "))
    assert "Domain" not in session


def test_other_names_and_plain_http_are_refused(server: Secure) -> None:
    with server.browser() as browser:
        other = browser.get("/sign-in/", headers={"Host": "evil.example"})
        sneaky = browser.get("/sign-in/", headers={"X-Forwarded-Host": "evil.example"})

    assert other.status_code == 400
    assert "evil.example" not in other.text
    assert "evil.example" not in sneaky.text + str(sneaky.headers)
    with pytest.raises(httpx.TransportError):
        httpx.get(f"http://127.0.0.1:{server.port}/healthz", timeout=5)


def test_old_versions_of_tls_are_refused(server: Secure) -> None:
    old = ssl.create_default_context()
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.minimum_version = ssl.TLSVersion.TLSv1
    old.maximum_version = ssl.TLSVersion.TLSv1_1

    with socket.create_connection(("127.0.0.1", server.port)) as plain, pytest.raises((ssl.SSLError, OSError)):
        old.wrap_socket(plain)


def test_tracking_takes_events_over_tls(server: Secure) -> None:
    with server.browser() as browser:
        answer = browser.post("/v1/track", json={"userId": "u1", "event": "Visited"}, auth=("no-such-key", ""))

    assert answer.status_code in {200, 401}


def token_in(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def code_of(home: dict[str, str]) -> str:
    command = [sys.executable, "-c", CODE]
    environment = {**home, "DJANGO_SETTINGS_MODULE": "regulars.settings"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize("what", ["missing", "not a certificate", "another key"])
def test_a_certificate_that_cannot_be_used_is_said_at_once(tmp_path: Path, what: str) -> None:
    certificate, key = self_signed(tmp_path)
    if what == "missing":
        certificate = tmp_path / "nowhere.pem"
    elif what == "not a certificate":
        certificate.write_text("hello")
    else:
        (tmp_path / "other").mkdir()
        _certificate, key = self_signed(tmp_path / "other")

    with pytest.raises(ServeError, match="cannot be used"):
        check_tls(certificate, key)


def test_an_address_without_tls_does_not_fit_a_certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGULARS_URL", "http://customers.shop.example")

    with pytest.raises(ServeError, match="must begin with https"):
        check_tls(*self_signed(tmp_path))


def test_behind_a_proxy_only_what_it_says_makes_a_page_secure(home: dict[str, str]) -> None:
    asked = {"Host": NAME, "X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https"}
    believed = {**home, "REGULARS_URL": f"https://{NAME}"}

    with running(believed) as server:
        through = httpx.get(f"{server.url}/set-up/", headers=asked, timeout=5)
        around = httpx.get(f"{server.url}/set-up/", headers={"Host": NAME}, timeout=5)
    with running({**believed, "REGULARS_TRUSTED_PROXIES": "10.9.9.9"}) as server:
        claimed = httpx.get(f"{server.url}/set-up/", headers=asked, timeout=5)

    told = [answer.headers.get("Strict-Transport-Security") for answer in (through, around, claimed)]
    assert told == ["max-age=31536000", None, None]
