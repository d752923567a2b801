"""PDF and office documents: looked at without unpacking them, since a small one can unpack to anything."""

import io
import re
import zipfile
import zlib

from regulars.unify.notes.errors import FileLocked, HoldsProgram, KindRefused, NotWhole, UnpacksTooLarge

TAIL = 1024
ZIP_END = b"PK\x05\x06"
LONGEST_ZIP_END = 22 + 65_535
PDF_PROGRAMS = {b"JavaScript", b"Launch", b"RichMedia"}
PDF_NAME = re.compile(rb"/((?:[A-Za-z]|#[0-9A-Fa-f]{2}){4,40})")

MOST_PARTS = 5_000
MOST_UNPACKED = 150_000_000
MOST_OF_A_PART = 100_000_000
MOST_RATIO = 150
SMALL = 1_000_000
"""A part that unpacks to less than this may be packed as tightly as it likes: empty sheets are."""
LONGEST_LIST = 1_000_000
PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""How parts of documents are packed; other ways are for bombs alone."""

PROGRAMS = re.compile(
    r"(vbaProject|vbaData|\.(js|vbs|exe|dll|jar|bat|cmd|scr|class|hta|html?|svg)$|^Basic/|^Scripts/)", re.IGNORECASE
)
OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN_OFFICE = {
    f"{OFFICE}wordprocessingml.document",
    f"{OFFICE}spreadsheetml.sheet",
    f"{OFFICE}presentationml.presentation",
}
OPEN_DOCUMENT = {
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
}


def pdf(content: bytes) -> tuple[str, bytes]:
    """A PDF that ends as one and says nothing of programs. Raises NotWhole, HoldsProgram."""
    if b"%%EOF" not in content[-TAIL:] or ZIP_END in content[-LONGEST_ZIP_END:]:
        raise NotWhole
    if any(unescaped(name) in PDF_PROGRAMS for name in PDF_NAME.findall(content)):
        raise HoldsProgram
    return "application/pdf", content


def unescaped(name: bytes) -> bytes:
    """A name of a PDF without its escapes: /J#61vaScript is /JavaScript."""
    if b"#" not in name:
        return name
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), name)


def package(content: bytes) -> tuple[str, bytes]:
    """An office document, which is a ZIP of XML. Raises FileRefused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            check_parts(content, opened)
            return kind_of(opened), content
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, ValueError, EOFError) as error:
        raise NotWhole from error


def check_parts(content: bytes, opened: zipfile.ZipFile) -> None:
    """Raises NotWhole, UnpacksTooLarge, FileLocked, HoldsProgram."""
    parts = opened.infolist()
    if not ends_as_zip(content, len(opened.comment)) or len(parts) > MOST_PARTS or not parts:
        raise NotWhole
    if min(part.header_offset for part in parts) != 0 or len({part.header_offset for part in parts}) < len(parts):
        raise NotWhole
    if sum(part.file_size for part in parts) > MOST_UNPACKED or any(map(is_bomb, parts)):
        raise UnpacksTooLarge
    if any(part.flag_bits & 0x1 for part in parts):
        raise FileLocked
    if any(is_path_trick(part.filename) or part.compress_type not in PACKED for part in parts):
        raise NotWhole
    if any(PROGRAMS.search(part.filename) for part in parts):
        raise HoldsProgram


def ends_as_zip(content: bytes, comment: int) -> bool:
    """Whether nothing follows the list of parts: another file could hide there."""
    return content[len(content) - 22 - comment :].startswith(ZIP_END)


def is_bomb(part: zipfile.ZipInfo) -> bool:
    """Whether a part says that it unpacks to far more than it is."""
    if part.file_size > MOST_OF_A_PART:
        return True
    return part.file_size > SMALL and part.file_size > MOST_RATIO * max(part.compress_size, 1)


def is_path_trick(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name[:3]


def kind_of(opened: zipfile.ZipFile) -> str:
    """The media type that the document itself states. Raises KindRefused, HoldsProgram."""
    names = set(opened.namelist())
    if "mimetype" in names:
        stated = first_of(opened, "mimetype").decode("ascii", "replace").strip()
        if stated in OPEN_DOCUMENT:
            return stated
    elif "[Content_Types].xml" in names:
        listed = first_of(opened, "[Content_Types].xml")
        if b"macroEnabled" in listed:
            raise HoldsProgram
        for stated in sorted(OPEN_OFFICE):
            if f'"{stated}.main+xml"'.encode() in listed:
                return stated
    raise KindRefused


def first_of(opened: zipfile.ZipFile, name: str) -> bytes:
    """The first bytes of a part: no more of it is unpacked, whatever it says of its size. Raises NotWhole."""
    try:
        with opened.open(name) as part:
            return part.read(LONGEST_LIST)
    except (OSError, RuntimeError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        raise NotWhole from error
