"""What the OpenAPI document says beside the operations: problems, headers, the idempotency key, scopes."""

from collections.abc import Sequence
from typing import Any

from regulars.base.staff.enums import Scope

Document = dict[str, Any]

DESCRIPTION = """\
Everything that the pages and the command line do with customers, for other programs.

Send an API key as `Authorization: Bearer rk_…`; each operation names the scopes that it needs. Keys and other ids are
strings, moments are RFC 3339 in UTC, amounts of money are decimal strings. Lists are read page by page: send `next`
back as `cursor`. Errors are problem details (RFC 9457). Send an `Idempotency-Key` with a mutation, and it is carried
out once however often it is sent within a day. What takes longer than two seconds answers 202 with a `Location`.
"""
PROBLEMS = {
    "400": ("Malformed", "The request cannot be read."),
    "401": ("Unauthenticated", "No API key, or one that is revoked."),
    "403": ("Forbidden", "The API key lacks a scope."),
    "404": ("Absent", "There is nothing here."),
    "409": ("Conflict", "This does not fit what stands already."),
    "413": ("TooLarge", "The body is too large."),
    "415": ("NotJson", "The body is not JSON."),
    "422": ("Invalid", "The request does not fit its description, or cannot be carried out."),
    "429": ("TooMany", "Too many requests with this key."),
    "500": ("Defect", "Something is wrong here."),
    "503": ("Busy", "This cannot be answered just now."),
}
"""Status → name of the response, and what it means."""
READING = ("400", "401", "403", "404", "409", "422", "429", "500", "503")
WRITING = tuple(PROBLEMS)
EXAMPLE = {
    "type": "urn:regulars:problem:kept-apart",
    "title": "Kept apart",
    "status": 409,
    "detail": "Somebody decided that these two are different people. Undo d412 first.",
}
PROBLEM: Document = {
    "title": "Problem",
    "type": "object",
    "description": "Problem details (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "What kind of problem; stable."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What to do, in the language of Accept-Language."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "detail": {"type": "string"},
                    "pointer": {"type": "string", "description": "Where in the body (RFC 6901)."},
                    "parameter": {"type": "string", "description": "Which parameter."},
                },
            },
        },
    },
    "examples": [EXAMPLE],
}
IDEMPOTENCY: Document = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Any text of your own, one for each mutation; its answer is kept for a day and given again.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    "example": "7f9c24e8-merge-8812-8813",
}
RETRY_AFTER: Document = {"description": "Seconds to wait.", "schema": {"type": "integer"}}


def described(scopes: Sequence[Scope], method: str) -> Document:
    """What an operation says beside its parameters and answers."""
    is_mutation = method != "GET"
    responses = {status: {"$ref": f"#/components/responses/{PROBLEMS[status][0]}"} for status in statuses(is_mutation)}
    found: Document = {"responses": responses, "x-scopes": [scope.value for scope in scopes]}
    if is_mutation:
        found["parameters"] = [{"$ref": "#/components/parameters/IdempotencyKey"}]
    return found


def statuses(is_mutation: bool) -> Sequence[str]:
    """The statuses of problems that an operation may answer with."""
    return WRITING if is_mutation else READING


def response(status: str) -> Document:
    """A problem as an answer."""
    described: Document = {
        "description": PROBLEMS[status][1],
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status in {"429", "503"}:
        described["headers"] = {"Retry-After": RETRY_AFTER}
    return described


def completed(document: Document) -> Document:
    """The document with what its operations refer to, and with scopes at the security scheme."""
    components = document["components"]
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["responses"] = {name: response(status) for status, (name, _) in PROBLEMS.items()}
    components["parameters"] = {"IdempotencyKey": IDEMPOTENCY}
    components["securitySchemes"]["ApiKey"]["description"] = "An API key with the scopes that the operation names."
    for path in document["paths"].values():
        for operation in path.values():
            operation["security"] = [{"ApiKey": operation["x-scopes"]}]
    document["servers"] = [{"url": "/"}]
    return document
