"""Random files in random order, live tracking of the same people and edits between, undone in any order.

What a preview says is what the report of the run says, and after every mix the whole state equals the oracle's, which
folds what remains from zero.
"""

from collections.abc import Sequence
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.collect.files import folder, queries
from regulars.collect.files.enums import State
from regulars.collect.files.mapping import Policy
from regulars.collect.files.models import Import
from regulars.collect.files.preview import comparing, sharing
from regulars.unify.customers.models import Golden
from regulars.unify.facts.fact import Fact
from regulars.unify.facts.prepared import Reader, decode_fact
from regulars.unify.road import Road
from tests.collect.files import bringing
from tests.oracle.canonical import read_state
from tests.oracle.fold import fold
from tests.oracle.log import Entry
from tests.oracle.logs import World, edit, live
from tests.oracle.runner import Run, prepare
from tests.oracle.saying import FILE, STAFF, at, decision

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

NUMBERS = [None, "x1", "x2"]
MAILS = [None, "ann@shop.co.th", "BEA@shop.co.th ", "cem@shop.co.th"]
PHONES = [None, "081 234 5678", "+66898765432"]
NAMES = [None, "Ann Lee", "Bea Fox", "สมชาย ใจดี", "李安"]
CITIES = [None, "Bangkok", "北京"]
CELLS = st.tuples(*map(st.sampled_from, (NUMBERS, MAILS, PHONES, NAMES, CITIES)))
FILES = st.lists(CELLS, min_size=1, max_size=5)
STEPS = st.lists(st.sampled_from(["file", "file", "again", "live", "edit", "undo"]), min_size=1, max_size=7)


class Told:
    """What happened so far: the files, and every fact at its position for the oracle."""

    def __init__(self, road: Road) -> None:
        self.run = Run(road)
        self.world = World(with_decisions=False)
        self.files: list[tuple[Import, Sequence[bringing.Cells], int]] = []

    def hear(self, row: Import, facts: Sequence[Fact]) -> None:
        """Facts of an import, as they were filed."""
        for fact in facts:
            position = len(self.run.entries) + 1
            self.run.entries.append(Entry(position, FILE, fact, row.pk, row.created_at))

    def bring(self, rows: Sequence[bringing.Cells], as_of: int, policy: Policy) -> None:
        """A file in, previewed and run."""
        row = bringing.offered(rows, source_id=FILE.id, as_of=as_of, policy=policy)
        bringing.previewed(row)
        foreseen, before = bringing.counts(row), Golden.objects.count()
        facts = prepared(row)
        bringing.ran(row, self.run.road)
        report, after = bringing.counts(row), Golden.objects.count()

        assert report == foreseen
        assert sum(report[name] for name in queries.SECTIONS) == report["rows"] == len(rows)
        assert report["merged"] or after - before == report["created"]
        self.files.append((row, rows, as_of))
        self.hear(row, facts)

    def undo(self, row: Import) -> None:
        """A file out again."""
        bringing.undone(row, self.run.road)
        withdrawn = decision("withdraw", batch=row.pk, minute=self.world.minute, message=self.world.message())
        self.run.entries.append(Entry(len(self.run.entries) + 1, STAFF, withdrawn, 0, 0))


def prepared(row: Import) -> list[Fact]:
    """The facts of a file, in the order in which the road takes them."""
    reader = Reader(folder.at(row.pk, folder.PREPARED))
    return [decode_fact(one.fact) for one in reader.read(0, reader.count)] if reader.count else []


@given(data=st.data(), steps=STEPS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_previews_are_exact_and_any_undo_leaves_what_the_oracle_folds(data: st.DataObject, steps: list[str]) -> None:
    prepare()
    Import.objects.all().delete()
    with Road() as road, pytest.MonkeyPatch.context() as patch:
        patch.setattr(comparing, "CHUNK", data.draw(st.sampled_from([1, 2, 5_000])))
        patch.setattr(sharing, "GROUPS_AT_ONCE", data.draw(st.sampled_from([1, 5_000])))
        told = Told(road)
        for step in steps:
            told.world.minute += 5
            take(step, data, told)
        road.drain()

        assert read_state() == fold(told.run.entries)


def take(step: str, data: st.DataObject, told: Told) -> None:
    """One step of the story."""
    standing = [one for one in told.files if queries.find(one[0].pk).state == State.DONE]
    if step == "file":
        told.bring(
            data.draw(FILES), at(data.draw(st.integers(0, told.world.minute))), data.draw(st.sampled_from(list(Policy)))
        )
    elif step == "again" and told.files:
        _, rows, as_of = data.draw(st.sampled_from(told.files))
        told.bring(rows, as_of, Policy.NEWEST)
    elif step == "undo" and standing:
        told.undo(data.draw(st.sampled_from([row for row, _, _ in standing])))
    elif step in {"live", "edit"}:
        made = {"live": live, "edit": edit}[step]
        request = made(cast(st.DrawFn, data.draw), told.world)
        request.drain = True
        told.world.hear(request)
        told.run.submit(request, symbolic=request)
