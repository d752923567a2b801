"""By what right a list may be brought in: where it comes from, what people were told, what they agreed to."""

from collections.abc import Collection, Iterable

import msgspec

from regulars.base.fields import queries as fields
from regulars.base.fields.enums import Basis as LawfulBasis

from .enums import Origin
from .errors import BasisMissing, BoughtForMarketing, EvidenceMissing, PurposeUnknown
from .mapping import Mapping


class Basis(msgspec.Struct, omit_defaults=True):
    """`origin` is one of `Origin`, `told_on` a day (YYYY-MM-DD) or "", `told` what people were told, in words.

    `purposes` are the codes of what the data will be used for; `consents` those that everybody in the file agreed to.
    Consents of single people stand in columns. `evidence` says how an agreement can be shown.
    """

    origin: str = ""
    told_on: str = ""
    told: str = ""
    purposes: list[str] = []
    consents: list[str] = []
    evidence: str = ""


def check_basis(basis: Basis, carried: Iterable[str] = ()) -> None:
    """`carried` are the purposes whose consents stand in columns.

    Raises BasisMissing, PurposeUnknown, BoughtForMarketing, EvidenceMissing.
    """
    if basis.origin not in Origin.values:
        raise BasisMissing
    consents = {*basis.consents, *carried}
    for code in (*basis.purposes, *basis.consents):
        check_purpose(code)
    asking = [code for code in (*basis.purposes, *sorted(consents)) if needs_consent(code)]
    if basis.origin == Origin.BOUGHT and asking:
        labels = dict.fromkeys(str(fields.purpose(code).label) for code in asking)
        raise BoughtForMarketing(purposes=", ".join(labels))
    if consents and not basis.evidence.strip():
        raise EvidenceMissing


def check_purpose(code: str) -> None:
    """Raises PurposeUnknown."""
    if code not in fields.current().by_code:
        raise PurposeUnknown(code=code)


def needs_consent(code: str) -> bool:
    """Whether this purpose rests on consent: nobody who was bought has given it."""
    purpose = fields.current().by_code.get(code)
    return purpose is not None and purpose.basis is LawfulBasis.CONSENT


def for_purposes(mapping: Mapping, purposes: Collection[str]) -> Mapping:
    """The mapping without those columns that none of these purposes needs."""
    columns = [
        msgspec.structs.replace(column, target="", left_out="purposeless")
        if not serves(column.target, purposes)
        else column
        for column in mapping.columns
    ]
    return msgspec.structs.replace(mapping, columns=columns)


def serves(target: str, purposes: Collection[str]) -> bool:
    """Whether one of these purposes needs what a column holds; what says who somebody is serves all."""
    kind, _, name = target.partition(":")
    field = fields.find_field(name) if kind == "trait" else None
    return field is None or not field.purposes.isdisjoint(purposes)
