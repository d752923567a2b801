"""Why the tracking API refuses a request or one of its items; sentences say what to do."""

from http import HTTPStatus

EVENT_BYTES = 32 * 1024
BODY_BYTES = 500 * 1024
CONTEXT_BYTES = 4 * 1024
EVENTS = 2_500
KEYS = 300
MESSAGE_ID = 100
IDENTIFIER = 500
NAME = 2_000
DEPTH = 8

REQUEST_REASONS = {
    "malformed_json": "The body is not JSON. Send one JSON object.",
    "invalid_request": "Send one JSON object; a batch is an object with a list of events as `batch`.",
    "invalid_gzip": "The body is not the gzip data that Content-Encoding announces. Send it again.",
    "invalid_write_key": "No enabled source has this write key. Send the key of a source as Basic user name"
    " or as `writeKey` in the body.",
    "not_found": "Post to /v1/batch, identify, track, page, screen, group or alias.",
    "method_not_allowed": "Use POST; settings are read with GET, and the pixel with either.",
    "key_not_public": "The pixel's key can be read by anyone. Use the key of a source of kind pixel, browser or form.",
    "request_timeout": "The body did not arrive in time. Send it again.",
    "body_too_large": f"Send at most {BODY_BYTES // 1024} KB a batch and {EVENT_BYTES // 1024} KB a call,"
    " counted after inflating.",
    "context_too_large": f"Send at most {CONTEXT_BYTES // 1024} KB of context for a whole batch."
    " What differs belongs to the events.",
    "unsupported_encoding": "Send the body with gzip or without compression.",
    "inbox_full": "Too much is waiting to be processed. Send this again in a moment.",
    "not_stored": "The database could not be written. Send this again in a moment.",
    "internal_error": "Something went wrong here, and nothing was stored. Send this again later.",
}

ITEM_REASONS = {
    "no_user_anon_id": "Send a userId or an anonymousId with every event.",
    "unknown_type": "Set `type` to identify, track, page, screen, group or alias.",
    "invalid_item": "Send every field in the type that the tracking API gives it.",
    "invalid_timestamp": "Send times as ISO 8601, such as 2026-01-31T09:00:00.000Z.",
    "invalid_characters": "An id held characters that are no text (NUL, half a surrogate pair, broken UTF-8)."
    " Send it again with the right ones.",
    "event_too_large": f"Send at most {EVENT_BYTES // 1024} KB an event.",
    "too_many_events": f"Send at most {EVENTS:,} events a batch. Those after were left out.",
    "too_deep": f"Nest objects and lists at most {DEPTH} deep inside traits, properties and context.",
    "id_too_long": f"Send ids of at most {IDENTIFIER} characters.",
    "no_event": "Send the name of the `event` with every track call.",
    "no_group_id": "Send a groupId with every group call.",
    "no_previous_id": "Send the previousId or the anonymousId that the userId replaces.",
    "too_many_rejected": "More items were refused than are listed.",
    "key_in_public": "Kept, but a page or app uses this key, where anyone can read it, and this source is trusted."
    " Make a source of kind browser for pages and apps.",
    "ignored": "Kept, but this part was left aside. External ids need id, a type that is known here, collection `users`"
    " and encoding `none`; preferences of consent are true or false; ids and tokens of devices have at most"
    f" {IDENTIFIER} characters; integrations are a small object.",
    "repaired": "Kept, after replacing what JSON text cannot hold: NUL and broken characters by U+FFFD,"
    " NaN and infinite numbers by null. Correct it at the source.",
}


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
