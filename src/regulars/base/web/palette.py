"""The command palette: what whoever is signed in can go to or do, as the browser's combobox asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from regulars.base.web.shell import PaletteEntry, menu, palette_for, shortcuts


@dataclass(frozen=True)
class Line:
    """One line of the palette as it is drawn; `send` is what is posted, `keys` the shortcut that does the same."""

    section: str
    label: str
    url: str
    keywords: str = ""
    send: Mapping[str, str] | None = None
    keys: str = ""


def palette(request: HttpRequest) -> HttpResponse:
    """What the palette offers. Open to whoever has signed in: each entry asks for its own permission."""
    found = (line_of(entry) for entry in palette_for(request))
    lines = [line for line in found if line is not None]
    return render(request, "web/_palette_entries.html", {"lines": [*lines, *languages()]})


def line_of(entry: PaletteEntry) -> Line | None:
    """None where no app has the page."""
    try:
        url = reverse(entry.url)
    except NoReverseMatch:
        return None
    section = _("Pages") if any(one.url == entry.url for one in menu) else _("Actions")
    keys = next((one.keys for one in shortcuts if one.url == entry.url), "")
    return Line(section, str(entry.label), url, str(entry.keywords), entry.send, keys)


def languages() -> list[Line]:
    """The languages that the page is not in."""
    return [
        Line(_("Languages"), name, reverse("web:language"), f"{code} language", {"language": code})
        for code, name in settings.LANGUAGES
        if code != get_language()
    ]
