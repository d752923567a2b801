"""Measures people: reads what is said about them, decides with `measures`, stores scores and findings."""

from collections.abc import Collection, Iterable, Mapping

from django.db import transaction

from regulars.base.fields.moments import DAY
from regulars.base.jobs.services import enqueue
from regulars.unify.customers.golden import decode, stored_rows
from regulars.unify.customers.projection import People
from regulars.unify.customers.survivorship import Survivor
from regulars.unify.facts import queries as facts
from regulars.unify.facts import sql
from regulars.unify.facts.identifiers import PERSON
from regulars.unify.facts.statement import SourceRef
from regulars.unify.identity import queries as identity

from .measures import Answer, FindingRow, Measured, Outside, ScoreRow, measure
from .outside import services as validators
from .upholding import upheld_of

ASK = "quality.ask"
"""The job that asks outside."""
FINDING_COLUMNS = [
    "key bigint", "source bigint", "batch bigint", "row bigint", "field text", "root bigint", "verdict text",
    "code text", "stands boolean",
]  # fmt: skip
SCORE_COLUMNS = [
    "root bigint", "filled bigint", "doubtful bigint", "differing bigint", "verified bigint", "email_on bigint",
    "phone_on bigint", "address_on bigint", "work_on bigint", "is_reachable boolean",
]  # fmt: skip


def refresh(roots: Collection[int]) -> int:
    """Measure the people who these roots are by now; how many. What is read is not held: who changes comes again."""
    now = set(identity.roots_of(roots).values())
    members = identity.members_of(now)
    measured = measure_all(members)
    keys = {key for group in members.values() for key in group} | set(roots)
    with transaction.atomic():
        store(measured, keys)
    return len(measured)


def measure_all(members: dict[int, list[int]]) -> list[Measured]:
    """How good the records of these people are; groups and those who are gone are left out."""
    golden = {root: decode(traits) for root, (kind, traits) in stored_rows(members).items() if kind == PERSON}
    keys = [key for root in golden for key in members[root]]
    people, answers = People(keys, source_refs()), answers_about(keys)
    outside, upheld = said_outside(golden), upheld_of(keys)
    return [
        measure(
            root,
            traits,
            [record for key in members[root] for record in people.records.get(key, ())],
            {
                (people.idents[key].type, people.idents[key].value): answers[key]
                for key in members[root]
                if key in answers
            },
            outside,
            {one for key in members[root] for one in upheld.get(key, ())},
        )
        for root, traits in golden.items()
    ]


def said_outside(golden: Mapping[int, Mapping[str, Survivor]]) -> Outside:
    """What was said outside of values that stand; about the others a job asks, where a validator is switched on."""
    values = {
        field: {root: str(traits[field].value) for root, traits in golden.items() if field in traits}
        for field in validators.enabled_fields()
    }
    said, unknown = validators.remembered_of(values)
    for field, roots in unknown.items():
        enqueue(ASK, field=field, roots=roots)
    return said


def source_refs() -> dict[int, SourceRef]:
    """Every source by its id."""
    return {source.pk: facts.source_ref(source) for source in facts.sources()}


def answers_about(keys: Iterable[int]) -> dict[int, Answer]:
    """Key → the last standing answer about its value."""
    rows = sql.select_keys(
        "SELECT d.a, d.kind, d.at FROM {given} JOIN decision d ON d.a = given.key"
        " WHERE d.kind IN ('verify', 'dispute') AND d.reversed_by = 0 ORDER BY d.position",
        keys,
    )
    return {key: Answer(kind == "verify", at // DAY) for key, kind, at in rows}


def store(measured: Collection[Measured], keys: Collection[int]) -> None:
    """Let this be all that is known of these keys."""
    forget(keys)
    insert_findings([row for one in measured for row in one.findings])
    insert_scores([one.score for one in measured])


def forget(keys: Collection[int]) -> None:
    """Take away what is kept of these keys."""
    sql.run_keys("DELETE FROM quality_finding WHERE key IN (SELECT key FROM {given})", keys)
    sql.run_keys("DELETE FROM quality_score WHERE root IN (SELECT key FROM {given})", keys)


def insert_findings(rows: list[FindingRow]) -> None:
    sql.insert("quality_finding", FINDING_COLUMNS, rows)


def insert_scores(rows: list[ScoreRow]) -> None:
    sql.insert("quality_score", SCORE_COLUMNS, rows, "(root) DO NOTHING")
