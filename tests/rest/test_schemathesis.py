"""Whatever fits the OpenAPI document, or nearly fits it, gets an answer that the document describes."""

from typing import Any, cast

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import positive_data_acceptance

from regulars.rest import limits
from tests.rest.asking import known_places
from tests.rest.conftest import Program

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("customers"),
]
EXAMPLES = settings(
    max_examples=12,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_operation_answers_as_the_document_says(mode: GenerationMode, program: Program) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
    operations = [cast(Any, found).ok() for found in schema.get_all_operations()]
    # A place that is meant to be wrong must stay wrong.
    places = known_places() if mode == GenerationMode.POSITIVE else {}

    failures = {
        operation.label: failure for operation in operations if (failure := tried(operation, mode, program, places))
    }

    assert "\n\n".join(failures.values()) == ""


def tried(operation: Any, mode: GenerationMode, program: Program, places: dict[str, str]) -> str:
    """What is wrong with the answers of an operation; half of the requests are about customers who are there."""

    @EXAMPLES
    @given(case=operation.as_strategy(generation_mode=mode), is_known=st.booleans())
    def answers_as_described(case: Any, is_known: bool) -> None:
        limits.buckets.clear()
        if is_known:
            case.path_parameters |= {name: places[name] for name in case.path_parameters if name in places}
        # What fits its description can still not fit the customers who are there: 409 or 422.
        case.call_and_validate(headers=sent(program, case), excluded_checks=[positive_data_acceptance])

    try:
        answers_as_described()
    except FailureGroup as group:
        return "\n".join(map(str, group.exceptions))
    return ""


def sent(program: Program, case: Any) -> dict[str, str]:
    """The headers of each request; one that brings credentials of its own keeps them."""
    own = any(name.lower() == "authorization" for name in case.headers or ())
    return {"Accept-Encoding": "identity"} | ({} if own else {"Authorization": f"Bearer {program.secret}"})
