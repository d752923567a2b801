"""What every request passes: the edge (limits of the request, errors as problems) and the gate (key, rate, scopes)."""

import uuid
from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from . import idempotency, limits
from .errors import (
    BodyTooLarge,
    MediaTypeUnsupported,
    MethodNotAllowed,
    ParameterRepeated,
    ParameterUnknown,
    RequestUnreadable,
)
from .keys import authenticate, check_scopes, let_in
from .problems import problem

View = Callable[..., HttpResponse]
LARGEST_BODY = 1 << 20
"""Bytes; a longer body is refused."""
SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}


def edge(view: View, refuse: Callable[[HttpRequest, Exception], HttpResponse] = problem) -> View:
    """Answer whatever happens inside; `refuse` writes the body of an error."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
        try:
            check_address(request)
            response = view(request, *args, **values)
        except Exception as error:  # noqa: BLE001 the edge: `refuse` logs what is a defect
            response = refuse(request, error)
        if response.status_code == 405:
            response = not_allowed(request, response, refuse)
        return finished(request, response, is_head=is_head)

    answered.csrf_exempt = True  # type: ignore[attr-defined]
    return answered


def not_allowed(
    request: HttpRequest, response: HttpResponse, refuse: Callable[[HttpRequest, Exception], HttpResponse]
) -> HttpResponse:
    """The refusal of a method, with those that are allowed."""
    refusal = refuse(request, MethodNotAllowed())
    refusal["Allow"] = ", ".join(sorted(part.strip() for part in response["Allow"].split(",")))
    return refusal


def finished(request: HttpRequest, response: HttpResponse, *, is_head: bool) -> HttpResponse:
    """The answer with the headers that every answer has."""
    # Django would log the address of what was refused, and an address can name a person.
    response._has_been_logged = True  # type: ignore[attr-defined]
    response["Request-Id"] = str(uuid.uuid4())
    response["Cache-Control"] = "no-store"
    for name, value in getattr(request, "limit_headers", {}).items():
        response[name] = value
    if is_head:
        length = len(response.content)
        response.content = b""
        response["Content-Length"] = str(length)
    return response


def check_address(request: HttpRequest) -> None:
    """Raises RequestUnreadable for NUL, which no database can look for."""
    if "\0" in request.path or any("\0" in value for values in request.GET.lists() for value in values[1]):
        raise RequestUnreadable


def query_parameters(operation: Any) -> set[str]:
    """The query parameters that an operation knows."""
    return {
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in model.model_json_schema()["properties"]
    }


def check_parameters(request: HttpRequest, known: Collection[str]) -> None:
    """Raises ParameterUnknown (a misspelt filter would else do nothing), ParameterRepeated."""
    for name, values in request.GET.lists():
        if name not in known:
            raise ParameterUnknown(name=name)
        if len(values) > 1:
            raise ParameterRepeated(name=name)


def check_body(request: HttpRequest) -> None:
    """Raises BodyTooLarge, MediaTypeUnsupported."""
    length = request.headers.get("Content-Length", "")
    if (length.isdigit() and int(length) > LARGEST_BODY) or len(request.body) > LARGEST_BODY:
        raise BodyTooLarge(limit=LARGEST_BODY)
    if request.body and request.content_type not in {"application/json", "application/merge-patch+json"}:
        raise MediaTypeUnsupported


def admit(request: HttpRequest, operation: str, *, basic: bool = False) -> None:
    """Let a request in. Raises KeyMissing, TooManyRequests, ScopeMissing."""
    key = authenticate(request, basic=basic)
    request.limit_headers = limits.spend(key.pk).headers()  # type: ignore[attr-defined]
    check_scopes(key, operation)
    let_in(request, key)


def gate(run: View) -> View:
    """Around each operation of the REST door; a mutation is carried out once an Idempotency-Key."""
    operation: str = run.__self__.operation_id  # type: ignore[attr-defined]
    known = query_parameters(run.__self__)  # type: ignore[attr-defined]

    @wraps(run)
    def passed(request: Any, **values: Any) -> HttpResponse:
        admit(request, operation)
        check_parameters(request, known)
        if request.method in SAFE:
            return run(request, **values)
        check_body(request)
        return idempotency.once(request, request.key_id, lambda: run(request, **values))

    return passed
