"""Reads a form with a file as it arrives: its fields first, then the file a piece at a time, none of it kept."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from email.message import Message
from typing import Final

MOST_HEAD: Final = 64 << 10
"""Bytes that may stand before the file: its fields and their heads."""
Pull = Callable[[], Awaitable[bytes]]


class MalformedError(Exception):
    """What arrives is no form, or none with a file within the first MOST_HEAD bytes."""


@dataclass(slots=True)
class Head:
    """What stands before the content of the file: the fields, and what the file is called ("": none was chosen)."""

    fields: dict[str, str] = field(default_factory=dict)
    filename: str = ""


def boundary_of(content_type: str) -> bytes:
    """What parts the form. Raises MalformedError for any other content."""
    message = Message()
    message["content-type"] = content_type
    boundary = message.get_param("boundary")
    if message.get_content_type() != "multipart/form-data" or not isinstance(boundary, str) or not boundary:
        raise MalformedError
    return boundary.encode("latin-1", "replace")


class Form:
    """`pull` gives the next bytes of the body, none at its end. Fields after the file are not read."""

    def __init__(self, boundary: bytes, pull: Pull) -> None:
        self.mark = b"\r\n--" + boundary
        self.pull = pull
        # The first mark has no line end before it.
        self.buffer = b"\r\n"
        self.is_over = False

    async def more(self) -> None:
        """Raises MalformedError where nothing more comes."""
        got = b"" if self.is_over else await self.pull()
        if not got:
            self.is_over = True
            raise MalformedError
        self.buffer += got

    async def until(self, mark: bytes, most: int) -> bytes:
        """All up to the mark, which is taken too. Raises MalformedError."""
        while (at := self.buffer.find(mark)) < 0:
            if len(self.buffer) > most:
                raise MalformedError
            await self.more()
        found, self.buffer = self.buffer[:at], self.buffer[at + len(mark) :]
        return found

    async def head(self) -> Head:
        """Everything before the file's content. Raises MalformedError."""
        head, left = Head(), MOST_HEAD
        left -= len(await self.until(self.mark, left))
        while True:
            described = await self.until(b"\r\n\r\n", left)
            name, filename = names_in(described)
            if filename is not None:
                head.filename = filename
                return head
            value = await self.until(self.mark, left)
            head.fields[name] = value.decode("utf-8", "replace")
            left -= len(described) + len(value)
            if left < 0:
                raise MalformedError

    async def content(self) -> AsyncIterator[bytes]:
        """The file, piece by piece. Raises MalformedError where it is cut off."""
        held = len(self.mark) - 1
        while (at := self.buffer.find(self.mark)) < 0:
            if len(self.buffer) > held:
                piece, self.buffer = self.buffer[:-held], self.buffer[-held:]
                yield piece
            await self.more()
        piece, self.buffer = self.buffer[:at], b""
        if piece:
            yield piece


def names_in(described: bytes) -> tuple[str, str | None]:
    """The name of a part, and that of its file: in UTF-8, quotes escaped by %22 (WHATWG HTML)."""
    for line in described.split(b"\r\n"):
        key, _, value = line.partition(b":")
        if key.strip().lower() == b"content-disposition":
            text = value.decode("utf-8", "replace")
            return quoted(text, ' name="') or "", quoted(text, ' filename="')
    raise MalformedError


def quoted(text: str, key: str) -> str | None:
    _, is_there, rest = text.partition(key)
    value, _, _ = rest.partition('"')
    return value.replace("%22", '"').replace("%0D", "").replace("%0A", "") if is_there else None
