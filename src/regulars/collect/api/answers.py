"""What the tracking API answers: exactly 200 or an error with code and message, readable from any page.

Any origin may read the answers: keys are named in the request and never come from a cookie, and what is answered is no
secret. To withhold an answer would not keep a stolen key from being used.
"""

from http import HTTPStatus
from typing import NamedTuple

from asgiref.typing import ASGISendCallable

from regulars.unify.facts.fact import encode

from .errors import Refused

Header = tuple[bytes, bytes]

FULL_SECONDS = b"10"
NOT_STORED_SECONDS = b"5"
GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00"
GIF += b"\x01\x00\x01\x00\x00\x02\x01D\x00;"
CORS: list[Header] = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"retry-after, x-ratelimit-reset"),
]
# The star stands for every header but Authorization; browsers that do not know it find the usual ones.
ALLOWED: list[Header] = [
    (b"access-control-allow-methods", b"GET, POST"),
    (b"access-control-allow-headers", b"authorization, content-type, content-encoding, x-retry-count, *"),
    (b"access-control-max-age", b"86400"),
]


class Answer(NamedTuple):
    """A whole answer; `headers` are all of them."""

    status: int
    headers: list[Header]
    body: bytes


def json_answer(status: int, body: bytes, *headers: Header) -> Answer:
    """An answer in JSON."""
    fixed = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    return Answer(int(status), [*fixed, *CORS, *headers], body)


def refusal(refused: Refused) -> Answer:
    """An error in the form that every SDK of this API can read."""
    body = {"success": False, "code": refused.code, "message": str(refused)}
    return json_answer(refused.status, encode(body), *refused.headers)


def overload(status: HTTPStatus, code: str, seconds: bytes) -> Refused:
    """Too much for now: come again in so many seconds."""
    return Refused(status, code, (b"retry-after", seconds), (b"x-ratelimit-reset", seconds))


def as_image(answer: Answer) -> Answer:
    """The same as an image that shows nothing: a mistake in a mail may not show there; what is not stored is no 200."""
    lasting = answer.status < HTTPStatus.INTERNAL_SERVER_ERROR and answer.status != HTTPStatus.TOO_MANY_REQUESTS
    headers = [
        (b"content-type", b"image/gif"),
        (b"content-length", b"%d" % len(GIF)),
        (b"cache-control", b"no-store"),
        (b"cross-origin-resource-policy", b"cross-origin"),
    ]
    return Answer(int(HTTPStatus.OK) if lasting else answer.status, [*headers, *CORS], GIF)


async def send_answer(send: ASGISendCallable, answer: Answer) -> None:
    """Send a whole answer."""
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers, "trailers": False})
    await send({"type": "http.response.body", "body": answer.body, "more_body": False})


SUCCESS = json_answer(HTTPStatus.OK, b'{"success":true}')
MAY_ASK = Answer(int(HTTPStatus.NO_CONTENT), [*CORS, *ALLOWED], b"")
