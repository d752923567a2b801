"""What the kinds of source are, in words, and which ways to connect suit each."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.unify.facts.enums import SourceKind


@dataclass(frozen=True)
class KindWords:
    """A kind's name, what it stands for, and the snippets to show, the best first."""

    label: Promise
    about: Promise
    snippets: tuple[str, ...]


SERVERS = ("node", "python", "php", "curl")

KINDS: dict[SourceKind, KindWords] = {
    SourceKind.BROWSER: KindWords(
        _("Website or app"),
        _(
            "Pages in a browser and apps on a phone. Anyone can read its key, so what it says counts as a claim:"
            " it never changes a known customer's contact details."
        ),
        ("browser", "kotlin", "swift", "flutter", "curl"),
    ),
    SourceKind.SERVER: KindWords(
        _("Server"),
        _("Your own program on your own computer. Its key stays secret, so what it says is trusted."),
        SERVERS,
    ),
    SourceKind.SHOP: KindWords(
        _("Web shop"), _("A shop system that reports its orders. Its key stays secret."), SERVERS
    ),
    SourceKind.TILL: KindWords(_("Till"), _("A cash register in a shop. Its key stays secret."), SERVERS),
    SourceKind.FORM: KindWords(
        _("Form"),
        _("A sign-up or contact form that strangers fill in. What it says counts as a claim until it is confirmed."),
        ("browser", "curl", "pixel"),
    ),
    SourceKind.PIXEL: KindWords(
        _("Pixel"),
        _("An image in an e-mail, or on a page without script, that tells that it was opened. Its key is public."),
        ("pixel",),
    ),
    SourceKind.FILE: KindWords(
        _("File"), _("Spreadsheets and exports that you bring in now and then."), ("curl", *SERVERS[:3])
    ),
    SourceKind.STAFF: KindWords(_("Colleagues"), _("What colleagues correct and decide."), ()),
}


def words_of(kind: str) -> KindWords:
    """The words for a kind."""
    return KINDS[SourceKind(kind)]
