"""Why the tracking API refuses a request or one of its items; the sentences stand with sources."""

from http import HTTPStatus

from regulars.collect.sources.refusals import ITEM_REASONS, REQUEST_REASONS

EVENT_BYTES = 32 * 1024
BODY_BYTES = 500 * 1024
CONTEXT_BYTES = 4 * 1024
EVENTS = 2_500
KEYS = 300
MESSAGE_ID = 100
IDENTIFIER = 500
NAME = 2_000
DEPTH = 8


class Refused(Exception):
    """A request that is answered with an error; nothing of it was taken."""

    def __init__(self, status: HTTPStatus, code: str, *headers: tuple[bytes, bytes]) -> None:
        super().__init__(REQUEST_REASONS[code])
        self.status = status
        self.code = code
        self.headers = headers


class ItemRefused(Exception):
    """One item that is not taken; the rest of its request is."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{detail}. {ITEM_REASONS[code]}" if detail else ITEM_REASONS[code])
        self.code = code


class ClientGone(Exception):
    """The client went away before its body was complete; nobody waits for an answer."""
