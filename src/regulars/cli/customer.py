"""`regulars customer`: find, show, merge, undo, keep apart, explain, and decide about values."""

from typing import TYPE_CHECKING, Annotated

import typer

from .command import JsonOption, actor, key_of, needs, new_group, say, sight
from .output import print_json, print_line

if TYPE_CHECKING:
    from regulars.unify.identity.services import HandedIn

app = new_group("Customers: who they are, why, and what colleagues decide about them.")

Who = Annotated[str, typer.Argument(help="A key, or an exact identifier (type/value if several types have it).")]
Value = Annotated[str, typer.Argument(help="An e-mail, phone or other identifier, as type/value if need be.")]


@app.command("find", cls=needs("customers.see"))
def find(
    text: Annotated[str, typer.Argument(help="An e-mail, phone, card, id or key; exact, in any spelling.")],
    as_json: JsonOption = False,
) -> None:
    """List the customers with this identifier."""
    from regulars.base.audit.services import record
    from regulars.unify.customers import queries

    from .rendering import print_found

    found = queries.find(text, sight=sight())
    record("customer.find", actor=actor(), object_type="customer", keys=[one.key for one in found], text=text)
    print_json(found) if as_json else print_found(found)


@app.command("show", cls=needs("customers.see"))
def show(
    who: Annotated[str | None, typer.Argument(metavar="KEY", help="A key, or an exact identifier.")] = None,
    email: Annotated[str | None, typer.Option(help="The customer with this e-mail address.")] = None,
    phone: Annotated[str | None, typer.Option(help="The customer with this phone number.")] = None,
    events: Annotated[int, typer.Option(help="How many events of the timeline.", min=0, max=10_000)] = 50,
    as_json: JsonOption = False,
) -> None:
    """All that is known of a customer, and where each value comes from."""
    from .profile import profile_of
    from .rendering import print_profile

    given = [text for text in (who, email and f"email/{email}", phone and f"phone/{phone}") if text]
    if len(given) != 1:
        raise typer.BadParameter("give a key, --email or --phone, and only one of them")
    profile = profile_of(key_of(given[0]), events, actor(), sight())
    print_json(profile) if as_json else print_profile(profile)


@app.command("merge", cls=needs("customers.merge"))
def merge(a: Who, b: Who, as_json: JsonOption = False) -> None:
    """Make one customer of two. Outranks every limit, but never a decision to keep them apart."""
    from regulars.unify.identity import services
    from regulars.unify.identity.queries import limits_passed, root_of

    from .acting import done

    one, other = key_of(a), key_of(b)
    passed = limits_passed(one, other)
    position = done(services.merge_customers(one, other, actor=actor()))
    for type_ in passed:
        say(f"Note: this customer now has more values of {type_} than one person is allowed.")
    result = {"position": position, "undo": f"d{position}", "root": str(root_of(one)), "limits_passed": passed}
    print_json(result) if as_json else print_line(
        f"One customer now, with the key {result['root']}. To undo: regulars customer undo d{position}"
    )


@app.command("undo", cls=needs("customers.merge"))
def undo(
    link: Annotated[str, typer.Argument(help="The number of a link, or d and the position of a decision.")],
    preview: Annotated[bool, typer.Option("--preview", help="Only say what would change.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Undo a link's evidence, or take a decision back."""
    from .undoing import preview_undo, undo_now

    preview_undo(link, as_json) if preview else undo_now(link, as_json)


@app.command("apart", cls=needs("customers.merge"))
def apart(a: Who, b: Who, as_json: JsonOption = False) -> None:
    """Say that two are different people, whatever links them now or later."""
    from regulars.unify.identity import services
    from regulars.unify.identity.queries import root_of

    from .acting import done

    one, other = key_of(a), key_of(b)
    position = done(services.keep_apart(one, other, actor=actor()))
    roots = [str(root_of(one)), str(root_of(other))]
    result = {"position": position, "undo": f"d{position}", "roots": roots}
    print_json(result) if as_json else print_line(
        f"Kept apart: {roots[0]} and {roots[1]}. To undo: regulars customer undo d{position}"
    )


@app.command("why", cls=needs("customers.see"))
def why(a: Who, b: Who, as_json: JsonOption = False) -> None:
    """Why two are one customer, or why they are not."""
    from regulars.base.audit.services import record
    from regulars.unify.customers import queries

    from .rendering import print_why

    one, other = key_of(a), key_of(b)
    answer = queries.why(one, other, sight=sight())
    record("customer.why", actor=actor(), object_type="customer", keys=[one, other])
    print_json(answer) if as_json else print_why(answer)


@app.command("end", cls=needs("customers.merge"))
def end(
    value: Value,
    at: Annotated[str | None, typer.Option(help="When, as 2026-03-01 or 2026-03-01T09:30Z (default: now).")] = None,
    as_json: JsonOption = False,
) -> None:
    """Say that a value changed hands: what comes later belongs to somebody else."""
    from regulars.unify.facts import normalize
    from regulars.unify.identity import services

    moment = None if at is None else normalize.timestamp(at)
    if at is not None and moment is None:
        raise typer.BadParameter("write a date or moment as 2026-03-01 or 2026-03-01T09:30Z", param_hint="--at")
    report_value(services.end_value(key_of(value), moment, actor=actor()), value, "ended", as_json)


@app.command("block", cls=needs("customers.merge"))
def block(value: Value, as_json: JsonOption = False) -> None:
    """Say that a value identifies nobody."""
    from regulars.unify.identity import services

    report_value(services.block_value(key_of(value), actor=actor()), value, "blocked", as_json)


@app.command("part", cls=needs("customers.merge"))
def part(value: Value, as_json: JsonOption = False) -> None:
    """Part everyone whom a value joined."""
    from regulars.unify.identity import services

    report_value(services.part_value(key_of(value), actor=actor()), value, "parted", as_json)


@app.command("alarms", cls=needs("customers.see"))
def alarms(as_json: JsonOption = False) -> None:
    """Values that appear on many people."""
    from regulars.unify.customers import queries

    from .rendering import print_alarms

    found = queries.alarms(sight=sight())
    print_json(found) if as_json else print_alarms(found)


@app.command("edit", cls=needs("customers.edit"))
def edit(
    who: Who,
    changes: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE...", help="Nothing after = takes it away.")],
    as_json: JsonOption = False,
) -> None:
    """Correct what is known of a customer; a correction outranks every source.

    What looks wrong is kept, and comes to the work list.
    """
    from regulars.unify.customers import doors, queries
    from regulars.unify.identity import services

    from .acting import done

    if any("=" not in change or change.startswith("=") for change in changes):
        raise typer.BadParameter("write each change as field=value")
    traits = {name: value or None for name, _, value in (change.partition("=") for change in changes)}
    key = key_of(who)
    queries.check_editable(traits, sight().mask)
    position = done(services.edit_customer(key, traits, actor=actor()))
    notes = [f"{name}: {doubt}" for name, doubt in doors.doubts(traits).items()]
    for note in notes:
        say(note)
    shown = queries.customer(key, sight=sight())
    result = {"position": position, "root": str(shown.root), "traits": shown.traits, "notes": notes}
    print_json(result) if as_json else print_line(f"Stored for the customer {shown.root}.")


def report_value(handed: "HandedIn", value: str, word: str, as_json: bool) -> None:
    """Carry out a decision about a value, and say how to take it back."""
    from .acting import done

    position = done(handed)
    result = {"position": position, "undo": f"d{position}", "value": value}
    print_json(result) if as_json else print_line(f"{value} {word}. To undo: regulars customer undo d{position}")
