#!/usr/bin/env python
"""Keeps the translations: takes messages out of code and templates, tells what is untranslated, compiles catalogues.

    scripts/translations.py update     renew every .po from the sources; translations and comments stay
    scripts/translations.py check      what is missing, fuzzy or breaks a placeholder; ends with 1 if anything is
    scripts/translations.py compile    write .mo beside .po (done by every build and install)

Babel does the work, so that no gettext program is needed.
"""

import io
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src" / "regulars"
LOCALES = ("th", "zh_Hans", "fa")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
COMMENT_TAGS = ("Translators:",)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|`[^`]+`")
NO_LINE: Any = None
OPTIONS: Any = {"encoding": "utf-8"}


def catalogue_path(locale: str) -> Path:
    return SOURCES / "locale" / locale / "LC_MESSAGES" / "django.po"


def extract_template(file: BinaryIO, *_given: object, **_named: object) -> Iterator[tuple[Any, ...]]:
    """Babel's view of a Django template: what Django itself makes of it for gettext."""
    # Deferred: a build compiles without Django.
    from django.conf import settings  # noqa: PLC0415
    from django.utils.translation.template import templatize  # noqa: PLC0415

    if not settings.configured:
        settings.configure()
    # In brackets, because the lines of a template keep no indentation that Python would accept.
    python = f"({templatize(file.read().decode())}\n)"
    yield from extract_python(io.BytesIO(python.encode()), KEYWORDS, COMMENT_TAGS, OPTIONS)


def collect(sources: Path = SOURCES) -> Catalog:
    """Every message of the code and templates below a folder, in order of its file and line."""
    found = Catalog(project="Regulars", fuzzy=False)
    for path in sorted([*sources.rglob("*.py"), *sources.rglob("templates/**/*.html")]):
        method: Any = "python" if path.suffix == ".py" else extract_template
        with path.open("rb") as file:
            for _line, message, comments, context in extract(method, file, KEYWORDS, COMMENT_TAGS, OPTIONS):
                place = path.relative_to(sources.parent).as_posix()
                # Without line numbers, so that a moved line is no change of every catalogue.
                found.add(message, locations=[(place, NO_LINE)], auto_comments=comments, context=context)
    return found


def read(locale: str) -> Catalog:
    """The stored catalogue, or an empty one."""
    path = catalogue_path(locale)
    if not path.exists():
        return Catalog(locale=locale, project="Regulars", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=locale, domain="django")


def update() -> None:
    """Renew every catalogue; what is no longer in the sources goes."""
    template = collect()
    for locale in LOCALES:
        stored = read(locale)
        stored.update(template, no_fuzzy_matching=True)
        stored.obsolete.clear()
        path = catalogue_path(locale)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, stored, width=120, sort_output=False, ignore_obsolete=True, include_lineno=False)


def problems(locale: str, stored: Catalog, template: Catalog) -> list[str]:
    """What a reader of this language would see in English, or see broken."""
    wrong = []
    for message in template:
        if not message.id:
            continue
        has = stored.get(message.id, context=message.context)
        text = forms(message.id)[0]
        if has is None or not all(strings_of(has)):
            wrong.append(f"{locale}: missing: {text!r}")
        elif has.fuzzy:
            wrong.append(f"{locale}: fuzzy: {text!r}")
        elif not keeps_placeholders(has):
            wrong.append(f"{locale}: placeholders differ: {text!r}")
    return wrong


def strings_of(message: Message) -> tuple[str, ...]:
    """The translation, in all its forms; empty ones where it is missing."""
    return forms(message.string or "")


def forms(text: Any) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, list | tuple) else (text,)


def keeps_placeholders(message: Message) -> bool:
    """Each translated form has the placeholders (and commands in backticks) of one of the English forms."""
    allowed = [Counter(PLACEHOLDER.findall(original)) for original in forms(message.id)]
    return all(Counter(PLACEHOLDER.findall(string)) in allowed for string in strings_of(message))


def check() -> list[str]:
    """The problems of all languages."""
    template = collect()
    return [problem for locale in LOCALES for problem in problems(locale, read(locale), template)]


def compile_all() -> None:
    """Write every .mo, as far as messages are translated."""
    for locale in LOCALES:
        source = catalogue_path(locale)
        if source.exists():
            with source.with_suffix(".mo").open("wb") as file:
                write_mo(file, translated(read(locale)))


def translated(stored: Catalog) -> Catalog:
    """Without what is missing or fuzzy: Babel would write empty plural forms, which readers would then see."""
    done = Catalog(locale=stored.locale, fuzzy=False)
    for message in stored:
        if message.id and all(strings_of(message)) and not message.fuzzy:
            done.add(message.id, message.string, context=message.context)
    return done


def main(verb: str) -> int:
    """Exit code: 0, 1 if something is not translated, 2 for a verb that is not understood."""
    if verb == "update":
        update()
    elif verb == "compile":
        compile_all()
    elif verb == "check":
        wrong = check()
        print("\n".join(wrong) or "Everything is translated.")
        return 1 if wrong else 0
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) == 2 else ""))
