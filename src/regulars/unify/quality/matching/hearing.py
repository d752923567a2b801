"""Names that are spelled in different ways or scripts: heard once for each two words that meet in a pair.

What is heard becomes a list at each word, so that pairs are compared without leaving the database.
"""

from typing import NamedTuple

import pyarrow as pa

from regulars.base.lake.scratch import Scratch

from . import words
from .pooling import Mapped, pool

PLAUSIBLE, SPELLED = 0.7, 0.7
"""How near the consonants of two scripts, and the letters of two Latin spellings, must be to be worth hearing."""
MEETING = """
SELECT DISTINCT {one}_script AS script, {one}_heard AS heard, {other}_script_2 AS other_script, {other}_heard_2 AS other
FROM (SELECT l.*, {renamed} FROM blocked b JOIN compared l ON l.id = b.join_key_l JOIN compared r ON r.id = b.join_key_r)
WHERE {one} <> {other}_2 AND CASE
  WHEN {one}_script = 'h' AND {other}_script_2 = 'h' THEN {one}_latin = {other}_latin_2
  WHEN {one}_script = 'h' OR {other}_script_2 = 'h' THEN list_has_any({one}_sounds, {other}_sounds_2)
  WHEN {one}_script = {other}_script_2 THEN {one}_script = 'l' AND NOT (dense OR dense_2)
    AND list_has_any({one}_sounds, {other}_sounds_2)
    AND jaro_winkler_similarity({one}_letters, {other}_letters_2) >= {spelled}
  ELSE left({one}_skeleton, 1) = left({other}_skeleton_2, 1)
    AND jaro_winkler_similarity({one}_skeleton, {other}_skeleton_2) >= {plausible}
END
"""
FORMS = ("", "_script", "_heard", "_latin", "_sounds", "_letters", "_skeleton")
COLUMNS = [f"{part}{form}" for part in ("given", "family") for form in FORMS] + ["dense"]
LISTED = """
CREATE OR REPLACE TABLE heard_{name} AS
SELECT word, list(DISTINCT other) AS others FROM {name}_met GROUP BY word
"""
ADDED = """
CREATE OR REPLACE TABLE compared AS
SELECT c.*, coalesce(g.others, []) AS given_others, coalesce(f.others, []) AS family_others,
  coalesce(x.others, []) AS crossed_others
FROM compared c
LEFT JOIN heard_given g ON g.word = c.given_heard
LEFT JOIN heard_family f ON f.word = c.family_heard
LEFT JOIN heard_crossed x ON x.word = c.given_heard
"""


class Meeting(NamedTuple):
    """Two words that meet in a pair: scripts and spellings, and whether both stand in the family's place."""

    script: str
    heard: str
    other_script: str
    other: str
    is_family: bool


def hear(scratch: Scratch, *, processes: int = 2) -> None:
    """Add to `compared` for each name the words that sound like it, of those that it meets in `blocked`.

    `given_others` and `family_others` are words of the same part, `crossed_others` family names like the given name.
    """
    for name, one, other in (("given", "given", "given"), ("family", "family", "family"), ("crossed", "given", "family")):
        met = meetings(scratch, one, other)
        if one != other:
            met = list({*met, *(Meeting(b.other_script, b.other, b.script, b.heard, False) for b in meetings(scratch, other, one))})
        with pool(len(met), processes) as mapped:
            scratch.put(f"{name}_met", heard_table(met, mapped, both=one == other))
        scratch.run(LISTED.format(name=name))
        scratch.drop(f"{name}_met")
    scratch.run(ADDED)
    for name in ("given", "family", "crossed"):
        scratch.run(f"DROP TABLE heard_{name}")


def meetings(scratch: Scratch, one: str, other: str) -> list[Meeting]:
    """Different words that meet in these places and may sound alike."""
    renamed = ", ".join(f"r.{name} AS {name}_2" for name in COLUMNS)
    sql = MEETING.format(one=one, other=other, renamed=renamed, plausible=PLAUSIBLE, spelled=SPELLED)
    return [Meeting(*row, one == other == "family") for row in scratch.rows(sql)]


def is_heard(meeting: Meeting) -> bool:
    """Whether two words can be one name."""
    return words.heard(*meeting)


def heard_table(met: list[Meeting], mapped: Mapped, *, both: bool) -> pa.Table:
    """Word and other word, where they are heard as one; in both directions if asked."""
    found = [(one.heard, one.other) for one, yes in zip(met, mapped(is_heard, met), strict=True) if yes]
    if both:
        found += [(other, one) for one, other in found]
    columns = list(zip(*found, strict=True)) or [(), ()]
    return pa.table({"word": pa.array(columns[0], pa.string()), "other": pa.array(columns[1], pa.string())})
