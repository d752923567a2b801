"""What becomes of bad values: decided once for all rows of a file, and for the files to come."""

import pyarrow.parquet as pq
from django.db import transaction

from regulars.base.audit.services import record
from regulars.base.fields.moments import now

from . import folder, queries
from .errors import ColumnUnknown
from .mapping.reading import ANYBODY, domain_of, is_address
from .models import Repair
from .services import OBJECT, open_for
from .shown import token_of


@transaction.atomic
def repair(import_id: int, column: int, value: str, becomes: str | None, *, actor: str) -> None:
    """Say what a bad value of a column becomes, here and in every later file; None leaves it out.

    The preview has to be made again for it to show. Raises ImportUnknown, NotNow, ColumnUnknown.
    """
    open_for(import_id)
    meant = {"replacement": becomes or "", "is_left_out": not becomes, "actor": actor, "made_at": now()}
    Repair.objects.update_or_create(field=target_of(import_id, column), value=value, defaults=meant)
    record("import.repair", actor=actor, object_type=OBJECT, keys=[import_id], fields=[target_of(import_id, column)])


def target_of(import_id: int, column: int) -> str:
    """What a column is matched with. Raises ImportUnknown, ColumnUnknown."""
    mapping = queries.mapping_of(queries.find(import_id))
    for one in mapping.columns if mapping else ():
        if one.place == column and one.target:
            return one.target
    raise ColumnUnknown(column=column)


def repair_by_token(import_id: int, column: int, token: str, becomes: str | None, *, actor: str) -> None:
    """`repair` for who does not see the value whole: `token` is that of `BadValue`, which may be a whole domain's."""
    value = value_of(import_id, column, token)
    is_domain = value.startswith(f"{ANYBODY}@") and is_address(target_of(import_id, column).partition(":")[2])
    repair(import_id, column, value, domain_of(becomes) if becomes and is_domain else becomes, actor=actor)


def value_of(import_id: int, column: int, token: str) -> str:
    """The bad value that a token stands for. Raises ColumnUnknown."""
    path = folder.at(import_id, folder.PROBLEMS)
    values = pq.read_table(path, filters=[("column", "=", column)])["value"].to_pylist() if path.exists() else []
    for value in dict.fromkeys([*values, *(domain_of(value) for value in values if "@" in value)]):
        if token_of(value) == token:
            return str(value)
    raise ColumnUnknown(column=column)


@transaction.atomic
def forget_repair(import_id: int, column: int, value: str, *, actor: str) -> None:
    """Take a repair back. Raises ImportUnknown, ColumnUnknown."""
    Repair.objects.filter(field=target_of(import_id, column), value=value).delete()
    record("import.repair", actor=actor, object_type=OBJECT, keys=[import_id])


def forget_repair_by_token(import_id: int, column: int, token: str, *, actor: str) -> None:
    """`forget_repair` for who does not see the value whole."""
    forget_repair(import_id, column, value_of(import_id, column, token), actor=actor)
