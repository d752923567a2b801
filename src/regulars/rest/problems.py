"""Translates errors into HTTP here alone: problem details (RFC 9457), by the class of the error."""

import json
import logging
import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _
from ninja.errors import HttpError, ValidationError

from regulars.base.fields.errors import FieldsError
from regulars.base.jobs.errors import JobUnknown
from regulars.base.lake.errors import LakeError
from regulars.base.rules import RuleInvalid
from regulars.base.webhooks import errors as webhooks
from regulars.base.webhooks.errors import WebhookError
from regulars.collect.sources.errors import PlanInvalid, SourcesError
from regulars.protect.privacy import errors as privacy
from regulars.unify.customers import errors as customers
from regulars.unify.facts import errors as facts
from regulars.unify.identity import errors as identity

from . import errors

logger = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"

STATUS: dict[type[Exception], int] = {
    errors.RestError: 400,
    errors.KeyMissing: 401,
    errors.ScopeMissing: 403,
    errors.NotFound: 404,
    errors.MethodNotAllowed: 405,
    errors.StillRunning: 409,
    errors.JobNotFailed: 409,
    errors.BodyTooLarge: 413,
    errors.MediaTypeUnsupported: 415,
    errors.KeyReused: 422,
    errors.ParameterUnknown: 422,
    errors.ParameterRepeated: 422,
    errors.FilterInvalid: 422,
    errors.TooManyRequests: 429,
    identity.IdentityError: 422,
    identity.CustomerUnknown: 404,
    identity.NobodyFound: 404,
    identity.LinkUnknown: 404,
    identity.DecisionUnknown: 404,
    identity.BatchUnknown: 404,
    identity.SeveralFound: 409,
    identity.SameCustomer: 409,
    identity.KeptApart: 409,
    identity.AlreadyApart: 409,
    identity.AlreadyDecided: 409,
    identity.LinkWithdrawn: 409,
    identity.ErasureFinal: 409,
    identity.DecisionRefused: 409,
    customers.CustomersError: 422,
    customers.CustomerHidden: 404,
    customers.CursorInvalid: 400,
    RuleInvalid: 422,
    SourcesError: 422,
    WebhookError: 422,
    webhooks.EndpointUnknown: 404,
    webhooks.DeliveryUnknown: 404,
    privacy.PrivacyError: 422,
    privacy.CustomerUnknown: 404,
    facts.FactsError: 422,
    facts.SourceNameTaken: 409,
    facts.SourceUnknown: 404,
    facts.NotStored: 503,
    facts.InboxFull: 503,
    FieldsError: 422,
    JobUnknown: 404,
    Http404: 404,
    RequestDataTooBig: 413,
    UnreadablePostError: 400,
    SuspiciousOperation: 400,
    HttpError: 400,
    ValidationError: 422,
    # Someone else is writing, or a question took too long: it may work in a moment.
    OperationalError: 503,
    LakeError: 503,
}
"""Error → status; the nearest class counts. What is not here is a defect: 500."""

OURS = (
    errors.RestError,
    identity.IdentityError,
    customers.CustomersError,
    privacy.PrivacyError,
    facts.FactsError,
    FieldsError,
    RuleInvalid,
    SourcesError,
    WebhookError,
)
"""Their messages are fit for the reader."""


def status_of(error: Exception) -> int:
    """The status that an error means."""
    return next((STATUS[cls] for cls in type(error).__mro__ if cls in STATUS), 500)


def problem(request: HttpRequest, error: Exception) -> HttpResponse:
    """The answer to a request that failed."""
    status = status_of(error)
    if status >= 500:
        logger.error("A request to %s failed.", route_of(request), exc_info=error)
    document = {
        "type": f"urn:regulars:problem:{code_of(error)}",
        "title": title_of(error),
        "status": status,
        "detail": detail_of(error, status),
    }
    if named := named_errors(error):
        document["errors"] = named
    response = HttpResponse(json.dumps(document, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)
    for name, value in headers_of(error, status).items():
        response[name] = value
    return response


def route_of(request: HttpRequest) -> str:
    """Which operation was asked for; the address itself can name a person."""
    return request.resolver_match.route if request.resolver_match else "?"


def code_of(error: Exception) -> str:
    """The error's name as it stands in a problem's type: `KeptApart` is `kept-apart`."""
    if isinstance(error, OURS):
        return "-".join(words_of(type(error).__name__)).lower()
    return HTTPStatus(status_of(error)).phrase.lower().replace(" ", "-")


def title_of(error: Exception) -> str:
    """The same for every problem of a type."""
    return code_of(error).replace("-", " ").capitalize()


def words_of(name: str) -> list[str]:
    """`KeptApart` → Kept, Apart."""
    return re.findall(r"[A-Z][a-z]*", name)


def detail_of(error: Exception, status: int) -> str:
    """What happened, fit for the reader; a defect keeps its reason in the log."""
    if isinstance(error, OURS):
        return str(error)
    if isinstance(error, ValidationError):
        return _("The request does not fit its description. See errors.")
    if status == 500:
        return _("Something is wrong here. The log says what.")
    if status == 503:
        return _("This cannot be answered just now. Ask again in a moment.")
    return str(errors.NotFound() if status == 404 else errors.BodyUnreadable())


def named_errors(error: Exception) -> list[dict[str, Any]]:
    """Which part of the request is wrong, and why."""
    if isinstance(error, RuleInvalid):
        return [{"detail": str(error), "pointer": f"#{error.pointer}", "parameter": "rule"}]
    if isinstance(error, PlanInvalid):
        return [{"detail": str(fault.sentence), "pointer": f"#{fault.pointer}"} for fault in error.faults]
    return [named_error(one) for one in error.errors] if isinstance(error, ValidationError) else []


def named_error(found: dict[str, Any]) -> dict[str, Any]:
    """One violation with a JSON pointer into the body, or the name of a parameter; never with the value."""
    where, *rest = found["loc"]
    if where == "body":
        return {"detail": found["msg"], "pointer": pointer(rest[1:])}
    return {"detail": found["msg"], "parameter": str(rest[0]) if rest else where}


def pointer(steps: Sequence[object]) -> str:
    """A JSON pointer (RFC 6901) as a fragment."""
    return "#" + "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)


def headers_of(error: Exception, status: int) -> dict[str, str]:
    """What a program should know before it tries again."""
    if status == 401:
        return {"WWW-Authenticate": 'Bearer realm="regulars"'}
    if isinstance(error, errors.TooManyRequests):
        return {"Retry-After": str(error.values["wait"])}
    return {"Retry-After": "1"} if status == 503 or isinstance(error, errors.StillRunning) else {}
