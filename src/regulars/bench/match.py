"""Fuzzy duplicates among many records: from traits to scored pairs, in a process of its own so that memory counts.

The quick run has 100,000 records, in full it is a million. A tenth of them are second records of somebody, with names
in another script or order, slips, moved houses and missing values. What is found is checked.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path
from typing import Any

import pyarrow as pa

from regulars.base.lake.scratch import Scratch
from regulars.bench.results import BenchError, Result, report

QUICK, FULL = 100_000, 1_000_000
AT_ONCE = 50_000
TARGET_SECONDS, TARGET_MB = 120.0, 4_000.0
SECOND = 0.1
CONSONANTS, VOWELS = "b c ch d f g h j k kh l m n p ph r s sh t th v w y z".split(), "a e i o u ai ee oo".split()
THAI_CONSONANTS = "บ ช ด ฟ ก ห จ ค ล ม น ป พ ร ส ท ว ย".split()
THAI_LATIN = "b ch d f k h j kh l m n p ph r s th w y".split()
PERSIAN = "ا ب پ ت ج چ خ د ر ز س ش ف ق ک گ ل م ن و ی".split()
HAN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰萍鹏辉波宇浩凯健俊帆雪琳晨"
FAMILIES = "王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
RUN = """
import json, resource, sys, time
from pathlib import Path
from regulars.bench import match
print(json.dumps(match.measure(int(sys.argv[1]), Path(sys.argv[2]))))
"""


def run(*, full: bool = False) -> dict[str, Any]:
    """Measure; `full` or REGULARS_BENCH_FULL=1 is the size of the promise. Raises BenchError."""
    size = FULL if full or os.environ.get("REGULARS_BENCH_FULL") == "1" else QUICK
    with tempfile.TemporaryDirectory(prefix="regulars-bench-") as folder:
        command = [sys.executable, "-c", RUN, str(size), folder]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchError(done.stderr[-2000:])
    found = json.loads(done.stdout.splitlines()[-1])
    steps = [Result(f"{size:,} records: {name}", seconds, "s") for name, seconds in found["steps"].items()]
    return report(
        "match",
        [
            Result(
                f"{size:,} records: all steps",
                found["seconds"],
                "s",
                target=TARGET_SECONDS,
                met=found["seconds"] <= TARGET_SECONDS,
            ),
            Result("time on cores", found["cpu"], "s"),
            Result("memory", found["mb"], "MB", target=TARGET_MB, met=found["mb"] <= TARGET_MB),
            *steps,
            Result("pairs looked at", found["looked_at"], "pairs"),
            Result("precision", found["precision"], ""),
            Result("recall", found["recall"], ""),
        ],
    )


def measure(size: int, folder: Path) -> dict[str, Any]:
    """Make people, find duplicates among them, and say how long each step took, in this process."""
    from regulars.unify.quality.matching.finding import LIKELY, MEMORY, find  # noqa: PLC0415  loads Splink, in the child alone

    table, first = people(size)
    marks: list[tuple[str, float]] = []
    started_at, busy = time.perf_counter(), cpu_seconds()
    with Scratch(threads=2, memory_limit=MEMORY, spill=folder) as scratch:
        found = find(table, scratch=scratch, progress=lambda step, *_: marks.append((step, time.perf_counter())))
    ended_at = time.perf_counter()
    ends = [at for _, at in marks[1:]] + [ended_at]
    likely = [pair for pair in found.pairs if pair.probability >= LIKELY]
    right = sum(first[pair.a] == first[pair.b] for pair in likely)
    return {
        "seconds": round(ended_at - started_at, 1),
        "cpu": round(cpu_seconds() - busy, 1),
        "mb": round(peak_mb()),
        "steps": {step: round(end - at, 1) for (step, at), end in zip(marks, ends, strict=True)},
        "looked_at": found.looked_at,
        "precision": round(right / max(len(likely), 1), 4),
        "recall": round(right / sum(number != of for number, of in enumerate(first)), 4),
    }


def people(size: int) -> tuple[pa.Table, list[int]]:
    """Everybody in columns, and the first record of the person of each."""
    from regulars.unify.quality.matching.people import columns, person  # noqa: PLC0415

    told = records(size, random.Random(5))
    first: list[int] = []
    tables = []
    while some := list(islice(told, AT_ONCE)):
        tables.append(columns(person(len(first) + place, traits) for place, (traits, _) in enumerate(some)))
        first += [len(first) + place if of is None else of for place, (_, of) in enumerate(some)]
    return pa.concat_tables(tables), first


def cpu_seconds() -> float:
    """Time on a core, of this process and its children."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def peak_mb() -> float:
    """The most memory that this process and its children had at once, at most (Linux counts in KB)."""
    import resource  # noqa: PLC0415  not on Windows

    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return (own + 2 * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


def records(size: int, chance: random.Random) -> Iterator[tuple[dict[str, Any], int | None]]:
    """Traits, and the number of the record that the same person has already; each has two at most."""
    given, family = pools()
    before: list[tuple[int, dict[str, Any], tuple[str, str]]] = []
    for number in range(size):
        if before and chance.random() < SECOND:
            of, traits, latin = before.pop(chance.randrange(len(before)))
            yield again(traits, latin, chance), of
            continue
        script = chance.choice(list(given))
        one, other = chance.choice(given[script]), chance.choice(family[script])
        traits = somebody(number, one, other, chance)
        if len(before) < 2_000:
            before.append((number, traits, (one[1], other[1])))
        else:
            before[chance.randrange(2_000)] = (number, traits, (one[1], other[1]))
        yield traits, None


def pools() -> tuple[dict[str, list[tuple[str, str]]], dict[str, list[tuple[str, str]]]]:
    """Script → (as written, in Latin letters) of given and of family names."""
    latin = ["".join(parts) for parts in product(CONSONANTS, VOWELS, CONSONANTS, VOWELS)]
    random.Random(1).shuffle(latin)
    pairs = list(product(range(len(THAI_CONSONANTS)), repeat=3))
    thai = [
        ("".join(THAI_CONSONANTS[place] + "า" for place in one), "".join(THAI_LATIN[place] + "a" for place in one))
        for one in pairs
    ]
    persian = [("".join(one), "".join(one)) for one in product(PERSIAN, repeat=3)]
    chinese = [("".join(one), "".join(one)) for one in product(HAN, repeat=2)]
    both = [(one.title(), one.title()) for one in latin]
    return (
        {"latin": both[:8_000], "thai": thai[::2], "persian": persian[::2], "chinese": chinese},
        {
            "latin": both[8_000:],
            "thai": thai[1::2],
            "persian": persian[1::2],
            "chinese": [(one, one) for one in FAMILIES],
        },
    )


def somebody(number: int, given: tuple[str, str], family: tuple[str, str], chance: random.Random) -> dict[str, Any]:
    """Somebody new."""
    return {
        "first_name": given[0],
        "last_name": family[0],
        "birthday": f"{chance.randint(1940, 2008)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
        "phone": f"+66{chance.randint(100_000_000, 999_999_999)}",
        "email": f"{family[1].lower() if family[1].isascii() else 'k'}{number}@mail{number % 7}.example",
        "street": f"{chance.randint(1, 900)} {chance.choice(CONSONANTS)}{chance.choice(VOWELS)}n {number % 4_001} Road",
        "city": f"Town {chance.choice(CONSONANTS)}{chance.choice(VOWELS)}n",
        "postal_code": f"{chance.randint(10_000, 10_999)}",
    }


def again(traits: dict[str, Any], latin: tuple[str, str], chance: random.Random) -> dict[str, Any]:
    """The same person once more."""
    other = dict(traits)
    if chance.random() < 0.3:
        other["first_name"], other["last_name"] = latin
    elif chance.random() < 0.2:
        other["first_name"], other["last_name"] = other["last_name"], other["first_name"]
    if chance.random() < 0.3:
        other |= {"street": f"{chance.randint(1, 900)} Moved Road", "city": "Town Moved", "postal_code": "20000"}
    for name in ("phone", "email", "birthday", "street"):
        if chance.random() < 0.3:
            del other[name]
    return other
