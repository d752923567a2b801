"""Who may do what: every operation with every scope, made from the one table of scopes."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from regulars.base.audit.queries import entries
from regulars.base.staff.services import revoke_api_key
from regulars.rest.api import document
from regulars.rest.scopes import OPERATIONS
from tests.rest.asking import Asked, requests
from tests.rest.conftest import Program, Programs, every_scope

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("customers")]

MISSING = {"show_operation": 404, "show_erasure": 404, "show_plan": 404}
WITHOUT_PERSON = {
    *("list_sources", "show_source", "list_fields", "show_schema", "list_violations", "list_products", "list_erasures"),
    *("list_jobs", "show_job", "list_webhooks", "show_webhook", "list_deliveries"),
}
"""Operations that only read, and nothing about a person."""
PERSONAL = ("som", "Bangkok", "acme", "Tea", "Oolong", "R-1")


def status(program: Program, asked: Asked) -> int:
    return program.send(asked.method, asked.path, asked.body).status_code


def refusal(program: Program, asked: Asked) -> tuple[int, list[str]]:
    """The status of an answer, and what it tells of the customers."""
    response = program.send(asked.method, asked.path, asked.body)
    return response.status_code, [word for word in PERSONAL if word in response.content.decode()]


def test_every_operation_has_a_request_and_stands_in_the_document() -> None:
    declared = {operation["operationId"] for path in document()["paths"].values() for operation in path.values()}

    assert set(requests()) == set(OPERATIONS)
    assert declared == {name for name in OPERATIONS if not name.startswith("profile_")}


def test_without_a_key_nothing_is_answered(program: Program) -> None:
    nobody = Program(0, "rk_unknown")

    statuses = {name: status(nobody, asked) for name, asked in requests().items()}

    assert statuses == dict.fromkeys(OPERATIONS, 401)


def test_a_revoked_key_is_no_key(program: Program) -> None:
    revoke_api_key(program.key, actor="owner")

    statuses = {name: status(program, asked) for name, asked in requests().items()}

    assert statuses == dict.fromkeys(OPERATIONS, 401)


def test_a_session_opens_nothing() -> None:
    owner = get_user_model().objects.create_superuser("owner@example.com", "secret-enough-1")
    signed_in = Client(enforce_csrf_checks=True)
    signed_in.force_login(owner)

    statuses = {
        name: signed_in.generic(asked.method, f"/api{asked.path}").status_code for name, asked in requests().items()
    }

    assert statuses == dict.fromkeys(OPERATIONS, 401)


def test_a_key_sees_only_its_scope(program_with: Programs) -> None:
    programs = {scope: program_with(scope) for scope in every_scope()}
    forbidden = [
        (scope, name, asked)
        for name, asked in requests().items()
        for scope in programs
        if not set(OPERATIONS[name]) <= {scope}
    ]

    let_through = [
        (scope, name, answer)
        for scope, name, asked in forbidden
        if (answer := refusal(programs[scope], asked)) != (403, [])
    ]

    assert let_through == []
    assert [scope for scope, program in programs.items() if entries(actor=f"key:{program.key}").exists()] == []


def test_exactly_the_declared_scopes_are_enough_and_whoever_sees_a_person_is_written_down(
    program_with: Programs,
) -> None:
    programs = {name: program_with(*scopes) for name, scopes in OPERATIONS.items()}

    statuses = {name: status(programs[name], asked) for name, asked in requests().items()}

    assert {name: code for name, code in statuses.items() if code not in {200, 201, 204}} == MISSING
    silent = {name for name, program in programs.items() if not entries(actor=f"key:{program.key}").exists()}
    assert silent == WITHOUT_PERSON | set(MISSING)
