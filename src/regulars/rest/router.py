"""The one way in which an operation is declared: named like its function, with the scopes of that name."""

from collections.abc import Callable
from typing import Any

import ninja
from django.http import HttpRequest
from ninja.security import HttpBearer

from . import documentation
from .scopes import OPERATIONS

Function = Callable[..., Any]


class ApiKey(HttpBearer):
    """Stands in the document; the gate has recognised the key before this is asked."""

    def authenticate(self, request: HttpRequest, token: str) -> bool:
        return hasattr(request, "key_id")


operations = ninja.Router()
"""All operations: those of one address must stand in one router."""


class Router:
    """Declares operations; one whose scopes are not declared fails when it is imported."""

    def __init__(self, tag: str) -> None:
        self.tag = tag

    def get(self, path: str, response: Any) -> Callable[[Function], Function]:
        """An operation that only reads."""
        return self.declare("GET", path, response)

    def post(self, path: str, response: Any) -> Callable[[Function], Function]:
        """An operation that does something."""
        return self.declare("POST", path, response)

    def patch(self, path: str, response: Any) -> Callable[[Function], Function]:
        """An operation that changes a part of something."""
        return self.declare("PATCH", path, response)

    def put(self, path: str, response: Any) -> Callable[[Function], Function]:
        """An operation that replaces something."""
        return self.declare("PUT", path, response)

    def delete(self, path: str, response: Any) -> Callable[[Function], Function]:
        """An operation that takes something away."""
        return self.declare("DELETE", path, response)

    def declare(self, method: str, path: str, response: Any) -> Callable[[Function], Function]:
        def declared(function: Function) -> Function:
            name = function.__name__
            operation = operations.api_operation(
                [method],
                path,
                response=response,
                tags=[self.tag],
                operation_id=name,
                summary=name.replace("_", " ").capitalize(),
                by_alias=True,
                auth=ApiKey(),
                openapi_extra=documentation.described(OPERATIONS[name], method),
            )
            return operation(function)

        return declared
