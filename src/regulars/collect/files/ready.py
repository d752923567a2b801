"""Whether a file is ready to be previewed or run: its columns say who somebody is, and its basis holds."""

from regulars.base.staff.queries import sight_of

from . import queries
from .basis import check_basis
from .cells import is_blank
from .errors import BasisMissing, FieldUnseen, NobodyNamed, NothingMapped, SourceMissing, TargetUnknown
from .mapping import KEY, Kind, Mapping, targets
from .models import Import
from .shown import label_of


def check_ready(row: Import, actor: str) -> None:
    """Raises NothingMapped, FieldUnseen, BasisMissing, SourceMissing, BoughtForMarketing, EvidenceMissing."""
    mapping = queries.mapping_of(row)
    if mapping is None:
        raise NothingMapped
    check_mapping(mapping, actor)
    if not row.source:
        raise SourceMissing
    if not row.basis:
        raise BasisMissing
    check_basis(queries.basis_of(row), carried(row.pk, mapping))


def check_mapping(mapping: Mapping, actor: str) -> None:
    """Raises NothingMapped, NobodyNamed, TargetUnknown, FieldUnseen."""
    chosen = {column.target for column in mapping.columns} - {""}
    if not chosen:
        raise NothingMapped
    offered = {target.code for target in targets(mapping.kind)}
    for code in sorted(chosen - offered) if offered else ():
        raise TargetUnknown(target=code)
    mask = sight_of(actor).mask
    for name in sorted(code.partition(":")[2] for code in chosen if code.startswith("trait:")):
        if not mask.sees(name):
            raise FieldUnseen(field=label_of(name))
    if mapping.kind in {Kind.CUSTOMERS, Kind.CONSENTS, Kind.POINTS} and not any(map(names_somebody, chosen)):
        raise NobodyNamed


def names_somebody(target: str) -> bool:
    """Whether a column says who the customers are, or at least what they are called."""
    return target.startswith("identifier:") or target in {KEY, *(f"trait:{name}" for name in NAMING)}


NAMING = ("email", "phone", "name", "first_name", "last_name", "nickname")


def carried(import_id: int, mapping: Mapping) -> list[str]:
    """The purposes whose consents stand in columns; a column that nobody filled in says nothing."""
    return [
        column.target.partition(":")[2]
        for column in mapping.columns
        if column.target.startswith("consent:") and not is_blank(import_id, column.place)
    ]
