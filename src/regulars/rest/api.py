"""The REST door with all its operations, and its OpenAPI document."""

from functools import cache
from typing import Any

import msgspec
import ninja
from django.http import HttpRequest
from ninja.parser import Parser
from ninja.renderers import JSONRenderer

import regulars

from . import (
    documentation,
    routes,  # noqa: F401 declares the operations
)
from .errors import BodyUnreadable
from .gate import gate
from .problems import problem
from .router import operations

NUL = b"\\u0000"


class StrictJson(Parser):
    """JSON as RFC 8259 has it: no NaN, nothing nested without end; and no NUL, which no database can keep."""

    def parse_body(self, request: HttpRequest) -> Any:
        if NUL in request.body:
            raise BodyUnreadable
        return msgspec.json.decode(request.body)


class PlainJson(JSONRenderer):
    """JSON with every script as it is written, in UTF-8."""

    json_dumps_params = {"ensure_ascii": False}


class Door(ninja.NinjaAPI):
    """The REST door; every error becomes a problem."""

    def set_default_exception_handlers(self) -> None:
        self.add_exception_handler(Exception, problem)  # type: ignore[arg-type]


def make_door() -> Door:
    """The door with all its operations."""
    door = Door(
        title="Regulars",
        version=regulars.__version__,
        description=documentation.DESCRIPTION,
        openapi_url=None,
        docs_url=None,
        parser=StrictJson(),
        renderer=PlainJson(),
    )
    door.add_decorator(gate, mode="view")
    door.add_router("", operations)
    return door


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document; it says nothing about this installation."""
    return documentation.completed(dict(door.get_openapi_schema(path_prefix="api")))


door = make_door()
