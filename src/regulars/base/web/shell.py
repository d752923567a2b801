"""The plugs of the pages: what higher floors put into the menu, onto the home page and onto the customer page."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.functional import Promise

from regulars.base.web.access import signed_in

if TYPE_CHECKING:
    from regulars.base.staff.models import User

Load = Callable[..., dict[str, Any]]


@dataclass(frozen=True)
class MenuEntry:
    """A line of the menu: `url` is the name of a page; who lacks `permission` (if it asks for one) does not see it.

    `count` is asked for each time the menu is drawn, so it must be quick; it counts what this person may see.
    A page that `asks_lake` is not opened at the start of the process, as the others are.
    """

    section: str | Promise
    label: str | Promise
    url: str
    permission: str
    order: int
    count: Callable[[HttpRequest], int | None] | None = None
    asks_lake: bool = False


@dataclass(frozen=True)
class Tile:
    """A part of the home page: `template` is drawn with what `load(request)` returns, anew every few seconds.

    A tile is one figure in the row at the top; a `wide` one is a sheet below it. A `still` one is drawn once.
    One `of_all` counts everybody's customers: who sees only some does not see it.
    """

    name: str
    template: str
    load: Load
    permission: str
    order: int
    wide: bool = False
    still: bool = False
    of_all: bool = False


@dataclass(frozen=True)
class Figure:
    """A number with its label; `note` is a sentence beside it, `page` the name of where one reads more."""

    label: str
    value: int
    note: str = ""
    page: str = ""
    is_warning: bool = False


@dataclass(frozen=True)
class Panel:
    """A part of the page about one `subject`, such as "customer", drawn with what `load(request, subject)` returns.

    `column` is "start" or "end". A `lazy` panel is asked for by the browser after the page stands.
    """

    subject: str
    name: str
    label: str | Promise
    template: str
    load: Load
    permission: str
    order: int
    column: str = "start"
    lazy: bool = False


@dataclass(frozen=True)
class Action:
    """A button in the head of the page about one `subject`; `address(subject)` is where it leads. One is the main."""

    subject: str
    name: str
    label: str | Promise
    address: Callable[[Any], str]
    permission: str
    order: int
    is_main: bool = False


@dataclass(frozen=True)
class Todo:
    """Something that waits for this colleague: a whole sentence and the name of the page where it is done.

    `tone` is that of its dot: "warn" for what should not wait, "off" for what may.
    """

    words: str
    page: str
    tone: str = "warn"
    query: str = ""


@dataclass(frozen=True)
class Step:
    """One step of getting started: what is done on `page`, by whoever has the permission; `is_done` is asked quickly.

    `goals` are the codes of those that need it; a step without any is for everybody.
    """

    name: str
    label: str | Promise
    about: str | Promise
    page: str
    permission: str
    order: int
    is_done: Callable[[], bool]
    goals: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PaletteEntry:
    """A page or an action that the command palette offers, found by its label and other `keywords`.

    `url` is the name of a page; with `send` these values are posted there. A page that no app has is left out.
    """

    label: str | Promise
    url: str
    permission: str
    keywords: str | Promise = ""
    send: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Shortcut:
    """Keys, one after another, such as "g c": they lead to the page named `url`, or name what the browser does."""

    keys: str
    label: str | Promise
    url: str = ""
    permission: str = ""


def figure(name: str, *, permission: str, order: int, load: Callable[[], Figure], of_all: bool = False) -> None:
    """Put one figure onto the home page."""
    tiles.append(Tile(name, "web/_figure.html", lambda _request: {"figure": load()}, permission, order, of_all=of_all))


menu: list[MenuEntry] = []
tiles: list[Tile] = []
panels: list[Panel] = []
palette: list[PaletteEntry] = []
shortcuts: list[Shortcut] = []

rehearsed: list[Callable[[], Iterable[str]]] = []
"""Each names addresses that the web process opens once at its start, beside those of the menu."""
questions: list[Callable[[], object]] = []
"""Each asks the lake something that pages ask, once when somebody has come: its engine takes long to load, and memory
that a process which only takes facts in does not need."""
todos: list[Callable[["User"], Todo | None]] = []
"""Each says whether something waits for whoever asks; it checks their permission itself."""
steps: list[Step] = []
actions: list[Action] = []


def menu_for(request: HttpRequest) -> list[MenuEntry]:
    """The entries that this person may see, in order."""
    seen = [entry for entry in menu if may(request, entry.permission)]
    return sorted(seen, key=lambda entry: entry.order)


def tiles_for(request: HttpRequest) -> list[Tile]:
    """The tiles that this person may see, in order."""
    reader = signed_in(request)
    seen = [tile for tile in tiles if reader.has_perm(tile.permission)]
    return sorted((tile for tile in seen if not tile.of_all or reader.sight.owners is None), key=lambda t: t.order)


def panels_for(request: HttpRequest, subject: str) -> list[Panel]:
    """The panels about this kind of subject that this person may see, in order."""
    fitting = [panel for panel in panels if panel.subject == subject and request.user.has_perm(panel.permission)]
    return sorted(fitting, key=lambda panel: panel.order)


def actions_for(request: HttpRequest, subject: str) -> list[Action]:
    """The actions on this kind of subject that this person may take, in order."""
    fitting = [one for one in actions if one.subject == subject and request.user.has_perm(one.permission)]
    return sorted(fitting, key=lambda one: one.order)


def todos_for(user: "User") -> list[Todo]:
    """What waits for this person, what should not wait first."""
    found = [one for one in (ask(user) for ask in todos) if one is not None]
    return sorted(found, key=lambda one: one.tone != "warn")


def steps_for(user: "User", goals: Collection[str]) -> list[Step]:
    """The steps that these goals need and this person may take, in order."""
    needed = [one for one in steps if not one.goals or not one.goals.isdisjoint(goals)]
    return sorted((one for one in needed if user.has_perm(one.permission)), key=lambda one: one.order)


def may(request: HttpRequest, permission: str) -> bool:
    return not permission or request.user.has_perm(permission)


def palette_for(request: HttpRequest) -> list[PaletteEntry]:
    """The pages and actions that this person may choose from: the menu first, each with what the palette adds to it."""
    named = {(entry.url, str(entry.label)): entry for entry in palette if may(request, entry.permission)}
    pages = [PaletteEntry(entry.label, entry.url, entry.permission) for entry in menu_for(request)]
    found = [named.pop((page.url, str(page.label)), page) for page in pages]
    return [*found, *named.values()]


def shortcuts_for(request: HttpRequest) -> list[Shortcut]:
    """The shortcuts that lead somewhere for this person."""
    return [one for one in shortcuts if may(request, one.permission)]
