"""Texts that a business wrote in several languages, read in the language of whoever looks."""

from collections.abc import Mapping

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language

LANGUAGES = ("en", "th", "zh", "fa")
Texts = Mapping[str, str]
"""Language (en, th, zh, fa) → text."""


def chosen(texts: tuple[tuple[str, str], ...], otherwise: str | Promise) -> str:
    """The text in the current language, else what it is called otherwise."""
    language = (get_language() or "en").split("-")[0]
    return dict(texts).get(language) or str(otherwise)


_lazily = lazy(chosen, str)


def label(texts: Texts, built_in: str | Promise | None, name: str = "") -> str | Promise:
    """A text that is read when it is shown: as the business wrote it in that language, else as built in.

    What is not built in is called as in English, in any language it was written in, or by its name.
    """
    written = tuple((language, text) for language, text in texts.items() if text)
    if not written:
        return name if built_in is None else built_in
    if built_in is None:
        built_in = texts.get("en") or written[0][1]
    return _lazily(written, built_in)
