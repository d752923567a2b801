"""The vendors' clients for servers, unchanged, against a served data folder."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.sdk.conftest import CLIENTS, Shop
from tests.sdk.flaky import flaky

pytestmark = pytest.mark.slow

EVENTS = 1 + 1 + 2 + 120
"""Product Viewed, Order Completed, page and screen, Counted."""


def run_python(client: Path, *arguments: str) -> None:
    environment = {"PYTHONPATH": str(client), "PATH": "/usr/bin:/bin"}
    subprocess.run([sys.executable, "-S", str(CLIENTS / "calls.py"), *arguments], env=environment, check=True)


def run_node(node: Path, modules: Path, *arguments: str) -> None:
    environment = {"NODE_PATH": str(modules), "PATH": "/usr/bin:/bin"}
    subprocess.run([str(node), str(CLIENTS / "calls.cjs"), *arguments], env=environment, check=True)


def essence(profile: Any) -> dict[str, Any]:
    """What every client has to bring about."""
    counted = [entry["properties"]["number"] for entry in profile["timeline"] if entry["event"] == "Counted"]
    others = sorted(entry["event"] for entry in profile["timeline"] if entry["event"] != "Counted")
    return {
        "name": profile["name"],
        "email": profile["traits"]["email"],
        "identifiers": sorted((one["type"], one["value"]) for one in profile["identifiers"]),
        "orders": [(order["order_id"], order["status"], order["currency"]) for order in profile["orders"]],
        "groups": [(group["value"], group["traits"]) for group in profile["groups"]],
        "counted": sorted(counted),
        "others": others,
    }


def expected(user: str) -> dict[str, Any]:
    return {
        "name": "สมชาย ใจดี",
        "email": f"{user}@shop.example",
        "identifiers": [
            ("anonymous_id", f"{user}-before"),
            ("anonymous_id", f"{user}-visitor"),
            ("email", f"{user}@shop.example"),
            ("user_id", user),
        ],
        "orders": [(f"{user}-1", "completed", "THB")],
        "groups": [(f"{user}-company", {"name": "Acme"})],
        "counted": list(range(120)),
        "others": ["Card", "Home", "Order Completed", "Product Viewed"],
    }


@pytest.mark.parametrize("packing", ["plain", "gzip"])
def test_python_client_is_understood(shop: Shop, python_client: Path, packing: str) -> None:
    user = f"{python_client.name}-{packing}"
    write_key = shop.source(user, "server")

    run_python(python_client, shop.server.url, write_key, user, packing)

    assert essence(shop.counted(user, EVENTS)) == expected(user)


@pytest.mark.parametrize("status", [429, 503])
def test_python_client_retries(shop: Shop, python_client: Path, status: int) -> None:
    user = f"{python_client.name}-{status}"
    write_key = shop.source(user, "server")

    with flaky(shop.server.url, status, status) as proxy:
        run_python(python_client, proxy.url, write_key, user, "plain")

    assert [answer for _, answer in proxy.asked[:2]] == [status, status]
    assert {answer for _, answer in proxy.asked[2:]} == {200}
    assert essence(shop.counted(user, EVENTS)) == expected(user)


def test_node_client_is_understood(shop: Shop, node_modules: Path, require: Callable[[str], Path]) -> None:
    user = "node-plain"
    write_key = shop.source(user, "server")

    run_node(require("node"), node_modules, shop.server.url, write_key, user)

    assert essence(shop.counted(user, EVENTS)) == expected(user)


@pytest.mark.parametrize("status", [429, 503])
def test_node_client_retries(shop: Shop, node_modules: Path, require: Callable[[str], Path], status: int) -> None:
    user = f"node-{status}"
    write_key = shop.source(user, "server")

    with flaky(shop.server.url, status, status) as proxy:
        run_node(require("node"), node_modules, proxy.url, write_key, user)

    assert [answer for _, answer in proxy.asked[:2]] == [status, status]
    assert {answer for _, answer in proxy.asked[2:]} == {200}
    assert essence(shop.counted(user, EVENTS)) == expected(user)
