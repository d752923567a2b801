"""How a colleague wants pages to be written. It concerns nobody else; "" stands for as the business has it."""

from regulars.base.audit.services import record
from regulars.base.staff.models import User
from regulars.base.staff.queries import actor_of

NAMES = ("language", "time_zone", "calendar")


def change_preferences(user: User, *, language: str, time_zone: str, calendar: str, actor: str) -> None:
    """Keep what somebody chose for themselves."""
    wanted = {"language": language, "time_zone": time_zone, "calendar": calendar}
    changed = [name for name in NAMES if getattr(user, name) != wanted[name]]
    for name in changed:
        setattr(user, name, wanted[name])
    if changed:
        user.save(update_fields=changed)
        record("user.change_preferences", actor=actor, object_type="user", keys=[user.pk], fields=changed)


def keep_language(user: User, language: str) -> None:
    """Keep the language that somebody switched to."""
    kept = {"time_zone": user.time_zone, "calendar": user.calendar}
    change_preferences(user, language=language, actor=actor_of(user), **kept)
