"""A form with a file is read however its bytes are cut, and nothing but such a form."""

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.base.web.multipart import MOST_HEAD, Form, Head, MalformedError, boundary_of

MARK = "----boundary7"


def written(content: bytes, *, fields: dict[str, str], filename: str = "list.csv") -> bytes:
    """A form as browsers send it."""
    parts = [
        f'--{MARK}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    described = f'Content-Disposition: form-data; name="file"; filename="{filename}"'
    file = f"--{MARK}\r\n{described}\r\nContent-Type: text/csv\r\n\r\n"
    return "".join(parts).encode() + file.encode() + content + f"\r\n--{MARK}--\r\n".encode()


def read(body: bytes, size: int) -> tuple[Head, bytes]:
    pieces: Iterator[bytes] = (body[at : at + size] for at in range(0, len(body), size))

    async def pull() -> bytes:
        return next(pieces, b"")

    async def whole() -> tuple[Head, bytes]:
        form = Form(MARK.encode(), pull)
        head = await form.head()
        return head, b"".join([piece async for piece in form.content()])

    return asyncio.run(whole())


@given(
    content=st.binary(max_size=300) | st.sampled_from([b"\r\n--", b"\r\n----boundary", b"\r\n\r\n", b""]),
    size=st.integers(1, 90),
)
def test_the_file_is_what_was_sent_however_it_is_cut(content: bytes, size: int) -> None:
    head, found = read(written(content, fields={"token": "abc", "again": "7"}), size)

    assert head == Head({"token": "abc", "again": "7"}, "list.csv")
    assert found == content


@pytest.mark.parametrize(
    ("sent", "name"), [("รายชื่อ.xlsx", "รายชื่อ.xlsx"), ("a%22b.csv", 'a"b.csv'), ("a%0D%0Ab.csv", "ab.csv"), ("", "")]
)
def test_the_name_of_the_file_is_read_as_browsers_write_it(sent: str, name: str) -> None:
    assert read(written(b"x", fields={}, filename=sent), 4096)[0].filename == name


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no form at all",
        written(b"x", fields={"token": "abc"})[:-30],
        written(b"x", fields={"token": "a" * MOST_HEAD}),
        f"--{MARK}\r\nContent-Type: text/plain\r\n\r\nx\r\n--{MARK}--\r\n".encode(),
        f'--{MARK}\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--{MARK}--\r\n'.encode(),
    ],
)
def test_what_is_no_form_with_a_whole_file_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedError):
        read(body, 4096)


@pytest.mark.parametrize("content_type", ["", "text/plain", "multipart/form-data", "multipart/mixed; boundary=x"])
def test_without_a_boundary_there_is_no_form(content_type: str) -> None:
    with pytest.raises(MalformedError):
        boundary_of(content_type)


def test_a_boundary_is_found() -> None:
    assert boundary_of('multipart/form-data; boundary="a b"') == b"a b"
