"""Files to start from: a workbook or CSV for each kind of rows and each language, made from the data dictionary."""

from regulars.collect.files.mapping.columns import Kind


def template(kind: Kind, language: str, format_: str = "xlsx") -> bytes:
    """A file to fill in: `format_` is "xlsx" (drop-downs, notes, instructions and an example) or "csv"."""
    raise NotImplementedError
