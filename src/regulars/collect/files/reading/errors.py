"""Why a file cannot be read; each error says what to do."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from regulars.collect.files.errors import FileError


class ReadingError(FileError):
    """Base of all that is wrong with a file itself."""

    message = _("This file cannot be read.")

    def __reduce__(self) -> tuple[type["ReadingError"], tuple[object, ...]]:
        return type(self), self.args


class Empty(ReadingError):
    message = _("There is nothing in this file. Choose one that has at least one row under its heads.")


class UnknownFormat(ReadingError):
    message = _(
        "This is no file of a kind that can be imported. "
        "Save it as CSV, Excel (.xlsx or .xls), OpenDocument, Numbers, JSON lines, vCard or Parquet."
    )


class Protected(ReadingError):
    message = _("This file is locked with a password. Open it, save a copy without the password, and choose that.")


class Broken(ReadingError):
    message = _(
        "This file is damaged or was cut short on its way. Open it where it comes from, save it anew, and try that."
    )


class Bomb(ReadingError):
    message = _("This file unpacks to far more than it should, so it was not opened. Save it anew, or as CSV.")


class TooMuch(ReadingError):
    """More memory or time was needed than one file may take."""

    message = _("This file is too large to be opened in one piece. Save it as CSV, which can be far larger.")


class TooLarge(ReadingError):
    """`bytes_` are more than a file may have."""

    message = _("A file may have at most 2 GB. Split it, or leave out columns that nobody needs.")


class TooWide(ReadingError):
    """`columns` are more than a table may have."""

    def __init__(self, columns: int, most: int) -> None:
        super().__init__(columns, most)
        self.message = format_lazy(
            _("This file has {columns} columns; {most} can be read. Leave out columns that nobody needs."),
            columns=columns, most=most,
        )  # fmt: skip


class TooManyRows(ReadingError):
    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.message = format_lazy(_("A file may have at most {most} rows. Split it."), most=most)


class CellTooLong(ReadingError):
    """A cell, or a line without an end, of more than `most` characters near `row`."""

    def __init__(self, row: int, most: int) -> None:
        super().__init__(row, most)
        self.row = row
        self.message = format_lazy(
            _(
                "Near row {row} a cell has more than {most} characters: "
                "most likely a quotation mark is not closed there. Correct it, or choose another quotation mark."
            ),
            row=row, most=most,
        )  # fmt: skip


class LineBroken(ReadingError):
    """A line of JSON lines that is no object."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row
        self.message = format_lazy(
            _("Line {row} is no object in JSON, or was cut short. Correct it: every line is one object."), row=row
        )


class Unreadable(ReadingError):
    """The bytes are no text in `encoding`."""

    def __init__(self, encoding: str) -> None:
        super().__init__(encoding)
        self.encoding = encoding
        self.message = format_lazy(
            _("This file is not written in {encoding}. Choose another encoding, or save it as UTF-8."),
            encoding=encoding,
        )  # fmt: skip


class SheetUnknown(ReadingError):
    def __init__(self, sheet: str) -> None:
        super().__init__(sheet)
        self.message = format_lazy(_("There is no sheet “{sheet}” in this file. Choose another."), sheet=sheet)


class OptionUnknown(ReadingError):
    """An encoding, a delimiter or a quotation mark that is none."""

    def __init__(self, value: str) -> None:
        super().__init__(value)
        self.message = format_lazy(_("“{value}” is no way of reading a file. Choose another."), value=value)


class Stopped(ReadingError):
    message = _("Reading was stopped before its end.")
