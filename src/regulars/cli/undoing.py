"""`regulars customer undo`: what would change, and the undo itself."""

from regulars.base.audit.services import record
from regulars.unify.customers import queries
from regulars.unify.identity import queries as identity
from regulars.unify.identity import services
from regulars.unify.identity.errors import NoPreview
from regulars.unify.identity.queries import UndoPreview

from .acting import done
from .command import actor, say, sight
from .output import print_json, print_line
from .rendering import print_preview


def preview_undo(link: str, as_json: bool) -> None:
    """Say what an undo would change."""
    preview = queries.undo_preview(link, sight=sight())
    shown = [one.key for person in preview.changes for one in person.identifiers]
    record("customer.preview_undo", actor=actor(), object_type="customer", keys=shown)
    print_json(preview) if as_json else print_preview(preview)


def undo_now(link: str, as_json: bool) -> None:
    """Undo, and warn where it does not part the two, or not for long."""
    queries.check_undo(link, sight=sight())
    notes = notes_on(link)
    position = done(services.undo_link(link, actor=actor()))
    for note in notes:
        say(note)
    # What is taken back here was a decision itself: it is decided anew, not restored.
    undo = None if link.startswith("d") else f"d{position}"
    result = {"position": position, "undo": undo, "notes": notes}
    print_json(result) if as_json else print_line(
        f"Undone. To take this back: regulars customer undo {undo}" if undo else "Undone."
    )


def notes_on(link: str) -> list[str]:
    """What a colleague should know about an undo."""
    try:
        preview = identity.undo_preview(link)
    except NoPreview:
        return []
    return [*still_one(preview), *comes_back(preview)]


def still_one(preview: UndoPreview) -> list[str]:
    """Other evidence joins them."""
    if not preview.still:
        return []
    return ["They are still one, because of other evidence. To part them: regulars customer apart A B"]


def comes_back(preview: UndoPreview) -> list[str]:
    """A live source will say it again."""
    if not preview.comes_back:
        return []
    return ["A live source says this, and will with its next event. To keep them apart: regulars customer apart A B"]
