"""What a file is called: text for people, never a path, with the ending of what it really is."""

import unicodedata

from django.utils.translation import gettext as _

from .texts import EXTENSIONS

LONGEST = 120
JOINERS = {"\u200c", "\u200d"}
"""Unseen letters that Persian and others need inside words."""
ENDINGS = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "application/pdf": (".pdf",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": (".pptx",),
    "application/vnd.oasis.opendocument.text": (".odt",),
    "application/vnd.oasis.opendocument.spreadsheet": (".ods",),
    "application/vnd.oasis.opendocument.presentation": (".odp",),
    "audio/mpeg": (".mp3",),
    "audio/mp4": (".m4a",),
    "audio/ogg": (".ogg", ".oga", ".opus"),
    "audio/wav": (".wav",),
    "text/plain": (".txt", *sorted(EXTENSIONS - {".txt"})),
}


def safe_name(given: str, kind: str) -> str:
    """The last part of a name without letters that are not seen, ending as its kind does."""
    last = given.replace("\\", "/").rpartition("/")[2]
    seen = "".join(letter for letter in last if is_seen(letter)).strip(" .\u200c\u200d")
    endings = ENDINGS[kind]
    stem, dot, ending = seen.rpartition(".")
    if not dot or f".{ending.lower()}" not in endings:
        stem, ending = seen, endings[0].removeprefix(".")
    return f"{stem[:LONGEST].strip(' .') or _('File')}.{ending.lower()}"


def is_seen(letter: str) -> bool:
    """No control letters, none that turn the direction of what follows, nothing that names a drive or a stream."""
    return letter in JOINERS or not (unicodedata.category(letter).startswith("C") or letter in ':*?"<>|')
