"""What /api answers beside its operations: the OpenAPI document, and that there is nothing at an address."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from .api import document
from .errors import NotFound


def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, open to everyone."""
    return (
        JsonResponse(document(), json_dumps_params={"ensure_ascii": False})
        if request.method == "GET"
        else HttpResponseNotAllowed(["GET"])
    )


def nothing(request: HttpRequest) -> HttpResponse:
    """Raises NotFound."""
    raise NotFound
