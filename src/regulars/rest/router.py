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

    def authenticate(self, request: HttpRequest, token: str) -> int:
        return request.key_id  # type: ignore[attr-defined, no-any-return]


class Router(ninja.Router):
    """Declares operations: the name of the function is the operation id, and its scopes must be declared."""

    def api_operation(self, methods: list[str], path: str, **options: Any) -> Callable[[Function], Function]:
        def declare(function: Function) -> Function:
            name = function.__name__
            options.update(
                operation_id=name,
                summary=name.replace("_", " ").capitalize(),
                by_alias=True,
                auth=ApiKey(),
                openapi_extra=documentation.described(OPERATIONS[name], methods[0]),
            )
            return super(Router, self).api_operation(methods, path, **options)(function)

        return declare
