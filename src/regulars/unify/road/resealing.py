"""Seals what a field holds that became special, and opens what one holds that is no longer: a slice of keys a turn.

The road does it, because it alone writes records and golden rows; what follows them (the lake, the index) hears of it
as of any other change. Files with the values as they were go as after an erasure.
"""

import time

from django.db import transaction

from regulars.base.fields import queries as fields
from regulars.base.fields import sealing, services
from regulars.unify.customers import entries, projection
from regulars.unify.customers.records import decode_traits
from regulars.unify.facts import sql
from regulars.unify.facts.counters import Counters
from regulars.unify.identity.models import LakeErasure

from .world import World

LOOK_SECONDS = 2.0
KEYS = 1_000


class Resealing:
    """Looks every two seconds whether a field asks for it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.looked_at = float("-inf")

    def turn(self) -> bool:
        """Do one slice; False if there is nothing to do."""
        if time.monotonic() - self.looked_at < LOOK_SECONDS:
            return False
        pending = fields.resealings()
        if not pending:
            self.looked_at = time.monotonic()
            return False
        # What is filed from now on is filed as the field is now.
        fields.look_again()
        self.reseal(*pending[0])
        return True

    @transaction.atomic(durable=True)
    def reseal(self, name: str, after: int) -> None:
        """Seal or open the values of a field in the records of the next keys, and all that is made of them."""
        last = sql.run("SELECT MAX(key) FROM record")[0][0] or 0
        until = min(after + KEYS, last)
        changed = change_records(name, after, until)
        is_finished = until >= last
        if changed:
            projection.refresh(changed, self.world.sources, own_position())
        services.pass_resealing(name, until, has_changed=bool(changed), is_finished=is_finished)
        if is_finished and fields.has_resealed():
            LakeErasure.objects.create(position=own_position(), keys=[], hashes=[])


def change_records(name: str, after: int, until: int) -> set[int]:
    """Write these keys' records with the field's values sealed, or opened; the keys of those that changed."""
    rows = sql.run(
        "SELECT key, source, batch, row, traits FROM record WHERE key > %s AND key <= %s ORDER BY key", after, until
    )
    spelled = entries.encode(name).decode()
    is_special = name in fields.special_fields()
    changed = []
    for *place, text in rows:
        traits = decode_traits(text) if spelled in text else {}
        if name in traits:
            plain = sealing.opened(name, traits[name].value)
            value = sealing.sealed(name, plain) if is_special else plain
            if value != traits[name].value:
                traits[name] = traits[name]._replace(value=value)
                changed.append((entries.write(traits), *place))
    sql.write("UPDATE record SET traits = %s WHERE key = %s AND source = %s AND batch = %s AND row = %s", changed)
    return {key for _, key, *_ in changed}


def own_position() -> int:
    """A new position, so that everybody who follows changes hears of these."""
    counters = Counters()
    position = counters.take("position")
    counters.store()
    return position
