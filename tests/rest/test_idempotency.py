"""A mutation with an Idempotency-Key is carried out once, however often and however fast it is sent."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from regulars.base.webhooks.queries import endpoints
from regulars.rest import idempotency
from regulars.rest.models import KeptAnswer
from regulars.unify.facts.queries import sources
from tests.rest.conftest import Program, Programs

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

TILL = {"name": "Till", "kind": "till"}


def test_the_same_request_gets_the_same_answer(program: Program) -> None:
    first = program.send("POST", "/sources", TILL, Idempotency_Key="a")
    second = program.send("POST", "/sources", TILL, Idempotency_Key="a")

    assert (first.status_code, second.status_code, first.content) == (201, 201, second.content)
    assert ("Idempotent-Replayed" in first, second["Idempotent-Replayed"]) == (False, "true")
    assert second["Content-Type"] == first["Content-Type"]
    assert sources().filter(name="Till").count() == 1


def test_a_refusal_is_kept_too(program: Program) -> None:
    program.post("/sources", TILL, 201)
    first = program.post("/sources", TILL, 409, Idempotency_Key="a")
    sources().filter(name="Till").update(name="Other")

    assert program.post("/sources", TILL, 409, Idempotency_Key="a") == first


def test_the_key_of_another_request_is_refused(program: Program) -> None:
    program.post("/sources", TILL, 201, Idempotency_Key="a")

    answers = [
        program.post("/sources", TILL | {"name": "Till 2"}, 422, Idempotency_Key="a"),
        program.post("/webhooks", TILL, 422, Idempotency_Key="a"),
    ]

    assert {answer["type"] for answer in answers} == {"urn:regulars:problem:key-reused"}
    assert not sources().filter(name="Till 2").exists()


def test_two_programs_may_use_the_same_key(program: Program, program_with: Programs) -> None:
    program.post("/sources", TILL, 201, Idempotency_Key="a")

    program_with("sources:write").post("/sources", {"name": "Till 2"}, 201, Idempotency_Key="a")

    assert sources().filter(name__startswith="Till").count() == 2


@pytest.mark.parametrize("key", ["", "x" * 256, "café"])
def test_a_key_that_is_none_is_refused(key: str, program: Program) -> None:
    answer = program.post("/sources", TILL, 400, Idempotency_Key=key)

    assert answer["type"] == "urn:regulars:problem:idempotency-key-invalid"


def test_requests_at_once_are_carried_out_once(program: Program) -> None:
    start = Barrier(4)

    def ask(_: int) -> int:
        start.wait()
        try:
            return program.send("POST", "/webhooks", {"url": "https://example.com/t"}, Idempotency_Key="a").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(ask, range(4)))

    assert set(statuses) <= {201, 409}
    assert statuses[0] == 201
    assert endpoints().count() == 1


def test_a_request_that_is_being_carried_out_is_not_started_again(program: Program) -> None:
    program.post("/sources", TILL, 201, Idempotency_Key="a")
    KeptAnswer.objects.update(status=0, answer=b"")

    response = program.send("POST", "/sources", TILL, Idempotency_Key="a")

    assert program.read(response, 409)["type"] == "urn:regulars:problem:still-running"
    assert response["Retry-After"] == "1"


def test_a_request_whose_process_died_is_carried_out_again(program: Program) -> None:
    program.post("/sources", TILL, 201, Idempotency_Key="a")
    sources().filter(name="Till").delete()
    long_ago = timezone.now() - idempotency.ABANDONED_AFTER - timedelta(seconds=1)
    KeptAnswer.objects.update(status=0, answer=b"", started_at=long_ago)

    program.post("/sources", TILL, 201, Idempotency_Key="a")

    assert sources().filter(name="Till").count() == 1


def test_answers_are_kept_for_a_day(program: Program) -> None:
    program.post("/sources", TILL, 201, Idempotency_Key="a")
    early = idempotency.purge()
    KeptAnswer.objects.update(started_at=timezone.now() - idempotency.KEEP - timedelta(seconds=1))

    assert (early, idempotency.purge(), KeptAnswer.objects.count()) == (0, 1, 0)


def test_what_is_kept_can_be_read_by_nobody(program: Program) -> None:
    made = program.post("/sources", TILL, 201, Idempotency_Key="till@example.com")

    (row,) = KeptAnswer.objects.values_list("idempotency_hash", "request_hash", "answer")

    stored = b"".join(map(bytes, row))
    assert [text for text in (made["write_key"], "till@example.com", "Till") if text.encode() in stored] == []
