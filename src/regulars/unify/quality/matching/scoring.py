"""Splink over the prepared columns: training on the user's own data, and the probability of each pair."""

import logging
import math
from typing import Any, NamedTuple

from splink import DuckDBAPI, Linker, SettingsCreator

from regulars.base.lake.scratch import Scratch

from . import model, training
from .hearing import hear
from .model import COMPARISONS, Comparison
from .parameters import Parameters, starting
from .sifting import sift

CANDIDATES = """
CREATE OR REPLACE TABLE candidates AS
SELECT * FROM compared WHERE id IN (SELECT join_key_l FROM sifted UNION ALL SELECT join_key_r FROM sifted)
"""


class Scored(NamedTuple):
    """A pair a < b, how probable it is that they are one person, and comparison → (level, weight in bits)."""

    a: int
    b: int
    probability: float
    weights: dict[str, tuple[str, float]]


class Model:
    """The model over the people that were prepared in `scratch`."""

    def __init__(self, scratch: Scratch, parameters: Parameters | None = None) -> None:
        self.scratch = scratch
        self.records = int(scratch.rows("SELECT count(*) FROM compared")[0][0])
        self.parameters = parameters if parameters and parameters.version == model.VERSION else starting()
        logging.getLogger("splink").setLevel(logging.ERROR)

    def linker(self, comparisons: tuple[Comparison, ...], people: str) -> Linker:
        """A linker over a table of people with the parameters so far."""
        api = DuckDBAPI(self.scratch.connection)
        said = model.settings(model.prior(self.records), model.with_values(comparisons, self.parameters.values))
        return Linker(api.register(people), SettingsCreator.from_path_or_dict(said), log_level=None)

    def train(self) -> Parameters:
        """Learn from these people: u from pairs drawn at random, m by expectation maximisation."""
        self.parameters = training.learned(self)
        return self.parameters

    def hear(self, at_least: float) -> None:
        """Hear the names of the pairs that can have this probability: `candidates` are their people."""
        sift(self.scratch, self.parameters.values, least=bits(at_least) - bits(model.prior(self.records)))
        self.scratch.run(CANDIDATES)
        hear(self.scratch, "candidates", "sifted")

    def judge_names(self) -> None:
        """Learn whether another first name means another person."""
        if self.records >= training.FEWEST:
            self.parameters.names_tell = training.names_tell(self)

    def pairs(self, at_least: float) -> list[Scored]:
        """The heard pairs that are one person with at least this probability, most probable first."""
        linker = self.linker(COMPARISONS, "candidates")
        api = linker._db_api
        blocked = api.table_to_splink_dataframe("__splink__blocked_id_pairs", "sifted")
        linker.table_management.register_blocked_pairs_for_predict(blocked)
        found = linker.inference.predict(threshold_match_probability=at_least, warning_mode="never")
        rows = self.scratch.rows(scored_sql(found.physical_name, self.parameters.names_tell), [bits(at_least)])
        found.drop_table_from_database_and_remove_from_cache()
        return list(map(scored, rows))


def bits(probability: float) -> float:
    """A probability as weight: the logarithm of its odds to the base of two."""
    return math.log2(probability / (1 - probability))


def probability(weight: float) -> float:
    """A weight as probability."""
    return 1 / (1 + 2 ** -max(-500.0, min(500.0, weight)))


def scored_sql(table: str, names_tell: bool) -> str:
    """Pairs from the most probable on: their weight, then level and weight of each comparison with what is rare in it.

    Where first names tell, different ones mean two people, whatever else they share.
    """
    columns = []
    for one in COMPARISONS:
        is_rare = any(each.frequency for each in one.levels)
        columns += [f"gamma_{one.name}", f"mw_{one.name}" + (f" + mw_tf_adj_{one.name}" if is_rare else "")]
    born, email = (len(one.levels) - 1 for one in (model.BORN, model.EMAIL))
    nobody = f"gamma_given = -1 AND gamma_born <> {born} AND gamma_email <> {email}"
    weight = f"match_weight + CASE WHEN {nobody} THEN {model.NOBODY} ELSE 0 END"
    only = "gamma_given <> 0" if names_tell else "true"
    # Names of tables and columns are the model's own.
    return (
        f"SELECT least(id_l, id_r), greatest(id_l, id_r), {weight} AS weight, {', '.join(columns)} FROM {table}"
        f" WHERE {only} AND {weight} >= ? ORDER BY weight DESC, 1, 2"
    )


def scored(row: tuple[Any, ...]) -> Scored:
    """A row as a pair; a comparison of which one side says nothing is left out."""
    a, b, weight, *parts = row
    weights = {
        one.name: (one.levels[len(one.levels) - 1 - level].code, round(said, 2))
        for one, level, said in zip(COMPARISONS, parts[::2], parts[1::2], strict=True)
        if level >= 0
    }
    return Scored(a, b, probability(weight), weights)
