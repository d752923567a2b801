"""Which pairs are looked at: those that share one of several keys, each made so that it names few people."""

from regulars.base.lake.scratch import Scratch

MOST_IN_BLOCK = 30
WEAK = ("n", "sn", "st")
"""Kinds of keys that say little by themselves: a pair must share another one too."""
# kind → (what is hashed, from which table, where): sound keys and lists give one key for each of theirs.
KINDS: dict[str, tuple[str, str, str]] = {
    "p": ("unnest(phones)", "compared", "true"),
    "e": ("unnest(emails)", "compared", "true"),
    "l": ("unnest(locals)", "compared", "true"),
    "d": ("unnest(devices)", "compared", "true"),
    "bg": ("born_key, unnest(given_sounds)", "compared", "born IS NOT NULL"),
    "bf": ("born_key, unnest(family_sounds)", "compared", "born IS NOT NULL"),
    "bp": ("born_key, postcode", "compared", "born IS NOT NULL AND postcode IS NOT NULL"),
    "bt": ("born_key, city", "compared", "born IS NOT NULL AND city IS NOT NULL"),
    "bs": ("born_key, house", "compared", "born IS NOT NULL AND house IS NOT NULL"),
    "n": ("least(g, f), greatest(g, f)", "both_names", "true"),
    "ny": ("least(g, f), greatest(g, f), left(born, 4)", "both_names", "born IS NOT NULL"),
    "nm": ("least(g, f), greatest(g, f), substr(born, 5)", "both_names", "born IS NOT NULL"),
    "np": ("least(g, f), greatest(g, f), postcode", "both_names", "postcode IS NOT NULL"),
    "nc": ("least(g, f), greatest(g, f), city", "both_names", "city IS NOT NULL"),
    "s": ("house, left(street, 5), coalesce(postcode, city)", "compared", "house IS NOT NULL AND street IS NOT NULL"),
    "sn": ("left(street, 6), unnest(list_concat(given_sounds, family_sounds))", "compared", "street IS NOT NULL"),
    "st": ("right(bare_street, 6), coalesce(postcode, city)", "compared", "bare_street IS NOT NULL"),
    "pg": (
        "postcode, house, unnest(list_concat(given_sounds, family_sounds))",
        "compared",
        "postcode IS NOT NULL AND house IS NOT NULL",
    ),
    "cg": (
        "city, house, unnest(list_concat(given_sounds, family_sounds))",
        "compared",
        "city IS NOT NULL AND house IS NOT NULL",
    ),
}
# Sound keys of one kind go together; a key begins with the mark of its kind.
BOTH = """
CREATE OR REPLACE TABLE both_names AS
SELECT * FROM (
  SELECT id, born, postcode, city, g, unnest(family_sounds) AS f FROM (
    SELECT id, born, postcode, city, family_sounds, unnest(given_sounds) AS g FROM compared
  )
) WHERE left(g, 1) = left(f, 1)
"""
# One kind after another, so that never all keys are held at once; most keys name one person alone.
SHARED = """
CREATE OR REPLACE TABLE shared AS
WITH keyed AS MATERIALIZED (SELECT DISTINCT id, hash({said}) AS key FROM {table} WHERE {where}),
few AS MATERIALIZED (SELECT key FROM keyed GROUP BY key HAVING count(*) BETWEEN 2 AND {most})
SELECT id, key FROM keyed SEMI JOIN few USING (key)
"""
PAIRED = "CREATE OR REPLACE TABLE paired (l BIGINT, r BIGINT, weak BOOLEAN)"
PAIRS = """
INSERT INTO paired
SELECT l.id, r.id, {weak} FROM shared l JOIN shared r ON l.key = r.key AND l.id < r.id {only}
"""
BLOCKED = """
CREATE OR REPLACE TABLE blocked AS
SELECT '0' AS match_key, l AS join_key_l, r AS join_key_r FROM paired
GROUP BY l, r HAVING count(*) >= 2 OR NOT bool_and(weak)
"""
FRESH = "WHERE l.id IN (SELECT id FROM fresh) OR r.id IN (SELECT id FROM fresh)"


def block(scratch: Scratch, *, only_fresh: bool = False, most: int = MOST_IN_BLOCK) -> int:
    """Make the table `blocked` of pairs from `compared`; with `only_fresh` those with an id of the table `fresh`.

    Returns how many pairs there are.
    """
    scratch.run(BOTH)
    scratch.run(PAIRED)
    for kind, (said, table, where) in KINDS.items():
        scratch.run(SHARED.format(said=said, table=table, where=where, most=most))
        scratch.run(PAIRS.format(weak=kind in WEAK, only=FRESH if only_fresh else ""))
    scratch.run(BLOCKED)
    for name in ("both_names", "shared", "paired"):
        scratch.run(f"DROP TABLE {name}")
    return int(scratch.rows("SELECT count(*) FROM blocked")[0][0])
