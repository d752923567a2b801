"""Keeps the goals of the business, and lets the data dictionary hold what they need."""

from collections.abc import Collection

from django.db import transaction

from regulars.base.audit.services import record
from regulars.base.fields.services import restore_fields, retire_fields
from regulars.base.start.goals import GOALS, SETTING
from regulars.base.web import preferences


@transaction.atomic
def choose_goals(codes: Collection[str], *, actor: str) -> list[str]:
    """Keep these goals, in their usual order; unknown ones are left out."""
    chosen = [code for code in GOALS if code in codes]
    preferences.write(SETTING, chosen, actor=actor)
    record("goals.choose", actor=actor, fields=chosen)
    return chosen


@transaction.atomic
def use_fields(names: Collection[str], offered: Collection[str], *, actor: str) -> None:
    """Of the fields that were offered, use these and retire the others; what is known already stays."""
    restore_fields(set(names) & set(offered), actor=actor)
    retire_fields(set(offered) - set(names), actor=actor)
