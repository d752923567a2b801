"""Which pairs are looked at: those that share one of several keys, each made so that it names few people."""

from regulars.base.lake.scratch import Scratch

MOST_IN_BLOCK = 60
KEYS = """
CREATE OR REPLACE TABLE keyed AS
SELECT DISTINCT id, key FROM (
  SELECT id, hash('p', unnest(phones)) AS key FROM compared
  UNION ALL SELECT id, hash('e', unnest(emails)) FROM compared
  UNION ALL SELECT id, hash('l', unnest(locals)) FROM compared
  UNION ALL SELECT id, hash('d', unnest(devices)) FROM compared
  UNION ALL SELECT id, hash('bg', born_key, unnest(given_sounds)) FROM compared WHERE born IS NOT NULL
  UNION ALL SELECT id, hash('bg', born_key, unnest(family_sounds)) FROM compared WHERE born IS NOT NULL
  UNION ALL SELECT id, hash('bp', born_key, postcode) FROM compared WHERE born IS NOT NULL AND postcode IS NOT NULL
  UNION ALL SELECT id, hash('bt', born_key, city) FROM compared WHERE born IS NOT NULL AND city IS NOT NULL
  UNION ALL SELECT id, hash('bs', born_key, house) FROM compared WHERE born IS NOT NULL AND house IS NOT NULL
  UNION ALL SELECT id, hash('n', least(g, f), greatest(g, f)) FROM both_names
  UNION ALL SELECT id, hash('ny', least(g, f), greatest(g, f), left(born, 4)) FROM both_names WHERE born IS NOT NULL
  UNION ALL SELECT id, hash('nm', least(g, f), greatest(g, f), substr(born, 5)) FROM both_names WHERE born IS NOT NULL
  UNION ALL SELECT id, hash('np', least(g, f), greatest(g, f), postcode) FROM both_names WHERE postcode IS NOT NULL
  UNION ALL SELECT id, hash('nc', least(g, f), greatest(g, f), city) FROM both_names WHERE city IS NOT NULL
  UNION ALL SELECT id, hash('s', house, left(street, 5), coalesce(postcode, city)) FROM compared
    WHERE house IS NOT NULL AND street IS NOT NULL
  UNION ALL SELECT id, hash('sn', left(street, 6), unnest(given_sounds)) FROM compared WHERE street IS NOT NULL
  UNION ALL SELECT id, hash('sn', left(street, 6), unnest(family_sounds)) FROM compared WHERE street IS NOT NULL
  UNION ALL SELECT id, hash('cg', city, house, unnest(given_sounds)) FROM compared
    WHERE city IS NOT NULL AND house IS NOT NULL
  UNION ALL SELECT id, hash('cg', city, house, unnest(family_sounds)) FROM compared
    WHERE city IS NOT NULL AND house IS NOT NULL
  UNION ALL SELECT id, hash('st', right(street, 6), postcode) FROM compared
    WHERE street IS NOT NULL AND postcode IS NOT NULL
  UNION ALL SELECT id, hash('st', right(street, 6), city) FROM compared WHERE street IS NOT NULL AND city IS NOT NULL
  UNION ALL SELECT id, hash('pg', postcode, house, unnest(given_sounds)) FROM compared
    WHERE postcode IS NOT NULL AND house IS NOT NULL
  UNION ALL SELECT id, hash('pg', postcode, house, unnest(family_sounds)) FROM compared
    WHERE postcode IS NOT NULL AND house IS NOT NULL
) WHERE key IS NOT NULL
"""
# Sound keys of one kind go together; a key begins with the mark of its kind.
BOTH = """
CREATE OR REPLACE TABLE both_names AS
SELECT * FROM (
  SELECT id, born, postcode, city, g, unnest(family_sounds) AS f FROM (
    SELECT id, born, postcode, city, family_sounds, unnest(given_sounds) AS g FROM compared
  )
) WHERE left(g, 1) = left(f, 1)
"""
PAIRS = """
CREATE OR REPLACE TABLE blocked AS
SELECT '0' AS match_key, l.id AS join_key_l, r.id AS join_key_r
FROM keyed l JOIN keyed r ON l.key = r.key AND l.id < r.id
JOIN (SELECT key FROM keyed GROUP BY key HAVING count(*) BETWEEN 2 AND {most}) few ON few.key = l.key
{only} GROUP BY ALL
"""
FRESH = "WHERE l.id IN (SELECT id FROM fresh) OR r.id IN (SELECT id FROM fresh)"


def block(scratch: Scratch, *, only_fresh: bool = False, most: int = MOST_IN_BLOCK) -> int:
    """Make the table `blocked` of pairs from `compared`; with `only_fresh` those with an id of the table `fresh`.

    Returns how many pairs there are.
    """
    scratch.run(BOTH)
    scratch.run(KEYS)
    scratch.run("DROP TABLE both_names")
    scratch.run(PAIRS.format(most=most, only=FRESH if only_fresh else ""))
    scratch.run("DROP TABLE keyed")
    return int(scratch.rows("SELECT count(*) FROM blocked")[0][0])
