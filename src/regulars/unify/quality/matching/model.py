"""The one model of matching: what is compared, how alike two values can be, and what each says before any training.

m is how often two records of one person are so alike, u how often those of two people are (Fellegi and Sunter 1969).
"""

from dataclasses import dataclass, replace
from typing import Any

VERSION = 1
"""Of keys, comparisons and starting values: parameters trained for another one are not used."""
CONSUMER = f"matching.{VERSION}"
"""Who follows the changes of customers, to compare those who are new."""
EXPECTED = 0.2
"""How many further records a customer is expected to have, before anything was trained."""
SURE = 0.88
CLOSE_TO_SURE = 0.75
RAREST = 0.00001
"""No name counts as rarer than so."""


@dataclass(frozen=True)
class Level:
    """One degree of likeness. `frequency` names the column whose rarity counts; a `fixed` one is never trained.

    `most` is the highest m that training may find: what rarely changes must not become a matter of course.
    """

    code: str
    sql: str
    m: float
    u: float
    frequency: str = ""
    fixed: bool = False
    most: float = 1.0


@dataclass(frozen=True)
class Comparison:
    """One thing that is compared: null where one side says nothing, then levels from most to least alike."""

    name: str
    null: str
    levels: tuple[Level, ...]


def near(one: str, other: str, at_least: float) -> str:
    return f"jaro_winkler_similarity({one}, {other}) >= {at_least}"


def slipped(name: str, kept: int) -> str:
    """At most one slip between two values at least twice as long as `kept`, and one: their beginnings or ends are kept.

    The distance itself takes long, and is seldom asked.
    """
    left, right = f"{name}_l", f"{name}_r"
    ends = f"left({left}, {kept}) = left({right}, {kept}) OR right({left}, {kept}) = right({right}, {kept})"
    return f"(({ends}) AND damerau_levenshtein({left}, {right}) <= 1)"


def names_near(one: str, other: str) -> str:
    """A slip of the pen between two parts of a name; in Chinese one letter makes another name."""
    left, right = f"{one}_letters_l", f"{other}_letters_r"
    slips = (
        f"{near(left, right, SURE)} OR (least(length({left}), length({right})) >= 3"
        f" AND (starts_with({left}, {right}) OR starts_with({right}, {left})))"
        f" OR (least(length({left}), length({right})) >= 4 AND damerau_levenshtein({left}, {right}) <= 1)"
    )
    return f"({one}_script_l = {other}_script_r AND NOT (dense_l OR dense_r) AND ({slips}))"


def names_heard(one: str, other: str) -> str:
    """One name spelled in two ways or scripts, as it was heard before."""
    if one == other:
        return f"list_contains({one}_others_l, {one}_heard_r)"
    given, family = ("l", "r") if one == "given" else ("r", "l")
    return f"list_contains(crossed_others_{given}, family_heard_{family})"


def names_alike(one: str, other: str) -> str:
    """Two parts of a name that can be one word: the same, a slip, a pet name, or another spelling."""
    return (
        f"({one}_l = {other}_r OR list_has_any({one}_pets_l, {other}_pets_r) OR {names_near(one, other)}"
        f" OR {names_heard(one, other)})"
    )


SWAPPED = "given_l = family_r AND family_l = given_r"
SWAPPED_NEARLY = f"({names_alike('given', 'family')} AND {names_alike('family', 'given')})"
UNCLEAR = (
    "((given_script_l = given_script_r AND NOT (dense_l OR dense_r) AND "
    + near("given_letters_l", "given_letters_r", CLOSE_TO_SURE)
    + ") OR (given_script_l = 'h' AND given_script_r = 'l' AND NOT given_dense_r)"
    " OR (given_script_r = 'h' AND given_script_l = 'l' AND NOT given_dense_l))"
)
SAME_FAMILY_UNCLEAR = (
    f"family_script_l = family_script_r AND NOT (dense_l OR dense_r)"
    f" AND {near('family_letters_l', 'family_letters_r', CLOSE_TO_SURE)}"
)
INITIAL = (
    "least(length(given_l), length(given_r)) = 1 AND left(given_latin_l, 1) = left(given_latin_r, 1)"
    " AND least(length(given_latin_l), length(given_latin_r)) = 1"
)
DAY = {"year": "1, 4", "month": "5, 2", "day": "7, 2"}


def same(*parts: str) -> str:
    """Whether parts of two birthdays are the same."""
    return " AND ".join(f"substr(born_l, {DAY[one]}) = substr(born_r, {DAY[one]})" for one in parts)


EXCHANGED = "substr(born_l, 5, 2) = substr(born_r, 7, 2) AND substr(born_l, 7, 2) = substr(born_r, 5, 2)"
NEXT_DAY = (
    "(left(born_l, 6) = left(born_r, 6) OR right(born_l, 2) = '01' OR right(born_r, 2) = '01')"
    " AND abs(date_diff('day', try_strptime(born_l, '%Y%m%d'), try_strptime(born_r, '%Y%m%d'))) <= 1"
    " AND try_strptime(born_l, '%Y%m%d') IS NOT NULL AND try_strptime(born_r, '%Y%m%d') IS NOT NULL"
)

GIVEN = Comparison(
    "given",
    "given_l IS NULL OR given_r IS NULL",
    (
        Level("same", "given_l = given_r", 0.76, 0.008, frequency="given"),
        Level("swapped", SWAPPED, 0.02, 0.0006, fixed=True),
        Level("pet_name", "list_has_any(given_pets_l, given_pets_r)", 0.03, 0.004),
        Level("heard", names_heard("given", "given"), 0.04, 0.0008, fixed=True),
        Level("near", names_near("given", "given"), 0.10, 0.008),
        Level("initial", INITIAL, 0.02, 0.02),
        Level("swapped_nearly", SWAPPED_NEARLY, 0.01, 0.0006, fixed=True),
        Level("unclear", UNCLEAR, 0.02, 0.03),
        Level("different", "ELSE", 0.005, 0.92, most=0.2),
    ),
)
FAMILY = Comparison(
    "family",
    "family_l IS NULL OR family_r IS NULL",
    (
        Level("same", "family_l = family_r", 0.80, 0.004, frequency="family"),
        Level("swapped", SWAPPED, 0.02, 0.0006, fixed=True),
        Level("heard", names_heard("family", "family"), 0.04, 0.0008, fixed=True),
        Level("near", names_near("family", "family"), 0.10, 0.004),
        Level("swapped_nearly", SWAPPED_NEARLY, 0.01, 0.0006, fixed=True),
        Level("unclear", SAME_FAMILY_UNCLEAR, 0.01, 0.02),
        Level("different", "ELSE", 0.03, 0.95, most=0.15),
    ),
)
BORN = Comparison(
    "born",
    "born_l IS NULL OR born_r IS NULL",
    (
        Level("same", "born_l = born_r", 0.88, 0.00008),
        Level(
            "nearly",
            f"({same('year')} AND {EXCHANGED}) OR {slipped('born', 3)} OR ({NEXT_DAY})",
            0.07,
            0.001,
        ),
        Level(
            "partly",
            f"({same('year', 'month')}) OR ({same('year', 'day')}) OR ({same('month', 'day')})",
            0.03,
            0.008,
        ),
        Level("different", "ELSE", 0.01, 0.98, most=0.06),
    ),
)


def streets_near(at_least: float) -> str:
    """Two streets with or without the words that every street has."""
    with_words, bare = near("street_l", "street_r", at_least), near("bare_street_l", "bare_street_r", at_least)
    return f"({with_words} OR coalesce({bare}, false))"


POSTCODES_NEAR = slipped("postcode", 1)
CITIES_NEAR = near("city_l", "city_r", 0.9)
STREET = Comparison(
    "street",
    "street_l IS NULL OR street_r IS NULL",
    (
        Level("same", f"house_l = house_r AND {streets_near(0.93)}", 0.5, 0.0003),
        Level("near", f"house_l = house_r AND {streets_near(0.7)}", 0.08, 0.001),
        Level("street", streets_near(0.9), 0.12, 0.002),
        Level("different", "ELSE", 0.3, 0.99),
    ),
)
PLACE = Comparison(
    "place",
    "(postcode_l IS NULL OR postcode_r IS NULL) AND (city_l IS NULL OR city_r IS NULL)",
    (
        Level("same", f"postcode_l = postcode_r AND {CITIES_NEAR}", 0.5, 0.002),
        Level("nearly", f"{POSTCODES_NEAR} AND {CITIES_NEAR}", 0.05, 0.001),
        Level("postcode", "postcode_l = postcode_r", 0.1, 0.003),
        Level("city", CITIES_NEAR, 0.12, 0.01),
        Level("different", "ELSE", 0.23, 0.98),
    ),
)
PHONE = Comparison(
    "phone",
    "phone_l IS NULL OR phone_r IS NULL",
    (
        Level("same", "list_has_any(phones_l, phones_r)", 0.55, 0.00005),
        Level("near", slipped("phone", 2), 0.05, 0.0002),
        Level("different", "ELSE", 0.4, 0.999, most=0.6),
    ),
)
NUMBER_IN = "regexp_extract({}, '[0-9]+')"
# Where the first three letters are not kept, all but the first four of the shorter one are.
_REST = "greatest(least(length(email_l), length(email_r)) - 4, 0)"
EMAILS_NEAR = (
    "abs(length(email_l) - length(email_r)) <= 1"
    f" AND (left(email_l, 3) = left(email_r, 3) OR right(email_l, {_REST}) = right(email_r, {_REST}))"
    f" AND damerau_levenshtein(email_l, email_r) <= 1 AND {NUMBER_IN.format('email_l')} = {NUMBER_IN.format('email_r')}"
)
EMAIL = Comparison(
    "email",
    "email_l IS NULL OR email_r IS NULL",
    (
        Level("same", "list_has_any(emails_l, emails_r)", 0.5, 0.00003),
        # A local part is mostly made of the name: it says little that the name has not said.
        Level("local", "list_has_any(locals_l, locals_r)", 0.1, 0.002, fixed=True),
        Level("near", EMAILS_NEAR, 0.05, 0.0005, fixed=True),
        Level("different", "ELSE", 0.35, 0.999, most=0.6),
    ),
)
DEVICE = Comparison(
    "device",
    "len(devices_l) = 0 OR len(devices_r) = 0",
    (
        Level("same", "list_has_any(devices_l, devices_r)", 0.2, 0.002, fixed=True),
        Level("different", "ELSE", 0.8, 0.998, fixed=True),
    ),
)
LIKE_GIVEN = f"({names_alike('given', 'given')} OR ({SWAPPED}) OR ({INITIAL}) OR {SWAPPED_NEARLY} OR {UNCLEAR})"
COMPARISONS = (GIVEN, FAMILY, BORN, STREET, PLACE, PHONE, EMAIL, DEVICE)
TRAINED = (GIVEN, FAMILY, BORN, STREET, PLACE, PHONE, EMAIL)


# People of one home share everything but what is only theirs: a first name and a birthday.
NOBODY = -4.0
"""Bits against a pair of which one has no first name, and that shares neither birthday nor e-mail."""


def settings(prior: float, comparisons: tuple[Comparison, ...] = COMPARISONS) -> dict[str, Any]:
    """Splink's settings; `prior` is the probability that two records drawn at random are one person's."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "id",
        "probability_two_random_records_match": prior,
        "blocking_rules_to_generate_predictions": ["l.born = r.born"],
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
        "max_iterations": 12,
        "comparisons": [
            {
                "output_column_name": one.name,
                "comparison_description": one.name,
                "comparison_levels": [
                    {"sql_condition": one.null, "label_for_charts": "null", "is_null_level": True},
                    *map(level, one.levels),
                ],
            }
            for one in comparisons
        ],
    }


def level(one: Level) -> dict[str, Any]:
    """One level in Splink's words."""
    said: dict[str, Any] = {
        "sql_condition": one.sql,
        "label_for_charts": one.code,
        "m_probability": one.m,
        "u_probability": one.u,
        "fix_m_probability": one.fixed,
        "fix_u_probability": one.fixed,
    }
    if one.frequency:
        said |= {"tf_adjustment_column": one.frequency, "tf_adjustment_weight": 1.0, "tf_minimum_u_value": RAREST}
    return said


def prior(records: int) -> float:
    """The probability that two records drawn at random are one person's, before anything is known of them."""
    return min(0.05, 2 * EXPECTED / max(records - 1, 1))


def with_values(
    comparisons: tuple[Comparison, ...], values: dict[str, dict[str, tuple[float, float]]]
) -> tuple[Comparison, ...]:
    """The comparisons with (m, u) by name and level."""
    return tuple(
        replace(
            one,
            levels=tuple(
                replace(each, m=values[one.name][each.code][0], u=values[one.name][each.code][1])
                if not each.fixed and each.code in values.get(one.name, {})
                else each
                for each in one.levels
            ),
        )
        for one in comparisons
    )
