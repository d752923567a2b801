"""A program with an API key, and a real road with customers of whom it can ask."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from regulars.base.staff.enums import Scope
from regulars.base.staff.services import create_api_key
from regulars.rest import limits
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from tests.unify.telling import said, source, tell


@dataclass
class Program:
    """Sends requests with one API key; `key` says who it is in the audit trail."""

    key: int
    secret: str
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False, enforce_csrf_checks=True))

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """A request; the body as JSON."""
        content = b"" if body is None else json.dumps(body).encode()
        sent = {"Authorization": f"Bearer {self.secret}", **{name.replace("_", "-"): v for name, v in headers.items()}}
        return self.client.generic(  # type: ignore[return-value]
            method, f"/api{path}", content, content_type="application/json", headers=sent
        )

    def get(self, path: str, status: int = 200) -> Any:
        """The JSON of an answer with this status."""
        return self.read(self.send("GET", path), status)

    def post(self, path: str, body: Any = None, status: int = 200, **headers: str) -> Any:
        """The JSON of the answer to a POST."""
        return self.read(self.send("POST", path, body, **headers), status)

    def patch(self, path: str, body: Any, status: int = 200) -> Any:
        """The JSON of the answer to a PATCH."""
        return self.read(self.send("PATCH", path, body), status)

    def read(self, response: HttpResponse, status: int) -> Any:
        assert response.status_code == status, response.content.decode()
        return json.loads(response.content)


Programs = Callable[..., Program]


@pytest.fixture(autouse=True)
def full_buckets() -> None:
    """Keys of one test have nothing to do with those of another."""
    limits.buckets.clear()


@pytest.fixture
def program_with(data_folder: Path) -> Programs:
    """`program_with("jobs:read")` has a key with these scopes alone."""

    def make(*scopes: str) -> Program:
        key, secret = create_api_key("Shop", scopes=scopes, actor="owner")
        return Program(key.pk, secret)

    return make


@pytest.fixture
def program(program_with: Programs) -> Program:
    """A program that may do everything."""
    return program_with(*every_scope())


def every_scope() -> Iterable[str]:
    return [scope.value for scope in Scope]


@pytest.fixture
def customers(data_folder: Path) -> None:
    """Som of Acme with an order and a visit, and Lek, who shares nothing with her."""
    server = source(SourceKind.SERVER)
    tell(
        server,
        said(Kind.IDENTIFY, "i1", ("user_id", "som"), email="som@example.com", first_name="Som", city="Bangkok"),
        said(Kind.IDENTIFY, "i2", ("user_id", "lek"), email="lek@example.com", first_name="Lek"),
        said(Kind.GROUP, "g1", ("user_id", "som"), group="acme", industry="Tea"),
        said(Kind.TRACK, "t1", ("user_id", "som"), event="Page Seen", ago=300, page="/tea"),
        said(
            Kind.TRACK, "t2", ("user_id", "som"), event="Order Completed", ago=200, order_id="R-1", currency="THB",
            total=129.5, products=[{"product_id": "tea-1", "name": "Oolong", "price": 64.75, "quantity": 2}],
        ),
    )  # fmt: skip
