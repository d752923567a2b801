"""Decides for a file what the pages ask a person, and follows it until the road has filed it."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from regulars.base.jobs.heartbeat import live_processes
from regulars.base.web import business
from regulars.collect.files import queries, services
from regulars.collect.files.basis import Basis
from regulars.collect.files.errors import ColumnUnknown, DayUnreadable, TargetUnknown
from regulars.collect.files.mapping import Mapping, targets
from regulars.collect.files.running import working

from .command import say
from .loading import check_alive, road_beside

if TYPE_CHECKING:
    from regulars.collect.files.models import Import


class Do(Protocol):
    """A piece of work on an import, told of as it gets on."""

    def __call__(self, import_id: int, *, listen: working.Listen) -> "Import":
        """The import as it ended."""


STEPS = {
    "staging": "Reading",
    "preparing": "Preparing",
    "comparing": "Comparing",
    "running": "Filing",
    "undoing": "Taking back",
}


@dataclass(frozen=True)
class Said:
    """What was said on the command line; what is empty is guessed."""

    source: str
    columns: Sequence[str]
    purposes: Sequence[str]
    country: str
    as_of: str
    origin: str
    evidence: str


def read(import_id: int) -> "Import":
    """Read the whole file."""
    return here(import_id, working.stage_now, is_filed=False)


def decide(import_id: int, said: Said, actor: str) -> None:
    """Give a file its source, mapping and basis, guessing what was not said. Raises FileError, FactsError."""
    source = services.file_source(said.source, region=said.country, actor=actor)
    services.choose_source(import_id, source, actor=actor)
    mapping = queries.guessed(import_id, language=business.language())
    mapping.region = said.country.upper() or mapping.region
    mapping.as_of = moment_of(said.as_of) if said.as_of else mapping.as_of
    for one in said.columns:
        choose(mapping, one)
    services.choose_mapping(import_id, mapping, actor=actor)
    basis = Basis(origin=said.origin, purposes=list(said.purposes), evidence=said.evidence)
    services.set_basis(import_id, basis, actor=actor)
    final = queries.mapping_of(queries.find(import_id)) or mapping
    if left := [column.head for column in final.columns if not column.target]:
        say(f"Left out: {', '.join(left)}")


def moment_of(day: str) -> int:
    """The beginning of a day, in µs. Raises DayUnreadable."""
    try:
        return int(datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).timestamp()) * 1_000_000
    except ValueError as error:
        raise DayUnreadable(text=day) from error


def choose(mapping: Mapping, said: str) -> None:
    """One COL=FIELD. Raises ColumnUnknown, TargetUnknown."""
    head, _, field = said.rpartition("=")
    columns = [column for column in mapping.columns if column.head.casefold() == head.strip().casefold()]
    if not columns:
        raise ColumnUnknown(column=head)
    target = target_of(mapping, field.strip()) if field.strip() else ""
    for column in mapping.columns:
        if target and column.target == target and column not in columns:
            column.target = ""
    for column in columns:
        column.target, column.left_out = target, ""


def target_of(mapping: Mapping, field: str) -> str:
    """The target that a field's name means. Raises TargetUnknown."""
    offered = [target.code for target in targets(mapping.kind)]
    named = [code for code in offered if field in {code, code.partition(":")[2]}]
    if not named:
        raise TargetUnknown(target=field)
    return named[0]


def follow(import_id: int, verb: str, actor: str) -> "Import":
    """Begin what `verb` says and work on it here, with a road beside where none runs; the import as it ended."""
    if verb == "preview":
        services.preview(import_id, actor=actor, is_queued=False)
    elif verb:
        services.run(import_id, actor=actor, is_queued=False)
    state = queries.find(import_id).state
    do = {"previewing": working.preview_now, "running": working.run_now, "undoing": working.undo_now}[state]
    return here(import_id, do, is_filed=state != "previewing")


def here(import_id: int, do: Do, *, is_filed: bool) -> "Import":
    """Do a piece of work in this process, and show how far it is."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with ExitStack() as beside, Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bars:
        road = beside.enter_context(road_beside()) if is_filed and not live_processes("road") else None
        tasks = {step: bars.add_task(words, total=None, visible=False) for step, words in STEPS.items()}

        def listen(step: str, done: int, total: int | None) -> None:
            bars.update(tasks[step], completed=done, total=total, visible=True)
            if road is not None:
                check_alive(road)

        return do(import_id, listen=listen)
