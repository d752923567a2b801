"""Customers as tables for people."""

from collections.abc import Iterable, Sequence

from regulars.unify.customers.queries import Found, Happening, Provenance, UndoPreview
from regulars.unify.identity.queries import LinkEvidence, StandingDecision, ValueAlarm, Why
from regulars.unify.orders.queries import CustomerOrder

from .output import cell, moment, print_line, print_table
from .profile import Decided, Profile

TRAIT_COLUMNS = ("field", "value", "source", "when", "why", "others")
ORDER_COLUMNS = ("order", "shop", "placed", "status", "total", "refunded", "currency", "confirmed")
LINK_COLUMNS = ("link", "from", "to", "source", "batch", "accepted", "because", "count")


def print_found(found: Sequence[Found]) -> None:
    """Customers in a list."""
    rows = [(one.key, one.kind, one.name, one.identifiers) for one in found]
    print_table("Customers", ("key", "kind", "name", "identifiers"), rows) if rows else print_line("Nobody.")


def print_profile(profile: Profile) -> None:
    """A customer, section by section."""
    print_line(f"{profile.name or profile.kind} (key {profile.root})")
    print_section("Profile", TRAIT_COLUMNS, map(trait_row, profile.provenance.items()))
    print_section(
        "Identifiers",
        ("key", "type", "value", "generation", "ended"),
        ((one.key, one.type, one.value, one.generation, moment(one.ended_at)) for one in profile.identifiers),
    )
    print_section("Links", LINK_COLUMNS, map(link_row, profile.links))
    print_section(
        "Groups",
        ("key", "kind", "id", "known of it"),
        ((one.key, one.kind, one.value, one.traits) for one in profile.groups),
    )
    if hidden := sum(vars(profile.left_out).values()):
        print_line(f"Besides, there are {hidden} identifiers, groups or members that you may not see.")
    print_section("Members", ("key", "name"), ((one.key, one.name) for one in profile.members))
    print_section("Orders", ORDER_COLUMNS, map(order_row, profile.orders))
    print_section("Timeline", ("when", "what", "source", "with"), map(timeline_row, profile.timeline))


def print_section(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table, unless it is empty."""
    rows = list(rows)
    if rows:
        print_table(title, columns, rows)


def trait_row(item: tuple[str, Provenance]) -> Sequence[object]:
    """A trait with its origin."""
    name, said = item
    others = [f"{cell(other.value)} ({other.source})" for other in (*said.others, *said.unconfirmed)]
    return name, said.value, said.source, moment(said.occurred_at), said.why, others


def link_row(link: LinkEvidence) -> Sequence[object]:
    """A link."""
    return link.id, link.from_, link.to, link.source, link.batch or "live", link.accepted, link.words, link.count


def order_row(order: CustomerOrder) -> Sequence[object]:
    """An order."""
    money = (order.total, order.refunded, order.currency)
    return order.order_id, order.shop, moment(order.placed_at), order.status, *money, order.is_confirmed


def timeline_row(entry: Happening | Decided) -> Sequence[object]:
    """An event or a decision."""
    if isinstance(entry, Happening):
        return moment(entry.occurred_at), entry.event or entry.type, entry.source, entry.properties
    return moment(entry.occurred_at), entry.words, entry.source, ""


def print_why(why: Why) -> None:
    """Why two are one, or are not."""
    if why.one:
        print_line("They are one customer.")
        print_ties(why.path)
        return
    print_line("They are two customers.")
    if not (why.refused or why.apart):
        print_line("They have nothing in common.")
    print_section("Kept apart", ("decision", "by", "what"), map(decision_row, why.apart))
    print_section("Refused links", LINK_COLUMNS, map(link_row, why.refused))


def print_ties(ties: Iterable[LinkEvidence | StandingDecision]) -> None:
    """What ties two keys, step by step."""
    for tie in ties:
        if isinstance(tie, LinkEvidence):
            print_line(f"  {tie.from_} – {tie.to}: {tie.words} ({tie.source}, link {tie.id}, {tie.count} times)")
        else:
            print_line(f"  {tie.one} – {tie.other}: merged by {tie.actor} (d{tie.position})")


def decision_row(decision: StandingDecision) -> Sequence[object]:
    """A decision."""
    return f"d{decision.position}", decision.actor, f"{decision.one} {decision.words}"


def print_preview(preview: UndoPreview) -> None:
    """What an undo would change."""
    if preview.still:
        print_line("They would still be one. Keep them apart first: regulars customer apart A B. What joins them:")
        print_ties(preview.still)
    if preview.comes_back:
        print_line("A live source says this, and would say it again with its next event.")
    if not preview.changes and not preview.unseen:
        print_line("Nobody would change.")
    print_section(
        "Customers as they would be",
        ("key", "identifiers", "somebody else"),
        ((one.root, list(map(str, one.identifiers)), one.is_outsider) for one in preview.changes),
    )
    if preview.unseen:
        print_line(f"Besides, {preview.unseen} would change whom you may not see.")


def print_alarms(alarms: Sequence[ValueAlarm]) -> None:
    """Values on many people."""
    rows = [(one.identifier.key, one.identifier, one.people, one.decided) for one in alarms]
    print_table("Values on many people", ("key", "value", "people", "decided"), rows) if rows else print_line("None.")
