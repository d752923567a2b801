"""How a note is shown: paragraphs, lists, bold, links and colleagues' names. All else stays the text that it is."""

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

ITEM = re.compile(r"^\s*[-*•]\s+")
BOLD = re.compile(r"\*\*(\S(?:.*?\S)?)\*\*")
PIECES = re.compile(r"\*\*(?P<bold>\S(?:.*?\S)?)\*\*|(?P<link>https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]}、。؟،])")


def as_html(text: str, mentioned: Iterable[str] = ()) -> SafeString:
    """A note as HTML; `mentioned` are the words that name colleagues, such as “@Mali”."""
    words = sorted(set(mentioned), key=len, reverse=True)
    lines = text.replace("\r\n", "\n").split("\n")
    blocks = groupby(lines, key=kind_of)
    return format_html_join("", "{}", ((block(kind, list(group), words),) for kind, group in blocks if kind))


def as_line(text: str) -> str:
    """A note as one line of plain text."""
    lines = (ITEM.sub("", line).strip() for line in text.replace("\r\n", "\n").split("\n"))
    return BOLD.sub(r"\1", " · ".join(line for line in lines if line))


def kind_of(line: str) -> str:
    """item, line, or nothing for what parts paragraphs."""
    if not line.strip():
        return ""
    return "item" if ITEM.match(line) else "line"


def block(kind: str, lines: Collection[str], mentioned: Collection[str]) -> SafeString:
    """A list or a paragraph."""
    if kind == "item":
        items = format_html_join("", "<li>{}</li>", ((inline(ITEM.sub("", line), mentioned),) for line in lines))
        return format_html('<ul dir="auto">{}</ul>', items)
    shown = format_html_join(BREAK, "{}", ((inline(line, mentioned),) for line in lines))
    return format_html('<p dir="auto">{}</p>', shown)


BREAK = mark_safe("<br>")


def inline(line: str, mentioned: Collection[str]) -> SafeString:
    """One line; every piece of it is escaped."""
    return format_html_join("", "{}", ((piece,) for piece in pieces(line, mentioned)))


def pieces(line: str, mentioned: Collection[str]) -> Iterator[SafeString | str]:
    """What is bold, what leads somewhere (it says where in full), and the text between."""
    at = 0
    for found in PIECES.finditer(line):
        yield from named(line[at : found.start()], mentioned)
        if found["bold"]:
            yield format_html("<b>{}</b>", inline(found["bold"], mentioned))
        else:
            link = found["link"]
            yield format_html('<a href="{}" rel="noopener noreferrer nofollow" target="_blank">{}</a>', link, link)
        at = found.end()
    yield from named(line[at:], mentioned)


def named(text: str, mentioned: Collection[str]) -> Iterator[SafeString | str]:
    """Text with the names of colleagues marked."""
    if not mentioned:
        yield escape(text)
        return
    either = "|".join(re.escape(words) for words in mentioned)
    for number, part in enumerate(re.split(f"({either})", text, flags=re.IGNORECASE)):
        yield format_html('<span class="mention">{}</span>', part) if number % 2 else escape(part)
