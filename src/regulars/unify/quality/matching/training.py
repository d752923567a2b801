"""Learning from the user's own customers, beside what is known of people everywhere."""

from typing import TYPE_CHECKING

from . import model
from .hearing import hear
from .model import TRAINED
from .parameters import Parameters, Values

if TYPE_CHECKING:
    from splink import Linker

    from .scoring import Model

FEWEST = 500
"""Records below which nothing is learned."""
WEIGHT_OF_START = 200.0
"""How many pairs the starting values count as, beside the user's own."""
U_PAIRS = M_PAIRS = 300_000
FEWEST_PAIRS = 200
DAYS, NAMES = "l.born = r.born", "l.given = r.given AND l.family = r.family"
RULES = (f"{DAYS} AND l.by_day = r.by_day", f"{NAMES} AND l.by_name = r.by_name")
STRANGERS = """
CREATE OR REPLACE TABLE strangers AS
SELECT *, []::VARCHAR[] AS given_others, []::VARCHAR[] AS family_others, []::VARCHAR[] AS crossed_others
FROM compared ORDER BY hash(id) LIMIT 20_000
"""
PAIRS_OF = "FROM compared l JOIN compared r ON {rule} AND l.id < r.id"
# Of all that is drawn of a rule every pair is drawn, so that second records are as frequent as among all.
LESSON = """
CREATE OR REPLACE TABLE lesson AS
SELECT * FROM (
  SELECT *, CASE WHEN hash(born) % {days} = 0 THEN 1 END AS by_day,
    CASE WHEN hash(given, family) % {names} = 0 AND (given, family) IN (
      SELECT (given, family) FROM compared GROUP BY given, family HAVING count(*) > 1
    ) THEN 1 END AS by_name
  FROM compared
) WHERE by_day = 1 OR by_name = 1
"""
LEAST_M, LEAST_U = 0.0005, 0.00001
TWINS = 0.004
"""Pairs of twins for each customer: three in two hundred people are of such a pair, and of few are both customers."""
REPLACED = 20
HAVE_CONTACTS = 0.3
# Pairs of one home and one birthday, by whether their first names are alike.
HOMES = f"""
SELECT count(*) FILTER (WHERE {model.LIKE_GIVEN}), count(*) FILTER (WHERE NOT coalesce({model.LIKE_GIVEN}, true)) FROM (
  SELECT {{columns}} FROM candidates l JOIN candidates r
    ON l.born = r.born AND l.id < r.id
  WHERE left(l.family, 3) = left(r.family, 3) AND (l.house = r.house OR left(l.street, 5) = left(r.street, 5))
    AND l.given IS NOT NULL AND r.given IS NOT NULL
)
"""
SIDED = (
    *(
        f"{part}{form}"
        for part in ("given", "family")
        for form in ("", "_heard", "_letters", "_latin", "_script", "_pets")
    ),
    *("given_others", "family_others", "crossed_others", "given_dense", "dense"),
)


def learned(of: "Model") -> Parameters:
    """The parameters after these people."""
    if of.records < FEWEST:
        return of.parameters
    of.scratch.run(STRANGERS)
    strangers = of.linker(TRAINED, "strangers")
    strangers.training.estimate_u_using_random_sampling(max_pairs=U_PAIRS, seed=1)
    of.parameters = Parameters(model.VERSION, values_of(strangers, 0.0))
    take_lesson(of)
    linker = of.linker(TRAINED, "lesson")
    pairs = [maximised(of, linker, rule) for rule in RULES]
    values = values_of(linker, max(pairs))
    for name in ("strangers", "lesson"):
        of.scratch.run(f"DROP TABLE {name}")
    return Parameters(model.VERSION, values, records=of.records, pairs=max(pairs))


def take_lesson(of: "Model") -> None:
    """Make the table `lesson`: all people of some birthdays and of some names, and hear those of one birthday."""
    days, names = (of.scratch.rows(f"SELECT count(*) {PAIRS_OF.format(rule=rule)}")[0][0] for rule in (DAYS, NAMES))
    of.scratch.run(LESSON.format(days=-(-days // M_PAIRS) or 1, names=-(-names // M_PAIRS) or 1))
    of.scratch.run(
        "CREATE OR REPLACE TABLE learned AS SELECT l.id AS join_key_l, r.id AS join_key_r"
        f" FROM lesson l JOIN lesson r ON {RULES[0]} AND l.id < r.id"
    )
    hear(of.scratch, "lesson", "learned")
    of.scratch.run("DROP TABLE learned")


def maximised(of: "Model", linker: "Linker", rule: str) -> float:
    """Expectation maximisation among the pairs of a rule; returns how many of them are expected to be one person."""
    (count,) = of.scratch.rows(f"SELECT count(*) FROM lesson l JOIN lesson r ON {rule} AND l.id < r.id")[0]
    if count < FEWEST_PAIRS:
        return 0.0
    session = linker.training.estimate_parameters_using_expectation_maximisation(
        rule, estimate_without_term_frequencies=True
    )
    share = float(session.core_model_settings.probability_two_random_records_match)
    return share * int(count)


def values_of(linker: "Linker", pairs: float) -> Values:
    """m and u of each level, as a mean of what was learned and of the start, by the pairs behind them."""
    settings = linker.misc.save_model_to_json(out_path=None)
    weight = pairs / (pairs + WEIGHT_OF_START)
    values: Values = {}
    for one, said in zip(TRAINED, settings["comparisons"], strict=True):
        levels = said["comparison_levels"][1:]
        values[one.name] = {
            each.code: (
                min(each.most, max(LEAST_M, weight * level.get("m_probability", each.m) + (1 - weight) * each.m)),
                max(LEAST_U, level.get("u_probability", each.u)),
            )
            for each, level in zip(one.levels, levels, strict=True)
        }
    return values


def names_tell(of: "Model") -> bool:
    """Whether another first name in one home and with one birthday means another person: a twin.

    Where hardly anybody has a phone or e-mail, and there are far more such pairs than there can be twins, sources must
    have replaced first names.
    """
    with_contacts = of.scratch.rows("SELECT avg((phone IS NOT NULL OR email IS NOT NULL)::int) FROM compared")[0][0]
    if with_contacts >= HAVE_CONTACTS:
        return True
    columns = ", ".join(f"{side}.{name} AS {name}_{side}" for name in SIDED for side in "lr")
    _, other = of.scratch.rows(HOMES.format(columns=columns))[0]
    twins = TWINS * of.records
    return bool(other - twins < max(REPLACED, twins))
