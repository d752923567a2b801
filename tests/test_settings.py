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
more = ("CSRF_TRUSTED_ORIGINS", "SECURE_HSTS_SECONDS", "SECURE_PROXY_SSL_HEADER", "ALLAUTH_TRUSTED_PROXY_COUNT")
print(json.dumps({name: getattr(settings, name, None) for name in (*names, *more)}))
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
        *(False, None, None),
    )
    assert found["ALLAUTH_TRUSTED_PROXY_COUNT"] is None


def test_behind_tls_cookies_and_browsers_stay_there(home: dict[str, str]) -> None:
    found = shown(home, REGULARS_URL="https://customers.shop.example/", REGULARS_LANGUAGE="th")

    hosts = found["ALLOWED_HOSTS"]
    assert isinstance(hosts, list)
    assert hosts[-1] == "customers.shop.example"
    assert (found["SESSION_COOKIE_SECURE"], found["CSRF_COOKIE_SECURE"]) == (True, True)
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://customers.shop.example"]
    assert found["SECURE_HSTS_SECONDS"] == 31_536_000
    assert found["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert found["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1
    assert found["LANGUAGE_CODE"] == "th"
