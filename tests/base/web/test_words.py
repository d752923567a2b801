"""No template says anything that cannot be translated."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

import regulars

TEMPLATES = sorted(Path(regulars.__file__).parent.glob("**/templates/**/*.html"))
EXAMPLES = "styleguide"
"""Shown to developers, like the documents, in English."""
NAMES = {"Regulars", "JSON", "UTC", "LINE", "API", "CSV", "XLSX", "SVG", "PNG", "id"}
"""Names, and what stands for itself in every language."""
SEEN = re.compile(r"\s(?:aria-label|placeholder|title|alt|data-words|data-copied|data-asks)=(?:\"([^\"]*)\"|'([^']*)')")
UNSEEN = re.compile(r"<(script|style|svg|pre|code|kbd)\b.*?</\1>|<!--.*?-->|<!doctype[^>]*>", re.IGNORECASE | re.DOTALL)
"""Samples of code are the same in every language."""
TAG = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
QUOTED = re.compile(r"(?<![\w(=])\"([^\"]*)\"")
WORD = re.compile(r"[^\W\d_]{2,}")
SKIPPED = ("comment", "blocktranslate", "blocktrans")


def outside_translation(source: str) -> str:
    """The template's own text, with each tag and variable replaced by a mark that is no letter."""
    text, inside = [], ""
    for token in Lexer(source).tokenize():
        command = token.contents.split()[0] if token.contents.split() else ""
        if token.token_type is TokenType.BLOCK:
            if command in SKIPPED:
                inside = command
            elif inside and command == f"end{inside}":
                inside = ""
            text.append("\x00")
        elif not inside and token.token_type is TokenType.TEXT:
            text.append(token.contents)
        else:
            text.append("\x00")
    return "".join(text)


def visible(source: str) -> Iterator[str]:
    """The words that a reader of the page would see or hear, and that nobody can translate."""
    text = UNSEEN.sub(" ", outside_translation(source))
    said = [one or other for one, other in SEEN.findall(text)]
    for part in (TAG.sub("\n", text), *said):
        yield from (word for word in WORD.findall(part) if word not in NAMES)


@pytest.mark.parametrize(
    "template", [pytest.param(path, id=path.name) for path in TEMPLATES if EXAMPLES not in path.parts]
)
def test_every_word_of_a_template_can_be_translated(template: Path) -> None:
    assert list(visible(template.read_text())) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ("<p>{% translate 'Hello' %}</p>", []),
        ("{% blocktranslate trimmed %}Hello {{ name }}{% endblocktranslate %} you", ["you"]),
        ("<input placeholder=\"Find\" name='q'>", ["Find"]),
        ("<input placeholder=\"{% translate 'Find' %}\" name='q'>", []),
        ("<a{% if one %} aria-current='page'{% endif %}>Regulars</a> · 3", []),
        ("{% comment %}Only for us.{% endcomment %}<b>{{ one|default:'none' }}</b>", []),
        ('<p data-if="a > b">x</p>', []),
    ],
)
def test_what_is_hard_coded_is_found(source: str, found: list[str]) -> None:
    assert list(visible(source)) == found


def test_templates_are_looked_at() -> None:
    assert len(TEMPLATES) > 50
