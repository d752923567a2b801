"""The Authorization header: the user name of HTTP Basic (RFC 7617), as which SDKs send their key."""

import binascii
from base64 import b64decode
from functools import lru_cache


@lru_cache(maxsize=1024)
def basic_user(authorization: bytes) -> str:
    """The user name of a Basic header, with or without its colon; "" for another scheme, or if unreadable."""
    scheme, _, credentials = authorization.partition(b" ")
    if scheme.lower() != b"basic":
        return ""
    try:
        return b64decode(credentials.strip(), validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""
