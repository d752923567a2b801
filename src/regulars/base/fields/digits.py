"""Decimal digits of all scripts: to ASCII for machines, to a script for readers."""

import unicodedata


class _Decimals(dict[int, int]):
    """A translation table of every Unicode decimal digit, filled as characters are met."""

    def __missing__(self, code: int) -> int:
        decimal = unicodedata.decimal(chr(code), None)
        self[code] = code if decimal is None else ord("0") + decimal
        return self[code]


_TO_ASCII = _Decimals()


def to_ascii(text: str) -> str:
    """Every decimal digit (Unicode category Nd: Thai, Persian, Arabic, full-width, …) as 0 to 9; the rest stays."""
    return text if text.isascii() else text.translate(_TO_ASCII)


def in_script(text: str, zero: str) -> str:
    """ASCII digits in the script whose zero is given: `"๐"` Thai, `"۰"` Persian, `"٠"` Arabic, `"0"` unchanged."""
    return text.translate({ord("0") + digit: ord(zero) + digit for digit in range(10)})
