"""Names that are spelled in different ways or scripts: heard once for each two words that meet in a pair.

What is heard becomes a list at each word, so that pairs are compared without leaving the database.
"""

import pyarrow as pa

from regulars.base.lake.scratch import Scratch

from . import words
from .pooling import Mapped, pool
from .words import Meeting

PLAUSIBLE, SPELLED = 0.7, 0.7
"""How near the consonants of two scripts, and the letters of two Latin spellings, must be to be worth hearing."""
MANY = 20_000
NUMBERS = (
    "CREATE OR REPLACE TABLE numbers AS SELECT id, given_number AS given, family_number AS family, dense FROM {people}"
)
# A table of its own: a join with such a condition is slower by the hundred.
MEETING = """
CREATE OR REPLACE TABLE met AS
SELECT w.script, w.heard, w.plain, w.latin, w.letters, w.skeleton, w.sounds, v.script AS other_script,
  v.heard AS other, v.plain AS other_plain, v.latin AS other_latin, v.letters AS other_letters,
  v.skeleton AS other_skeleton, v.sounds AS other_sounds, m.dense
FROM (
  SELECT DISTINCT l.{one} AS one, r.{other} AS other, l.dense OR r.dense AS dense
  FROM {pairs} b JOIN numbers l ON l.id = b.join_key_l JOIN numbers r ON r.id = b.join_key_r
  {mirrored}
) m JOIN {one}_forms w ON w.number = m.one JOIN {other}_forms v ON v.number = m.other
"""
WORTH_HEARING = f"""
SELECT DISTINCT script, heard, other_script, other FROM met WHERE plain <> other_plain AND CASE
  WHEN script = 'h' AND other_script = 'h' THEN latin = other_latin
  WHEN script = 'h' OR other_script = 'h' THEN list_has_any(sounds, other_sounds)
  WHEN script = other_script THEN script = 'l' AND NOT dense AND list_has_any(sounds, other_sounds)
    AND jaro_winkler_similarity(letters, other_letters) >= {SPELLED}
  ELSE left(skeleton, 1) = left(other_skeleton, 1)
    AND jaro_winkler_similarity(skeleton, other_skeleton) >= {PLAUSIBLE}
END
"""
MIRRORED = """
  UNION SELECT DISTINCT r.{one}, l.{other}, l.dense OR r.dense
  FROM {pairs} b JOIN numbers l ON l.id = b.join_key_l JOIN numbers r ON r.id = b.join_key_r
"""
LISTED = """
CREATE OR REPLACE TABLE heard_{name} AS
SELECT word, list(DISTINCT other) AS others FROM {name}_met GROUP BY word
"""
ADDED = """
CREATE OR REPLACE TABLE {people} AS
SELECT c.*, coalesce(g.others, []) AS given_others, coalesce(f.others, []) AS family_others,
  coalesce(x.others, []) AS crossed_others
FROM {people} c
LEFT JOIN heard_given g ON g.word = c.given_heard
LEFT JOIN heard_family f ON f.word = c.family_heard
LEFT JOIN heard_crossed x ON x.word = c.given_heard
"""


def hear(scratch: Scratch, people: str, pairs: str, *, processes: int = 2) -> None:
    """Add to a table of people for each name the words that sound like it, of those that it meets in a table of pairs.

    `given_others` and `family_others` are words of the same part, `crossed_others` family names like the given name.
    """
    scratch.run(NUMBERS.format(people=people))
    for name, one, other in (
        ("given", "given", "given"),
        ("family", "family", "family"),
        ("crossed", "given", "family"),
    ):
        met = meetings(scratch, pairs, one, other)
        with pool(len(met), processes, worth_from=MANY) as mapped:
            scratch.put(f"{name}_met", heard_table(met, mapped, both=one == other))
        scratch.run(LISTED.format(name=name))
        scratch.drop(f"{name}_met")
    scratch.run(ADDED.format(people=people))
    for name in ("heard_given", "heard_family", "heard_crossed", "numbers"):
        scratch.run(f"DROP TABLE {name}")


def meetings(scratch: Scratch, pairs: str, one: str, other: str) -> list[Meeting]:
    """Different words that meet in these places and may sound alike."""
    mirrored = "" if one == other else MIRRORED.format(pairs=pairs, one=one, other=other)
    is_family = one == other == "family"
    scratch.run(MEETING.format(pairs=pairs, one=one, other=other, mirrored=mirrored))
    rows = scratch.rows(WORTH_HEARING)
    scratch.run("DROP TABLE met")
    return [Meeting(script, heard, kin, met, is_family) for script, heard, kin, met in rows]


def heard_table(met: list[Meeting], mapped: Mapped, *, both: bool) -> pa.Table:
    """Word and other word, where they are heard as one; in both directions if asked."""
    found = [(one.heard, one.other) for one, yes in zip(met, mapped(words.is_heard, met), strict=True) if yes]
    if both:
        found += [(other, one) for one, other in found]
    columns = list(zip(*found, strict=True)) or [(), ()]
    return pa.table({"word": pa.array(columns[0], pa.string()), "other": pa.array(columns[1], pa.string())})
