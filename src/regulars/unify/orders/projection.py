"""The orders table: follows the road, and is folded again when evidence is withdrawn."""

from collections.abc import Collection, Iterable, Sequence

import msgspec

from regulars.unify.facts import sql
from regulars.unify.facts.statement import Statement
from regulars.unify.identity.store import withdrawn_batches

from .fold import OrderFact, OrderState, fold
from .parse import order_of

Place = tuple[str, str]
"""Shop and order id."""

COLUMNS = (
    *("shop text", "order_id text", "key bigint", "status text", "is_confirmed boolean", "currency text"),
    *("total numeric", "revenue numeric", "refunded numeric", "placed_at bigint", "changed_position bigint"),
    "facts text",
)
CHANGING = [column.split()[0] for column in COLUMNS[2:]]

MOST_PUBLIC = 50

decode_facts = msgspec.json.Decoder(list[OrderFact]).decode
encode = msgspec.json.Encoder().encode


class OrdersProjector:
    """Folds orders per (shop, order id); a shop is a namespace."""

    name = "orders"

    def apply(self, statements: Sequence[Statement]) -> None:
        """Add the order facts of a batch to their orders."""
        said: dict[Place, list[OrderFact]] = {}
        for statement in statements:
            if (order := order_of(statement)) is not None:
                said.setdefault((statement.source.namespace, order[0]), []).append(order[1])
        if said:
            known = load(said)
            withdrawn = withdrawn_batches() if any(fact.batch for facts in known.values() for fact in facts) else ()
            store({place: bounded([*known.get(place, ()), *facts]) for place, facts in said.items()}, withdrawn, 0)

    def rebuild(self, keys: Collection[int], position: int) -> None:
        """Fold anew the orders filed under these keys."""
        store(about(keys), withdrawn_batches(), position)

    def erase(self, keys: Collection[int], position: int) -> None:
        """Forget what was said under these keys; an order of which nothing is left goes."""
        gone = set(keys)
        left = {place: [f for f in facts if f.key not in gone] for place, facts in about(keys).items()}
        delete([place for place, facts in left.items() if not facts])
        sql.run_keys("DELETE FROM order_mention WHERE key IN (SELECT key FROM {given})", gone)
        store({place: facts for place, facts in left.items() if facts}, withdrawn_batches(), position)


def about(keys: Collection[int]) -> dict[Place, list[OrderFact]]:
    """The orders of which something was said under these keys."""
    rows = sql.select_keys(
        "SELECT o.shop, o.order_id, o.facts FROM {given} JOIN orders o ON o.key = given.key", keys
    ) + sql.select_keys(
        "SELECT o.shop, o.order_id, o.facts FROM {given} JOIN order_mention m ON m.key = given.key"
        " JOIN orders o ON o.shop = m.shop AND o.order_id = m.order_id",
        keys,
    )
    return {(shop, order_id): decode_facts(facts) for shop, order_id, facts in rows}


def delete(places: Sequence[Place]) -> None:
    """Delete orders."""
    sql.write("DELETE FROM orders WHERE shop = %s AND order_id = %s", places)


def bounded(facts: list[OrderFact]) -> list[OrderFact]:
    """Without most of what public sources say: one browser must not make an order grow for ever."""
    public = [fact for fact in facts if fact.is_public]
    if len(public) <= MOST_PUBLIC:
        return facts
    dropped = {fact.position for fact in sorted(public, key=lambda fact: fact.position)[MOST_PUBLIC:]}
    return [fact for fact in facts if fact.position not in dropped]


def load(places: Iterable[Place]) -> dict[Place, list[OrderFact]]:
    """What is known about these orders."""
    rows = sql.select(
        "SELECT o.shop, o.order_id, o.facts FROM {given} JOIN orders o ON o.shop = given.shop"
        " AND o.order_id = given.order_id",
        ["shop text", "order_id text"],
        list(places),
    )
    return {(shop, order_id): decode_facts(facts) for shop, order_id, facts in rows}


def store(orders: dict[Place, list[OrderFact]], withdrawn: Collection[int], position: int) -> None:
    """Write the orders as they fold; `position` is that of a decision, or 0 for what the facts themselves changed."""
    rows = [row_of(place, facts, fold(facts, withdrawn), position) for place, facts in orders.items()]
    sql.insert(
        "orders",
        COLUMNS,
        rows,
        "(shop, order_id) DO UPDATE SET " + ", ".join(f"{name} = excluded.{name}" for name in CHANGING),
    )
    own = {(row[0], row[1]): row[2] for row in rows}
    sql.write(
        "INSERT INTO order_mention (key, shop, order_id) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
        sorted({(fact.key, *place) for place, facts in orders.items() for fact in facts if fact.key != own[place]}),
    )


def row_of(place: Place, facts: Sequence[OrderFact], state: OrderState | None, position: int) -> tuple[object, ...]:
    """An order's row; one whose facts are all withdrawn waits as incomplete."""
    changed = max(position, *(fact.position for fact in facts))
    text = encode(facts).decode()
    if state is None:
        return (*place, facts[0].key, "incomplete", False, "", None, None, "0", facts[0].occurred_at, changed, text)
    amounts = state.amounts
    money = [None if value is None else str(value) for value in (amounts.total, amounts.revenue, state.refunded)]
    return (
        *place,
        state.key,
        state.status,
        state.is_confirmed,
        state.currency,
        *money,
        state.placed_at,
        changed,
        text,
    )
