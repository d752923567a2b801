"""Every error is a problem document; no answer says more than it should."""

import json
import logging
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from regulars.rest import gate, limits
from regulars.rest.errors import RestError
from regulars.rest.problems import status_of, title_of
from regulars.unify.facts.errors import InboxFull
from tests.rest.conftest import Program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_folder")]


def problem(response: Any) -> dict[str, Any]:
    """The document, which says what the status says."""
    document = json.loads(response.content)
    assert response["Content-Type"] == "application/problem+json"
    assert document["status"] == response.status_code
    return document


def test_an_unknown_address_is_a_problem(program: Program) -> None:
    answers = [problem(program.send("GET", path)) for path in ("/nothing", "/", "/customers/1/nothing", "/customers/")]

    assert {(one["status"], one["title"]) for one in answers} == {(404, "Not found")}


def test_a_method_that_is_not_known_names_those_that_are(program: Program) -> None:
    response = program.send("DELETE", "/customers/1")

    assert (problem(response)["status"], response["Allow"]) == (405, "GET, PATCH")


def test_without_a_key_it_says_how_to_send_one() -> None:
    response = Client().get("/api/customers")

    assert (problem(response)["status"], response["WWW-Authenticate"]) == (401, 'Bearer realm="regulars"')


def test_a_body_that_is_no_json_is_refused(program: Program) -> None:
    def post(content: bytes, content_type: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {program.secret}"}
        return problem(program.client.generic("POST", "/api/sources", content, content_type, headers=headers))

    assert post(b"name=x", "application/x-www-form-urlencoded")["status"] == 415
    assert post(b"{", "application/json")["status"] == 400
    assert post(b'{"name": NaN}', "application/json")["status"] == 400
    assert post(b"[" * 100_000, "application/json")["status"] == 400
    assert post(b'{"name": "a\\u0000b"}', "application/json")["status"] == 400
    assert post(b'{"name": "' + b"x" * gate.LARGEST_BODY + b'"}', "application/json")["status"] == 413


def test_what_does_not_fit_is_named_without_its_value(program: Program) -> None:
    answer = problem(program.send("POST", "/sources", {"name": "", "kind": "secret kind", "colour": 1}))

    assert {error["pointer"] for error in answer["errors"]} == {"#/name", "#/kind", "#/colour"}
    assert "secret kind" not in json.dumps(answer)


def test_a_parameter_that_does_not_fit_is_named(program: Program) -> None:
    assert problem(program.send("GET", "/customers?limit=0"))["errors"][0]["parameter"] == "limit"
    assert problem(program.send("GET", "/customers/x"))["errors"][0]["parameter"] == "key"
    assert problem(program.send("GET", "/customers?lmit=5"))["detail"] == "There is no parameter “lmit” here."
    assert problem(program.send("GET", "/customers?limit=5&limit=6"))["status"] == 422
    assert problem(program.send("GET", "/customers?search=%00"))["status"] == 400


def test_a_defect_is_logged_and_not_told(
    program: Program, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.LAKE_URL = "nowhere://secret-place"

    with caplog.at_level(logging.ERROR):
        answer = problem(program.send("GET", "/products"))

    assert answer["status"] >= 500
    assert "secret-place" not in json.dumps(answer)
    assert "A request to api/products failed." in caplog.text


def test_refused_addresses_are_not_logged(program: Program, caplog: pytest.LogCaptureFixture) -> None:
    program.get("/customers/by/email/som@example.com", 404)

    assert "som@example.com" not in caplog.text


def test_messages_are_in_the_language_that_is_asked_for_and_types_are_not(program: Program) -> None:
    answer = problem(program.send("GET", "/customers/5", Accept_Language="th"))

    assert (answer["type"], answer["title"]) == ("urn:regulars:problem:customer-unknown", "Customer unknown")


def test_every_answer_has_an_id_and_is_not_cached(program: Program) -> None:
    found, missing = program.send("GET", "/sources"), program.send("GET", "/sources/999")

    assert len({found["Request-Id"], missing["Request-Id"]}) == 2
    assert {found["Cache-Control"], missing["Cache-Control"]} == {"no-store"}


def test_head_is_get_without_a_body(program: Program) -> None:
    response = program.send("HEAD", "/sources")

    assert (response.status_code, response.content) == (200, b"")
    assert response["Content-Length"] == str(len(program.send("GET", "/sources").content))


def test_a_key_that_asks_too_often_waits(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BURST", 2)
    monkeypatch.setattr(limits, "PER_SECOND", 0.1)

    responses = [program.send("GET", "/sources") for _ in range(3)]

    assert [response.status_code for response in responses] == [200, 200, 429]
    assert responses[0]["RateLimit-Policy"] == '"key";q=2;w=20'
    assert [response["RateLimit"].split(";")[1] for response in responses[:2]] == ["r=1", "r=0"]
    assert problem(responses[2])["type"] == "urn:regulars:problem:too-many-requests"
    assert int(responses[2]["Retry-After"]) in {9, 10}


def test_the_document_is_open_and_names_scopes_and_problems() -> None:
    document = Client().get("/api/openapi.json").json()

    merge = document["paths"]["/api/customers/{key}/merge"]["post"]
    assert document["openapi"] == "3.1.0"
    assert merge["security"] == [{"ApiKey": ["customers:write"]}]
    assert merge["responses"]["409"] == {"$ref": "#/components/responses/Conflict"}
    assert {"$ref": "#/components/parameters/IdempotencyKey"} in merge["parameters"]
    assert document["components"]["securitySchemes"]["ApiKey"]["scheme"] == "bearer"


def test_titles_are_the_errors_names_and_every_error_of_a_request_is_the_requests() -> None:
    found = RestError.__subclasses__()

    assert title_of(InboxFull()) == "Inbox full"
    assert [error for error in found if not 400 <= status_of(error()) < 500] == []
