"""The work of a preview: read, prepare, compare; nothing outside the import's own folder changes."""

from collections import Counter

from regulars.collect.files import folder
from regulars.collect.files.enums import State
from regulars.collect.files.models import Import
from regulars.collect.files.preview import kept
from regulars.collect.files.preview.comparing import About, compare, made
from regulars.collect.files.preview.foresight import foresee
from regulars.collect.files.preview.scene import Scene

from . import reading_in
from .preparing import Part, Prepared, spread
from .telling import Teller


def preview(row: Import, teller: Teller) -> None:
    """Say what every row would do. Raises FileError, Stopped."""
    reading_in.stage(row, teller)
    scene = Scene()
    about = About(reading_in.source_of(row), row.pk, row.created_at)
    first: Counter[str] = Counter()

    def begun(so_far: Prepared, part: Part) -> None:
        if not first:
            facts = made(enumerate(part.chunk.bodies), about)
            for statement, seen in zip(facts, foresee(facts, scene), strict=True):
                first[seen.outcome] += statement.fact.rows
        row.counts = {**first, "rejected": len(so_far.rejected)}

    while True:
        reading_in.prepare(row, teller, begun)
        compare_all(row, teller, about)
        if folder.at(row.pk, folder.PREPARED).exists():
            return
        # Somebody in it was erased meanwhile.
        folder.drop(row.pk, folder.PREVIEW)


def compare_all(row: Import, teller: Teller, about: About) -> None:
    """Compare what was prepared with what is known, and keep what is to be shown."""
    teller.step("comparing", row.facts)
    left_out = Counter({"rejected": kept.count_left_out(folder.at(row.pk, folder.LEFT_OUT))})

    def told(so_far: kept.Kept) -> None:
        teller(so_far.facts, counts=so_far.counts + left_out)

    every = compare(folder.at(row.pk, folder.PREPARED), about, told=told, spread=spread)
    kept.write(folder.at(row.pk, folder.PREVIEW), every.table())
    row.counts = dict(every.counts + left_out)
    row.state, row.step = State.PREVIEWED, ""
