"""Notes where somebody is signed in, and signs them out there."""

import time
from importlib import import_module
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from regulars.base.audit.services import record
from regulars.base.staff.errors import SessionUnknown
from regulars.base.staff.models import User
from regulars.base.staff.queries import actor_of

OPENED, SEEN = "opened_at", "seen_at"
NOTED_EVERY = 60
"""Seconds between two notes of when a session was last seen."""
NOWHERE = "0.0.0.0"  # noqa: S104 a place that is not known


def open_session(session: Any, user: User, *, place: str, browser: str) -> None:
    """Note that somebody has signed in; `session` has its final key."""
    session[OPENED] = session[SEEN] = int(time.time())
    UserSession.objects.update_or_create(
        session_key=session.session_key,
        defaults={"user": user, "ip": place or NOWHERE, "user_agent": browser[:200], "last_seen_at": timezone.now()},
    )


def note_seen(session: Any, *, place: str, browser: str) -> None:
    """Note that a session is in use, at most once a minute."""
    now = int(time.time())
    if now - session[SEEN] < NOTED_EVERY:
        return
    session[SEEN] = now
    seen = {"last_seen_at": timezone.now(), "ip": place or NOWHERE, "user_agent": browser[:200]}
    UserSession.objects.filter(session_key=session.session_key).update(**seen)


def move_session(key: str | None, to: str | None) -> None:
    """A session goes on under another key."""
    UserSession.objects.filter(session_key=key).update(session_key=to)


def is_over(session: Any) -> bool:
    """Whether a session was left alone for too long, or has lasted too long."""
    now = time.time()
    lasted, idle = now - session.get(OPENED, 0), now - session.get(SEEN, 0)
    return bool(lasted >= settings.SESSION_COOKIE_AGE or idle >= settings.SESSION_IDLE_SECONDS)


def end_sessions(user: User, *, but: str | None = None) -> int:
    """Sign somebody out everywhere, but from the session with this key; from how many."""
    rows = UserSession.objects.filter(user=user).exclude(session_key=but or "")
    keys = list(rows.values_list("session_key", flat=True))
    end(keys)
    return len(keys)


def end(keys: list[str]) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    for key in keys:
        store.delete(key)
    UserSession.objects.filter(session_key__in=keys).delete()


@transaction.atomic
def sign_out_elsewhere(user: User, session_key: str | None) -> int:
    """End all other sessions of somebody, at their own wish; how many."""
    ended = end_sessions(user, but=session_key)
    record("user.end_sessions", actor=actor_of(user), object_type="user", keys=[user.pk])
    return ended


@transaction.atomic
def sign_out_of(user: User, number: int) -> None:
    """End one session of somebody, at their own wish. Raises SessionUnknown."""
    row = UserSession.objects.filter(user=user, pk=number).first()
    if row is None:
        raise SessionUnknown
    end([row.session_key])
    record("user.end_sessions", actor=actor_of(user), object_type="user", keys=[user.pk])


def forget_ended() -> None:
    """Take sessions that have ended out of the database."""
    engine = import_module(settings.SESSION_ENGINE)
    engine.SessionStore.clear_expired()
    live = engine.SessionStore.get_model_class().objects.values("session_key")
    UserSession.objects.exclude(session_key__in=live).delete()
