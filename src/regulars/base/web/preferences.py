"""Settings of the business, such as its name: kept in one table, read again at most every few seconds."""

import time
from typing import Any

from django.db import transaction

from regulars.base.web import trail
from regulars.base.web.models import Setting

SECONDS = 3.0
"""So old may be what another process has changed; what this one changes is seen at once."""

Settings = dict[str, Any]
_kept: tuple[float, Settings] = (0.0, {})


def read(name: str, default: Any = None) -> Any:
    """The setting's JSON value, or `default` where nobody has set it."""
    return everything().get(name, default)


@transaction.atomic
def write(name: str, value: Any, *, actor: str) -> None:
    """Set to a JSON value; None takes the setting away, so that its default stands again. Audited when it changes."""
    if value == Setting.objects.filter(name=name).values_list("value", flat=True).first():
        return
    if value is None:
        Setting.objects.filter(name=name).delete()
    else:
        Setting.objects.update_or_create(name=name, defaults={"value": value})
    trail.note("setting.change", actor=actor, object_type="setting", fields=[name])
    forget()
    transaction.on_commit(forget)


@transaction.atomic
def put(name: str, value: Any) -> None:
    """Set to a JSON value without a line in the audit trail: for what goes with an act that has a line of its own."""
    Setting.objects.update_or_create(name=name, defaults={"value": value})
    forget()
    transaction.on_commit(forget)


def everything() -> Settings:
    """All that was set, by name; for reading alone."""
    until, settings = _kept
    if time.monotonic() < until:
        return settings
    settings = dict(Setting.objects.values_list("name", "value"))
    keep(settings, SECONDS)
    return settings


def keep(settings: Settings, seconds: float) -> None:
    """Answer with these for so long."""
    global _kept  # noqa: PLW0603 one answer a process
    _kept = (time.monotonic() + seconds, settings)


def forget() -> None:
    """Read the table next time."""
    keep({}, 0.0)
