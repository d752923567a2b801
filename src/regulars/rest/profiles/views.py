"""The Profile API's one view: Basic with the API key as user name, and errors in its own shape."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from regulars.rest import people, problems
from regulars.rest.gate import admit

from .answers import ROUTES, Asked
from .asked import own_id, profile

CODES = {
    401: "authentication_error",
    403: "authentication_error",
    404: "not_found",
    429: "rate_limit_error",
    405: "invalid_request_error",
    500: "internal_error",
    503: "internal_error",
}
NOT_FOUND = "Profile was not found."


def show_profile(request: Any, space: str, collection: str, who: str, route: str) -> HttpResponse:
    """A part of a profile. There is one space: any name means it."""
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    admit(request, f"profile_{collection}_{route}", basic=True)
    customer = profile(collection, who, request.sight)
    url = f"/v1/spaces/{space}/collections/{collection}/profiles/{own_id(collection, customer.root)}/{route}"
    answer = ROUTES[route](Asked(customer, collection, request.sight, url, request.GET))
    people.seen(request, f"profile.{route}", [customer.root], fields=answer.get("traits", ()))
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def refuse(request: HttpRequest, error: Exception) -> HttpResponse:
    """An error as the Profile API writes it."""
    problem = problems.problem(request, error)
    status = 400 if problem.status_code in {409, 422} else problem.status_code
    message = NOT_FOUND if status == 404 else problems.detail_of(error, problem.status_code)
    response = JsonResponse(
        {"error": {"code": CODES.get(status, "validation_error"), "message": message}},
        status=status,
        json_dumps_params={"ensure_ascii": False},
    )
    for name in ("Retry-After", "WWW-Authenticate"):
        if name in problem:
            response[name] = problem[name]
    if status == 401:
        response["WWW-Authenticate"] = 'Basic realm="regulars"'
    return response
