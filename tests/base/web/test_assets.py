"""Static files: found in every app, fingerprinted, compressed, and kept by browsers only while they are current."""

import asyncio
import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.templatetags.static import static

import regulars
from regulars.asgi import application
from regulars.base.web import assets


def get(path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Ask the whole application, as the server does."""
    sent: list[dict[str, Any]] = []
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(application(scope, receive, send))  # type: ignore[arg-type]
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], found, b"".join(message.get("body", b"") for message in sent[1:])


def test_a_page_links_to_files_that_never_change() -> None:
    status, headers, body = get(static("web/shell.js"))

    assert status == 200
    assert headers["content-type"] == "text/javascript; charset=utf-8"
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert headers["x-content-type-options"] == "nosniff"
    assert int(headers["content-length"]) == len(body) > 0


def test_a_file_of_another_version_is_asked_for_again() -> None:
    for path in ("/static/web/shell.js", "/static/0123456789ab/web/shell.js"):
        status, headers, _ = get(path)
        assert (status, headers["cache-control"]) == (200, "no-cache")

        assert get(path, if_none_match=headers["etag"])[0] == 304
        assert get(path, if_none_match='"other"')[0] == 200


def test_files_are_compressed_for_who_understands_it() -> None:
    plain, packed = (
        get(static("django_htmx/htmx-2.min.js")),
        get(static("django_htmx/htmx-2.min.js"), accept_encoding="br, gzip"),
    )

    assert "content-encoding" not in plain[1]
    assert packed[1]["content-encoding"] == "gzip"
    assert gzip.decompress(packed[2]) == plain[2]
    assert packed[1]["vary"] == "accept-encoding"


def test_head_has_headers_and_no_body() -> None:
    status, headers, body = get(static("web/tokens.css"), method="HEAD")

    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) > 0


@pytest.mark.parametrize(
    "path", ["/static/", "/static/nothing.css", "/static/../settings.py", "/static/web/../../settings.py", "/static//"]
)
def test_nothing_else_is_served(path: str) -> None:
    assert get(path)[0] == 404


def test_static_files_cannot_be_written() -> None:
    assert get("/static/web/shell.js", method="POST")[0] == 405


def test_a_wrong_name_in_a_template_is_found_at_once() -> None:
    with pytest.raises(FileNotFoundError, match=r"web/nothing\.css"):
        static("web/nothing.css")


def test_what_a_first_visit_loads_is_small() -> None:
    names = ["django_htmx/htmx-2.min.js", *(name for name in assets.paths() if name.startswith("web/"))]

    total = sum(len(found.packed or found.content) for name in names if (found := assets.asset(name)) is not None)

    assert 0 < total < 100_000


def test_names_that_strangers_make_up_are_not_remembered() -> None:
    before = assets.read_asset.cache_info().currsize

    for number in range(10):
        assert get(f"/static/{number}.js")[0] == 404

    assert assets.read_asset.cache_info().currsize == before


def test_every_measure_and_colour_of_a_stylesheet_is_there() -> None:
    sheets = {path.name: path.read_text() for path in Path(regulars.__file__).parent.rglob("static/**/*.css")}
    there = {name for text in sheets.values() for name in re.findall(r"(--[\w-]+)\s*:", text)}

    missing = {
        file: sorted(wanted)
        for file, text in sheets.items()
        if (wanted := {*re.findall(r"var\((--[\w-]+)\)", text)} - there)
    }

    assert "--accent" in there
    assert missing == {}
