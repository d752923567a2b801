"""How good the record of one person is: pure functions of what is said about them and what stands."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from regulars.base.fields import queries as fields
from regulars.base.fields.moments import DAY
from regulars.base.fields.sealing import opened
from regulars.unify.customers.survivorship import RecordRow, Said, Survivor
from regulars.unify.identity import names

from .upholding import hashed
from .validation import Verdict, check_all

MEASURED = (
    "name", "email", "phone", "birthday", "gender", "street", "city", "state", "postal_code", "country", "company",
    "job_title", "language", "line", "wechat", "whatsapp", "telegram", "first_name", "last_name", "nickname",
    "age", "marital_status", "children", "income", "education", "industry", "facebook", "instagram", "x", "linkedin",
)  # fmt: skip
"""The fields whose state is kept as bits, in the order of the bits: only ever added to at the end."""
BIT = {name: 1 << place for place, name in enumerate(MEASURED)}
CORE = ("name", "email", "phone", "address", "birthday")
"""What makes a record complete, whatever the business collects besides."""
PARTS = {
    "name": BIT["name"] | BIT["first_name"] | BIT["last_name"] | BIT["nickname"],
    "address": BIT["street"] | BIT["city"] | BIT["postal_code"],
}
DATED = {
    "email": ("email",),
    "phone": ("phone",),
    "address": ("street", "city", "postal_code"),
    "work": ("company", "job_title"),
}
GOOD_FOR = {"email": 730, "phone": 730, "address": 730, "work": 365}
"""Days after which what nobody confirmed is stale."""
CHATS = ("line", "wechat", "whatsapp", "telegram")
LASTING = ("name", "birthday", "gender")
"""What does not change by itself: where two trusted sources differ, one is wrong."""
SAID_WRONG = "said_wrong"
DOUBTED_OUTSIDE = "doubted_outside"


class Answer(NamedTuple):
    """What became of asking whether a value is theirs, on which day (since 1970)."""

    is_right: bool
    day: int


class FindingRow(NamedTuple):
    """A row of `quality_finding`."""

    key: int
    source: int
    batch: int
    row: int
    field: str
    root: int
    verdict: str
    code: str
    stands: bool


class ScoreRow(NamedTuple):
    """A row of `quality_score`."""

    root: int
    filled: int
    doubtful: int
    differing: int
    verified: int
    email_on: int | None
    phone_on: int | None
    address_on: int | None
    work_on: int | None
    is_reachable: bool


class Measured(NamedTuple):
    """How good one record is, and what is not fine about it."""

    score: ScoreRow
    findings: list[FindingRow]


Answers = Mapping[tuple[str, str], Answer]
"""(type, value) of an identifier → the last answer about it."""
Outside = Mapping[tuple[str, str], Verdict]
"""(field, value) → what somebody outside said of it."""
Upheld = Collection[tuple[str, bytes]]
"""(field, hash of the value) of what a colleague who was asked said to be right."""


def measure(
    root: int,
    golden: Mapping[str, Survivor],
    records: Sequence[RecordRow],
    answers: Answers,
    outside: Outside = MappingProxyType({}),
    upheld: Upheld = (),
) -> Measured:
    """The score and the findings of one person."""
    findings = [row for record in records for row in found_in(root, record, golden, answers, outside, upheld)]
    doubtful = bits(row.field for row in findings if row.stands and row.verdict == Verdict.DOUBTFUL)
    filled = bits(name for name, survivor in golden.items() if survivor.value not in (None, "", []))
    right = {name for name in ("email", "phone") if is_right(name, golden, answers)}
    email, phone, address, work = (confirmed_on(unit, golden, records, answers) for unit in DATED)
    reachable = is_reachable(filled, doubtful)
    score = ScoreRow(
        root, filled, doubtful, differing(golden, records), bits(right), email, phone, address, work, reachable
    )
    return Measured(score, findings)


def bits(names: Iterable[str]) -> int:
    """A set of fields as one number; those that are not measured are left out."""
    found = 0
    for name in names:
        found |= BIT.get(name, 0)
    return found


def names_in(bits: int) -> list[str]:
    """The fields of a set, in order."""
    return [name for name, bit in BIT.items() if bits & bit]


def found_in(
    root: int,
    record: RecordRow,
    golden: Mapping[str, Survivor],
    answers: Answers,
    outside: Outside,
    upheld: Upheld = (),
) -> Iterator[FindingRow]:
    """What is not fine of what one record says; of what a colleague upheld only that whoever was asked denied it."""
    place = (record.key, record.source.id, record.batch, record.row)
    for name, (verdict, code) in verdicts_of(record, answers, outside).items():
        if upheld and code != SAID_WRONG and is_upheld(name, record.traits[name].value, upheld):
            continue
        winner = golden.get(name)
        stands = winner is not None and (winner.key, winner.source, winner.batch, winner.row) == place
        yield FindingRow(*place, name, root, verdict.value, code, stands)


def is_upheld(name: str, value: object, upheld: Upheld) -> bool:
    """Whether a colleague said that this is right."""
    plain = opened(name, value) if name in fields.special_fields() else value
    return (name, hashed(name, plain)) in upheld


def verdicts_of(record: RecordRow, answers: Answers, outside: Outside) -> dict[str, tuple[Verdict, str]]:
    """Trait → what is said of its value: by whom it is or is not, else by our checks, else by somebody outside."""
    special = fields.special_fields()
    values = {name: opened(name, said.value) if name in special else said.value for name, said in record.traits.items()}
    doubted = {name for name, value in values.items() if outside.get((name, str(value))) is Verdict.DOUBTFUL}
    wrong = {name for name in ("email", "phone") if is_wrong(name, values.get(name), answers)}
    return {
        **dict.fromkeys(doubted, (Verdict.DOUBTFUL, DOUBTED_OUTSIDE)),
        **{name: (one.verdict, one.code) for name, one in check_all(values, record.source.region or None).items()},
        **dict.fromkeys(wrong, (Verdict.DOUBTFUL, SAID_WRONG)),
    }


def is_wrong(name: str, value: object, answers: Answers) -> bool:
    """Whether somebody who was asked said that this is not theirs."""
    answer = answers.get((name, str(value))) if value else None
    return answer is not None and not answer.is_right


def is_right(name: str, golden: Mapping[str, Survivor], answers: Answers) -> bool:
    """Whether the value that stands was confirmed."""
    answer = answers.get((name, str(golden[name].value))) if name in golden else None
    return answer is not None and answer.is_right


def confirmed_on(
    unit: str, golden: Mapping[str, Survivor], records: Sequence[RecordRow], answers: Answers
) -> int | None:
    """The last day on which anybody told what stands, or the person confirmed it; None where nothing stands."""
    parts = {name: golden[name].value for name in DATED[unit] if name in golden and golden[name].value != ""}
    if not parts:
        return None
    times = [golden[name].occurred_at for name in parts]
    times += [
        record.traits[name].occurred_at
        for record in records
        for name, value in parts.items()
        if name in record.traits and record.traits[name].value == value and not record.source.is_public
    ]
    answer = answers.get((unit, str(parts.get(unit)))) if unit in parts else None
    return max(max(times) // DAY, answer.day if answer and answer.is_right else 0)


def differing(golden: Mapping[str, Survivor], records: Sequence[RecordRow]) -> int:
    """The fields over which trusted sources are at odds, and no colleague has settled it.

    Of what lasts any difference counts; of what changes (an address), one where a newer value lost to a better source.
    """
    return bits(name for name, survivor in golden.items() if name in BIT and rivals(name, survivor, records))


def rivals(name: str, survivor: Survivor, records: Sequence[RecordRow]) -> list[tuple[RecordRow, Said]]:
    """What trusted sources say against the value that stands."""
    if name not in LASTING and not fields.current().by_name[name].guarded:
        return []
    said = [(record, record.traits[name]) for record in records if name in record.traits]
    if any(record.source.is_staff for record, _ in said):
        return []
    return [
        (record, one)
        for record, one in said
        if not record.source.is_public
        and one.value not in (None, "")
        and record.source.id != survivor.source
        and contradicts(name, one.value, survivor.value)
        and (name in LASTING or one.occurred_at > survivor.occurred_at)
    ]


def contradicts(name: str, one: Any, other: Any) -> bool:
    """Whether two values cannot both be right."""
    if one == other or name in {"first_name", "last_name", "middle_name", "honorific", "nickname", "username", "id"}:
        return False
    if name == "name":
        return not names.compatible(str(one), str(other))
    return str(one).casefold().strip() != str(other).casefold().strip()


def is_reachable(filled: int, doubtful: int) -> bool:
    """Whether there is a way to the person that is not doubtful."""
    sound = filled & ~doubtful
    return bool(sound & bits(("email", "phone", *CHATS))) or has(sound, "address")


def has(filled: int, core: str) -> bool:
    """Whether a part of a whole record is there: any name; of an address street, or city and postal code."""
    if core == "address":
        return bool(filled & BIT["street"]) or bool(filled & BIT["city"] and filled & BIT["postal_code"])
    return bool(filled & PARTS.get(core, BIT.get(core, 0)))


class Points(NamedTuple):
    """How good one record is, each in percent; None where there is nothing to judge."""

    completeness: int
    validity: int | None
    freshness: int | None
    consistency: int | None


def points(score: ScoreRow, today: int) -> Points:
    """Completeness is over the core; freshness halves with every span after which a value is stale."""
    count = score.filled.bit_count()
    judged = (score.filled & bits(guarded_and_lasting())).bit_count()
    ages = [
        0.5 ** (max(0, today - day) / GOOD_FOR[unit])
        for unit, day in zip(DATED, (score.email_on, score.phone_on, score.address_on, score.work_on), strict=True)
        if day is not None
    ]
    return Points(
        round(100 * sum(has(score.filled, core) for core in CORE) / len(CORE)),
        share(count - (score.filled & score.doubtful).bit_count(), count),
        share(sum(ages), len(ages)),
        share(judged - score.differing.bit_count(), judged),
    )


def guarded_and_lasting() -> Collection[str]:
    """The fields that sources can be at odds over."""
    return {*fields.guarded_fields(), *LASTING}


def share(part: float, whole: float) -> int | None:
    """In percent; None of nothing."""
    return round(100 * part / whole) if whole else None
