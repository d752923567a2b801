"""`regulars source`: who says things."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .command import JsonOption, actor, needs, new_group
from .output import print_json, print_line, print_table

if TYPE_CHECKING:
    from regulars.unify.facts.models import Source

app = new_group("Sources: shops, tills, sites and files that tell what customers do.")

NamedSource = Annotated[str, typer.Argument(metavar="SOURCE", help="Its name or id.")]


@app.command("create", cls=needs("sources.edit"))
def create(
    name: Annotated[str, typer.Argument(help="What colleagues call it.")],
    kind: Annotated[str, typer.Option(help="server, browser, till, shop, file, form, pixel or staff.")] = "server",
    region: Annotated[str, typer.Option(help="Where its phone numbers are from, as TH.")] = "",
    namespace: Annotated[str, typer.Option(help="Sources that share user ids share a namespace.")] = "default",
    as_json: JsonOption = False,
) -> None:
    """Make a source, and print its write key."""
    from regulars.unify.facts.enums import SourceKind
    from regulars.unify.facts.services import create_source

    if kind not in SourceKind.values:
        raise typer.BadParameter(f"choose one of {', '.join(SourceKind.values)}", param_hint="--kind")
    made = create_source(name, kind=SourceKind(kind), region=region, namespace=namespace, actor=actor())
    row = {"id": made.pk, "name": made.name, "write_key": made.write_key}
    print_json(row) if as_json else print_table("Source", list(row), [list(row.values())])


@app.command("list", cls=needs("sources.see"))
def list_(as_json: JsonOption = False) -> None:
    """All sources."""
    from regulars.unify.facts.queries import sources

    columns = ("id", "name", "kind", "namespace", "region", "is_enabled", "created_at", "write_key")
    rows = list(sources().values(*columns))
    print_json(rows) if as_json else print_table("Sources", columns, [list(row.values()) for row in rows])


@app.command("enable", cls=needs("sources.edit"))
def enable(source: NamedSource, as_json: JsonOption = False) -> None:
    """Take what comes with its key again."""
    from regulars.unify.facts.services import enable_source

    print_source(enable_source(found(source).pk, actor=actor()), as_json)


@app.command("disable", cls=needs("sources.edit"))
def disable(source: NamedSource, as_json: JsonOption = False) -> None:
    """Refuse what comes with its key; what it said stays."""
    from regulars.unify.facts.services import disable_source

    print_source(disable_source(found(source).pk, actor=actor()), as_json)


@app.command("rotate", cls=needs("sources.edit"))
def rotate(
    source: NamedSource,
    at_once: Annotated[bool, typer.Option("--at-once", help="Refuse the old key from now on.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Give it another write key; the old one is good for seven more days."""
    from regulars.unify.facts.services import rotate_write_key

    print_source(rotate_write_key(found(source).pk, actor=actor(), at_once=at_once), as_json)


@app.command("plan", cls=needs("sources.edit"))
def plan(
    source: NamedSource,
    set_: Annotated[
        Path | None, typer.Option("--set", exists=True, dir_okay=False, help="Put the plan in this file in force.")
    ] = None,
    propose: Annotated[bool, typer.Option("--propose", help="Print a plan made from what arrived.")] = False,
    lift: Annotated[bool, typer.Option("--lift", help="Compare with no plan any more.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Print its tracking plan and what departs from it, or change the plan."""
    from regulars.collect.sources.errors import NothingArrived
    from regulars.collect.sources.queries import proposed_plan
    from regulars.collect.sources.services import save_plan

    if sum((set_ is not None, propose, lift)) > 1:
        raise typer.BadParameter("choose one of --set, --propose and --lift")
    about = found(source)
    if propose:
        proposed = proposed_plan(about.pk)
        if proposed is None:
            raise NothingArrived
        print_json(proposed)
        return
    if set_ is not None or lift:
        save_plan(about.pk, None if set_ is None else read_plan(set_), actor=actor())
    print_plan(about.pk, as_json)


def read_plan(file: Path) -> Any:
    """The JSON in a file."""
    try:
        return json.loads(file.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise typer.BadParameter(f"{file} is no JSON: {error}", param_hint="--set") from error


def found(text: str) -> "Source":
    """The source of this name or id. Raises SourceUnknown."""
    from regulars.unify.facts.errors import SourceUnknown
    from regulars.unify.facts.queries import sources

    named = sources().filter(name=text).first()
    if named is None and text.isdecimal() and len(text) < 19:
        named = sources().filter(pk=int(text)).first()
    if named is None:
        raise SourceUnknown
    return named


def print_source(source: "Source", as_json: bool) -> None:
    """A source as it is now."""
    row = {"id": source.pk, "name": source.name, "is_enabled": source.is_enabled, "write_key": source.write_key}
    print_json(row) if as_json else print_table("Source", list(row), [list(row.values())])


def print_plan(source: int, as_json: bool) -> None:
    """The plan in force, and what departs from it."""
    from regulars.collect.sources.queries import plan_in_force, violations

    in_force, departures = plan_in_force(source), violations(source)
    if as_json:
        version = {} if in_force is None else {"version": in_force.version, "plan": in_force.plan}
        print_json({"version": None, "plan": None, **version, "violations": departures})
        return
    if in_force is None:
        print_line("No plan is in force.")
        return
    print_line(json.dumps(in_force.plan, ensure_ascii=False, indent=2))
    rows = [(one.kind, one.event, one.sentence, one.count, one.refused) for one in departures]
    print_table(f"Against version {in_force.version}", ("call", "event", "what is wrong", "times", "left out"), rows)
