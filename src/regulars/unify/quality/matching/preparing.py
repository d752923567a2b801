"""From customers as they are written to the columns that are compared: each distinct name once, the rest in SQL."""

from collections.abc import Callable, Iterable, Sequence

import pyarrow as pa

from regulars.base.lake.scratch import Scratch

from . import words
from .pooling import Mapped, pool
from .words import Forms

MANY_NAMES, MANY_WORDS = 200_000, 5_000
PARTS: dict[str, Callable[[str], Forms]] = {"given": words.given_forms, "family": words.family_forms}
WORD = [(name, pa.string()) for name in ("plain", "heard", "letters", "latin", "script")]
LISTED = [("sounds", pa.list_(pa.string())), ("pets", pa.list_(pa.string()))]
WORDS = pa.schema(
    [("written", pa.string()), *WORD, *LISTED, ("dense", pa.bool_()), ("skeleton", pa.string()), ("number", pa.int32())]
)

# Digits of further scripts as 0 to 9; letters of streets alone, without the words that every street has.
_DIGITS = "translate({}, '๐๑๒๓๔๕๖๗๘๙۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩', '012345678901234567890123456789')"
_ONE_BYTE = f"translate(lower(strip_accents({{}})), '{words.NATIVE_LETTERS}', '{words.ONE_BYTE}')"
_STREET_WORDS = "street|st|road|rd|avenue|ave|lane|ln|drive|dr|place|pl|court|ct|crescent|cres|circuit|close|soi|no"
_NUMBER = r"regexp_extract({}, '[0-9]+')"
PEOPLE = f"""
CREATE OR REPLACE TABLE people AS
SELECT p.id, p.parted,
  coalesce(g.number, 0) AS given_number, coalesce(f.number, 0) AS family_number,
  nullif(g.plain, '') AS given, nullif(f.plain, '') AS family,
  g.heard AS given_heard, f.heard AS family_heard, g.letters AS given_letters, f.letters AS family_letters,
  g.latin AS given_latin, f.latin AS family_latin,
  coalesce(g.script, '') AS given_script, coalesce(f.script, '') AS family_script,
  coalesce(g.sounds, []) AS given_sounds, coalesce(f.sounds, []) AS family_sounds,
  coalesce(g.skeleton, '') AS given_skeleton, coalesce(f.skeleton, '') AS family_skeleton,
  coalesce(g.dense, false) AS given_dense,
  coalesce(g.pets, []) AS given_pets, coalesce(f.pets, []) AS family_pets,
  coalesce(g.dense AND f.dense, false) AS dense,
  nullif(b.said, '') AS born,
  nullif(ltrim(regexp_extract(street_digits, '[0-9]+'), '0'), '') AS house,
  nullif(regexp_replace(street_letters, '[\\s0-9,./#-]+', '', 'g'), '') AS street,
  nullif(regexp_replace(regexp_replace(street_letters, '\\b({_STREET_WORDS})\\b', ' ', 'g'), '[\\s0-9,./#-]+', '', 'g'),
    '') AS bare_street,
  nullif(regexp_replace({_ONE_BYTE.format("p.city")}, '[\\s,.-]+', '', 'g'), '') AS city,
  nullif(regexp_replace(upper({_DIGITS.format("p.postal_code")}), '[^0-9A-Z]', '', 'g'), '') AS postcode,
  list_distinct(list_filter(list_transform(p.phones,
    lambda one: right(regexp_replace({_DIGITS.format("one")}, '[^0-9]', '', 'g'), 9)),
    lambda one: length(one) >= 6)) AS phones,
  list_distinct(list_filter(list_transform(p.emails, lambda one: lower(trim(one))), lambda one: contains(one, '@')))
    AS emails,
  p.devices
FROM (
  SELECT *, {_DIGITS.format("street")} AS street_digits, {_ONE_BYTE.format("street")} AS street_letters FROM parted
) p
LEFT JOIN given_words g ON g.written = p.given_part
LEFT JOIN family_words f ON f.written = p.family_part
LEFT JOIN birthdays b ON b.written = p.birthday
"""
FREQUENCIES = """
CREATE OR REPLACE TABLE {part}_frequencies AS
SELECT {part}, count(*) / sum(count(*)) OVER () AS tf_{part} FROM people WHERE {part} IS NOT NULL GROUP BY {part}
"""
DERIVED = """
CREATE OR REPLACE TABLE compared AS
SELECT * EXCLUDE (emails),
  emails, phones[1] AS phone, emails[1] AS email,
  list_distinct(list_filter(list_transform(emails,
    lambda one: regexp_replace(split_part(split_part(one, '@', 1), '+', 1), '[._-]', '', 'g')),
    lambda one: length(one) >= 4)) AS locals,
  left(born, 4) || least(substr(born, 5, 2), substr(born, 7, 2)) || greatest(substr(born, 5, 2), substr(born, 7, 2))
    AS born_key
FROM people LEFT JOIN given_frequencies USING (given) LEFT JOIN family_frequencies USING (family)
"""


# Names that sources part themselves need no look.
WHOLE = "SELECT DISTINCT first_name, last_name, name FROM written WHERE first_name = '' OR last_name = ''"
PARTED = """
CREATE OR REPLACE TABLE parted AS
SELECT *, given_part <> '' AND family_part <> '' AS parted FROM (
  SELECT written.*, coalesce(parts.given_part, written.first_name) AS given_part,
    coalesce(parts.family_part, written.last_name) AS family_part
  FROM written LEFT JOIN parts USING (first_name, last_name, name)
)
"""


def prepare(scratch: Scratch, people: pa.Table, *, processes: int = 2) -> None:
    """Make the table `compared` in `scratch`: one row for each person, with everything that is compared.

    `people` has the columns of `people.SCHEMA`.
    """
    run = scratch.run
    scratch.put("written", people)
    names = scratch.rows(WHOLE)
    with pool(len(names), processes, worth_from=MANY_NAMES) as mapped:
        scratch.put("parts", parts_table(names, mapped))
    run(PARTED)
    distinct = {part: [one for (one,) in scratch.rows(f"SELECT DISTINCT {part}_part FROM parted")] for part in PARTS}
    with pool(sum(map(len, distinct.values())), processes, worth_from=MANY_WORDS) as mapped:
        for part, written in distinct.items():
            scratch.put(f"{part}_words", words_table(written, mapped(PARTS[part], written)))
    days = [one for (one,) in scratch.rows("SELECT DISTINCT birthday FROM written")]
    scratch.put("birthdays", pa.table({"written": days, "said": list(map(words.birthday, days))}, schema=DAYS))
    run(PEOPLE)
    for part in PARTS:
        run(FREQUENCIES.format(part=part))
    run(DERIVED)
    for part in PARTS:
        scratch.run(f"CREATE OR REPLACE TABLE {part}_forms AS SELECT * EXCLUDE (written) FROM {part}_words")
    for name in ("parts", "given_words", "family_words", "birthdays", "written"):
        scratch.drop(name)
    for name in ("parted", "people", "given_frequencies", "family_frequencies"):
        run(f"DROP TABLE {name}")


DAYS = pa.schema([("written", pa.string()), ("said", pa.string())])


def parts_table(names: Sequence[tuple[str, str, str]], mapped: Mapped) -> pa.Table:
    """Each distinct name with its parts."""
    parts = list(mapped(words.parts, names))
    columns = [[one[place] for one in names] for place in range(3)] + [
        [one[place] for one in parts] for place in (0, 1)
    ]
    return pa.table(
        [pa.array(column, pa.string()) for column in columns],
        names=["first_name", "last_name", "name", "given_part", "family_part"],
    )


def words_table(written: Sequence[str], found: Iterable[Forms]) -> pa.Table:
    """Each distinct part of a name in its forms."""
    rows = [(one, *forms, number) for number, (one, forms) in enumerate(zip(written, found, strict=True), 1)]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(WORDS)
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, WORDS, strict=True)], schema=WORDS)
