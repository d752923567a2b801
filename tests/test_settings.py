"""What the environment makes of the settings, in processes of their own."""

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

SHOW = """
import json
from regulars import settings
names = ("ALLOWED_HOSTS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "LANGUAGE_CODE")
more = ("CSRF_TRUSTED_ORIGINS", "SECURE_HSTS_SECONDS", "SECURE_PROXY_SSL_HEADER", "TRUSTED_PROXIES")
cookies = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME")
print(json.dumps({name: getattr(settings, name, None) for name in (*names, *more, *cookies)}))
"""


def shown(home: dict[str, str], **environment: str) -> dict[str, object]:
    command = [sys.executable, "-c", SHOW]
    done = subprocess.run(command, env={**home, **environment}, capture_output=True, text=True, check=True)
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_without_an_address_only_the_machines_own_names_are_answered(home: dict[str, str]) -> None:
    found = shown(home)

    hosts = found["ALLOWED_HOSTS"]
    assert isinstance(hosts, list)
    assert {"localhost", "127.0.0.1", "[::1]"} < set(hosts)
    assert not any("*" in host or host.startswith(".") for host in hosts)
    assert (found["SESSION_COOKIE_SECURE"], found["SECURE_HSTS_SECONDS"], found["CSRF_TRUSTED_ORIGINS"]) == (
        *(False, 0, None),
    )
    assert (found["TRUSTED_PROXIES"], found["SESSION_COOKIE_NAME"]) == ([""], "regulars")


def test_behind_tls_cookies_and_browsers_stay_there(home: dict[str, str]) -> None:
    found = shown(home, REGULARS_URL="https://customers.shop.example/", REGULARS_LANGUAGE="th")

    hosts = found["ALLOWED_HOSTS"]
    assert isinstance(hosts, list)
    assert hosts[-1] == "customers.shop.example"
    assert (found["SESSION_COOKIE_SECURE"], found["CSRF_COOKIE_SECURE"]) == (True, True)
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://customers.shop.example"]
    assert found["SECURE_HSTS_SECONDS"] == 31_536_000
    assert found["SECURE_PROXY_SSL_HEADER"] is None  # what a proxy says is read before Django, and only from ours
    assert found["TRUSTED_PROXIES"] == ["127.0.0.1", "::1"]
    assert (found["SESSION_COOKIE_NAME"], found["CSRF_COOKIE_NAME"], found["LANGUAGE_COOKIE_NAME"]) == (
        *("__Host-regulars", "__Host-csrf", "__Host-language"),
    )
    assert found["LANGUAGE_CODE"] == "th"


def test_a_browser_is_not_told_to_ask_all_of_localhost_for_tls(home: dict[str, str]) -> None:
    found = shown(home, REGULARS_URL="https://localhost:8443")

    assert (found["SECURE_HSTS_SECONDS"], found["SESSION_COOKIE_SECURE"]) == (0, True)


def test_proxies_are_those_that_are_named(home: dict[str, str]) -> None:
    found = shown(home, REGULARS_URL="https://customers.shop.example", REGULARS_TRUSTED_PROXIES="10.0.0.0/8,fd00::1")

    assert found["TRUSTED_PROXIES"] == ["10.0.0.0/8", "fd00::1"]
