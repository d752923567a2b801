"""Why doors refuse a request or one of its items: English for senders, the reader's language for colleagues.

The texts are whole, numbers included, so that a catalogue can have them; tests hold them to the limits.
"""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

REQUEST_REASONS = {
    "malformed_json": _("The body is not JSON. Send one JSON object."),
    "invalid_request": _("Send one JSON object; a batch is an object with a list of events as `batch`."),
    "invalid_gzip": _("The body is not the gzip data that Content-Encoding announces. Send it again."),
    "invalid_write_key": _(
        "No enabled source has this write key. Send the key of a source as Basic user name"
        " or as `writeKey` in the body."
    ),
    "not_found": _("Post to /v1/batch, identify, track, page, screen, group or alias."),
    "method_not_allowed": _("Use POST; settings are read with GET, and the pixel with either."),
    "key_not_public": _(
        "The pixel's key can be read by anyone. Use the key of a source of kind pixel, browser or form."
    ),
    "request_timeout": _("The body did not arrive in time. Send it again."),
    "body_too_large": _("Send at most 500 KB a batch and 32 KB a call, counted after inflating."),
    "context_too_large": _("Send at most 4 KB of context for a whole batch. What differs belongs to the events."),
    "unsupported_encoding": _("Send the body with gzip or without compression."),
    "inbox_full": _("Too much is waiting to be processed. Send this again in a moment."),
    "not_stored": _("The database could not be written. Send this again in a moment."),
    "internal_error": _("Something went wrong here, and nothing was stored. Send this again later."),
}

ITEM_REASONS = {
    "no_user_anon_id": _("Send a userId or an anonymousId with every event."),
    "unknown_type": _("Set `type` to identify, track, page, screen, group or alias."),
    "invalid_item": _("Send every field in the type that the tracking API gives it."),
    "invalid_timestamp": _("Send times as ISO 8601, such as 2026-01-31T09:00:00.000Z."),
    "invalid_characters": _(
        "An id held characters that are no text (NUL, half a surrogate pair, broken UTF-8)."
        " Send it again with the right ones."
    ),
    "event_too_large": _("Send at most 32 KB an event."),
    "too_many_events": _("Send at most 2,500 events a batch. Those after were left out."),
    "too_deep": _("Nest objects and lists at most 8 deep inside traits, properties and context."),
    "id_too_long": _("Send ids of at most 500 characters."),
    "no_event": _("Send the name of the `event` with every track call."),
    "no_group_id": _("Send a groupId with every group call."),
    "no_previous_id": _("Send the previousId or the anonymousId that the userId replaces."),
    "too_many_rejected": _("More items were refused than are listed."),
    "key_in_public": _(
        "Kept, but a page or app uses this key, where anyone can read it, and this source is trusted."
        " Make a source of kind browser for pages and apps."
    ),
    "ignored": _(
        "Kept, but this part was left aside. External ids need id, a type that is known here, collection `users`"
        " and encoding `none`; preferences of consent are true or false; ids and tokens of devices have at most"
        " 500 characters; integrations are a small object."
    ),
    "repaired": _(
        "Kept, after replacing what JSON text cannot hold: NUL and broken characters by U+FFFD,"
        " NaN and infinite numbers by null. Correct it at the source."
    ),
}


def in_words(code: str, message: str) -> str:
    """What a door told a sender, in the current language; what it added about the case stays as it is."""
    reason = REQUEST_REASONS.get(code) or ITEM_REASONS.get(code)
    if reason is None or not message.endswith(reason):
        return message
    return message.removesuffix(reason) + gettext(reason)
