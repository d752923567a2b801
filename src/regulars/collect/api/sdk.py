"""The settings that SDKs in pages and apps ask for before they send anything."""

import re
from typing import Any
from urllib.parse import urlsplit

from asgiref.typing import HTTPScope
from django.conf import settings

HOST = re.compile(r"[\w.:\[\]-]{1,255}", re.ASCII)


def segment_settings(scope: HTTPScope, write_key: str) -> dict[str, Any]:
    """The smallest settings with which Segment's SDKs send everything here."""
    protocol, host = address(scope)
    return {
        "integrations": {"Segment.io": {"apiKey": write_key, "apiHost": f"{host}/v1", "protocol": protocol}},
        "metrics": {"sampleRate": 0},
    }


def rudderstack_config(source: int, write_key: str) -> dict[str, Any]:
    """The smallest configuration with which RudderStack's SDK works; where to send it is told by its page."""
    quiet = {"errors": {"enabled": False}, "metrics": {"enabled": False}}
    config = {"id": str(source), "name": str(source), "writeKey": write_key, "enabled": True}
    return {"source": {**config, "config": {"statsCollection": quiet}, "connections": [], "destinations": []}}


def address(scope: HTTPScope) -> tuple[str, str]:
    """Scheme, and host with port and path, under which this server was reached, or is said to be."""
    public = urlsplit(settings.PUBLIC_URL)
    if public.netloc:
        return public.scheme, public.netloc + public.path.rstrip("/")
    headers = dict(scope["headers"])
    host = headers.get(b"host", b"").decode("latin-1")
    return scope["scheme"], host if HOST.fullmatch(host) else "localhost"
