"""What can be set where: the groups of the settings page, in words that need no manual."""

from dataclasses import dataclass

from django.http import HttpRequest  # noqa: TID251 what somebody may see follows from who asks
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.base.web.shell import PaletteEntry


@dataclass(frozen=True)
class Place:
    """A page of settings: what it is called, what one does there, and who may."""

    label: Promise
    words: Promise
    page: str
    permission: str = ""
    is_in_menu: bool = False


GROUPS: tuple[tuple[Promise, tuple[Place, ...]], ...] = (
    (
        _("For you"),
        (
            Place(_("Language and times"), _("Your language, time zone and calendar."), "settings:preferences"),
            Place(_("Your account"), _("Your name and e-mail address."), "staff:me"),
            Place(_("Password and second factor"), _("What you sign in with."), "staff:security"),
            Place(_("Sessions"), _("Where you are signed in, and a way to end it."), "staff:sessions"),
        ),
    ),
    (
        _("The business"),
        (
            Place(
                _("Getting started"), _("What you want to reach, and what it takes."), "start:goals", "settings.edit"
            ),
            Place(_("Business"), _("Its name, language, time zone and week."), "settings:business", "settings.edit"),
            Place(
                _("Rules and training"),
                _("How we collect, use and share what we know of customers; who has read it."),
                "policy:rules",
                is_in_menu=True,
            ),
            Place(
                _("Fields"),
                _("What we keep about customers, and what for."),
                "fields:list",
                "fields.see",
                is_in_menu=True,
            ),
        ),
    ),
    (
        _("People and safety"),
        (
            Place(
                _("Staff"),
                _("Invite colleagues, give them roles, form teams."),
                "staff:colleagues",
                "staff.see",
                is_in_menu=True,
            ),
            Place(
                _("Signing in"),
                _("Who must use a second factor."),
                "settings:sign-in",
                "settings.edit",
            ),
            Place(
                _("Audit trail"),
                _("Who saw, changed or sent what, and when."),
                "audit:list",
                "audit.see",
                is_in_menu=True,
            ),
        ),
    ),
    (
        _("Mail and connections"),
        (
            Place(_("Mail server"), _("Who delivers our invitations and notices."), "mail:server", "settings.edit"),
            Place(_("Text messages"), _("Who delivers codes to customers’ phones."), "mail:gateway", "settings.edit"),
            Place(_("Outbox"), _("Messages that were sent, or wait to be."), "mail:outbox", "settings.edit"),
            Place(_("API keys"), _("Let your own programs read and write."), "staff:keys", "keys.edit"),
            Place(_("Webhooks"), _("Tell your own programs when something happens."), "webhooks:list", "webhooks.edit"),
            Place(
                _("Sources"),
                _("Where facts about customers come from."),
                "sources:list",
                "sources.see",
                is_in_menu=True,
            ),
        ),
    ),
    (
        _("The system"),
        (
            Place(
                _("Jobs"),
                _("What runs in the background, and what went wrong."),
                "jobs:list",
                "jobs.see",
                is_in_menu=True,
            ),
            Place(
                _("Health"),
                _("Whether all is well: disk, database, mail."),
                "jobs:health",
                "jobs.see",
                is_in_menu=True,
            ),
        ),
    ),
)


@dataclass(frozen=True)
class Line:
    """A place that somebody may open."""

    label: Promise
    words: Promise
    url: str


def groups_for(request: HttpRequest) -> list[tuple[Promise, list[Line]]]:
    """The groups with what this person may open; what no app has is left out."""
    found = ((label, [line for place in places if (line := line_for(request, place))]) for label, places in GROUPS)
    return [(label, lines) for label, lines in found if lines]


def line_for(request: HttpRequest, place: Place) -> Line | None:
    if place.permission and not request.user.has_perm(place.permission):
        return None
    try:
        return Line(place.label, place.words, reverse(place.page))
    except NoReverseMatch:
        return None


def palette() -> list[PaletteEntry]:
    """What the command palette offers beside the lines of the menu."""
    places = (place for _label, group in GROUPS for place in group if not place.is_in_menu)
    return [PaletteEntry(place.label, place.page, place.permission, place.words) for place in places]
