"""Pictures, read block by block to their end: what is hidden behind the end is cut off, and huge ones are refused.

PNG (ISO/IEC 15948), JPEG (ITU-T T.81), GIF89a, WebP (RFC 9649). Pixels are never unpacked.
"""

import zlib
from collections.abc import Callable

from regulars.unify.notes.errors import ImageTooLarge, NotWhole

from .texts import refuse_markup

MOST_MEGAPIXELS = 50
MOST_BLOCKS = 20_000
STANDALONE = {0x01, *range(0xD0, 0xD8)}
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
SCAN, END = 0xDA, 0xD9
Walk = Callable[[bytes], int]


def whole(kind: str, walk: Walk, content: bytes) -> tuple[str, bytes]:
    """The picture up to its end. Raises NotWhole, ImageTooLarge, HoldsMarkup."""
    try:
        end = walk(content)
    except (IndexError, StopIteration) as error:
        raise NotWhole from error
    if not 0 < end <= len(content):
        raise NotWhole
    picture = content[:end]
    refuse_markup(picture)
    return kind, picture


def check_size(width: int, height: int) -> None:
    """Raises NotWhole, ImageTooLarge."""
    if not (width and height):
        raise NotWhole
    if width * height > MOST_MEGAPIXELS * 1_000_000:
        raise ImageTooLarge(most=MOST_MEGAPIXELS)


def number(content: bytes, at: int, size: int, order: str = "big") -> int:
    """Raises NotWhole where the picture ends before."""
    part = content[at : at + size]
    if len(part) < size:
        raise NotWhole
    return int.from_bytes(part, "big" if order == "big" else "little")


def png(content: bytes) -> tuple[str, bytes]:
    """A PNG. Raises FileRefused."""
    return whole("image/png", end_of_png, content)


def end_of_png(content: bytes) -> int:
    at, first = 8, True
    for _ in range(MOST_BLOCKS):
        length, name = number(content, at, 4), content[at + 4 : at + 8]
        body, at = content[at + 4 : at + 8 + length], at + 12 + length
        if number(content, at - 4, 4) != zlib.crc32(body) or first != (name == b"IHDR"):
            raise NotWhole
        if first:
            check_size(number(body, 4, 4), number(body, 8, 4))
        if name == b"IEND":
            return at
        first = False
    raise NotWhole


def jpeg(content: bytes) -> tuple[str, bytes]:
    """A JPEG. Raises FileRefused."""
    return whole("image/jpeg", end_of_jpeg, content)


def end_of_jpeg(content: bytes) -> int:
    at, sized = 2, False
    for _ in range(MOST_BLOCKS):
        if content[at] != 0xFF:
            raise NotWhole
        while content[at] == 0xFF:
            at += 1
        marker, at = content[at], at + 1
        if marker == END:
            return at if sized else 0
        if marker in STANDALONE:
            continue
        length = number(content, at, 2)
        if marker in FRAMES:
            check_size(number(content, at + 5, 2), number(content, at + 3, 2))
            sized = True
        at += length
        if marker == SCAN:
            at = end_of_scan(content, at)
    raise NotWhole


def end_of_scan(content: bytes, at: int) -> int:
    """Where the next marker stands that is neither a stuffed byte nor a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0:
            raise NotWhole
        if content[at + 1] not in {0x00, 0xFF, *range(0xD0, 0xD8)}:
            return at
        at += 1 if content[at + 1] == 0xFF else 2


def gif(content: bytes) -> tuple[str, bytes]:
    """A GIF. Raises FileRefused."""
    return whole("image/gif", end_of_gif, content)


def end_of_gif(content: bytes) -> int:
    if content[:6] not in (b"GIF87a", b"GIF89a"):
        raise NotWhole
    check_size(number(content, 6, 2, "little"), number(content, 8, 2, "little"))
    at = 13 + colours(content[10])
    for _ in range(MOST_BLOCKS):
        kind, at = content[at], at + 1
        if kind == 0x3B:
            return at
        if kind == 0x2C:
            check_size(number(content, at + 4, 2, "little"), number(content, at + 6, 2, "little"))
            at = after_blocks(content, at + 10 + colours(content[at + 8]))
        elif kind == 0x21:
            at = after_blocks(content, at + 1)
        else:
            raise NotWhole
    raise NotWhole


def colours(flags: int) -> int:
    """The length of a table of colours, 0 without one."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def after_blocks(content: bytes, at: int) -> int:
    """Behind a row of blocks, each with its length before it."""
    while content[at]:
        at += content[at] + 1
    return at + 1


def webp(content: bytes) -> tuple[str, bytes]:
    """A WebP. Raises FileRefused."""
    return whole("image/webp", end_of_webp, content)


def end_of_webp(content: bytes) -> int:
    if content[:4] != b"RIFF":
        raise NotWhole
    end, at, sized = 8 + number(content, 4, 4, "little"), 12, False
    for _ in range(MOST_BLOCKS):
        if at >= end:
            break
        name, length = content[at : at + 4], number(content, at + 4, 4, "little")
        if size := canvas(name, content[at + 8 : at + 8 + min(length, 32)]):
            check_size(*size)
            sized = True
        at += 8 + length + length % 2
    if not sized or at != end:
        raise NotWhole
    return end


def canvas(name: bytes, body: bytes) -> tuple[int, int] | None:
    """Width and height where a chunk says them."""
    if name == b"VP8X":
        return number(body, 4, 3, "little") + 1, number(body, 7, 3, "little") + 1
    if name == b"VP8L":
        bits = number(body, 1, 4, "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if name == b"VP8 ":
        return number(body, 6, 2, "little") & 0x3FFF, number(body, 8, 2, "little") & 0x3FFF
    return None
