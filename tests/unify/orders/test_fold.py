"""An order is folded from the set of facts about it: whatever their order, in whatever batches."""

from decimal import Decimal
from itertools import permutations
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.unify.orders.fold import INCOMPLETE, Amounts, Line, OrderEvent, OrderFact, OrderState, fold

COMPLETED, UPDATED, CANCELLED, REFUNDED = OrderEvent
TEA, CAKE = Line("tea"), Line("cake")


def fact(event: OrderEvent, at: int, total: int | None = None, **more: Any) -> OrderFact:
    """What an event said; its message and position follow from its time unless they are given."""
    said: dict[str, Any] = {
        "position": at,
        "message_id": f"m{at}",
        "batch": 0,
        "source": 1,
        "is_public": False,
        "key": at,
    }
    said |= {"currency": "", "coupon": "", "lines": None, "occurred_at": at, "event": event} | more
    return OrderFact(amounts=Amounts(None if total is None else Decimal(total)), **said)


def state(*facts: OrderFact, withdrawn: tuple[int, ...] = ()) -> OrderState:
    found = fold(facts, withdrawn)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("facts", "status", "total", "refunded"),
    [
        ([fact(COMPLETED, 1, 10)], "completed", 10, 0),
        ([fact(COMPLETED, 1, 10), fact(UPDATED, 2, 12)], "completed", 12, 0),
        ([fact(COMPLETED, 1, 10), fact(UPDATED, 2)], "completed", 10, 0),
        ([fact(UPDATED, 1, 12), fact(COMPLETED, 2, 10)], "completed", 10, 0),
        ([fact(COMPLETED, 1, 10), fact(CANCELLED, 2)], "cancelled", 10, 0),
        ([fact(CANCELLED, 1), fact(COMPLETED, 2, 10)], "cancelled", 10, 0),
        ([fact(COMPLETED, 1, 10), fact(REFUNDED, 2, 4)], "partly_refunded", 10, 4),
        ([fact(COMPLETED, 1, 10), fact(REFUNDED, 2, 4), fact(REFUNDED, 3, 6)], "refunded", 10, 10),
        ([fact(COMPLETED, 1, 10), fact(REFUNDED, 2, -4)], "partly_refunded", 10, 4),
        ([fact(COMPLETED, 1, 10), fact(REFUNDED, 2)], "refunded", 10, 10),
        ([fact(COMPLETED, 1, 10), fact(REFUNDED, 2, 4), fact(REFUNDED, 3)], "refunded", 10, 10),
        ([fact(COMPLETED, 1), fact(REFUNDED, 2)], "completed", None, 0),
        ([fact(REFUNDED, 2, 4)], INCOMPLETE, None, 4),
        ([fact(CANCELLED, 2)], INCOMPLETE, None, 0),
    ],
)
def test_order_folds_in_any_order_of_arrival(
    facts: list[OrderFact], status: str, total: Decimal | None, refunded: Decimal
) -> None:
    for arrived in permutations(facts):
        folded = state(*arrived)

        assert (folded.status, folded.amounts.total, folded.refunded) == (status, total, refunded)


def test_order_is_placed_by_its_earliest_statement_and_updated_by_its_newest() -> None:
    first = fact(COMPLETED, 5, currency="THB", lines=[TEA], coupon="A")
    second = fact(UPDATED, 9, currency="", lines=[TEA, CAKE])

    folded = state(second, first, fact(REFUNDED, 1, 3))

    assert (folded.placed_at, folded.key) == (5, 5)
    assert (folded.currency, folded.coupon, folded.lines) == ("THB", "A", [TEA, CAKE])


def test_update_that_names_no_lines_takes_them_away_and_one_without_leaves_them() -> None:
    assert state(fact(COMPLETED, 1, lines=[TEA]), fact(UPDATED, 2, lines=[])).lines == []
    assert state(fact(COMPLETED, 1, lines=[TEA]), fact(UPDATED, 2)).lines == [TEA]


def test_public_facts_count_only_while_there_is_no_trusted_one() -> None:
    public = [fact(COMPLETED, 1, 1, is_public=True), fact(CANCELLED, 8, is_public=True)]
    trusted = fact(COMPLETED, 5, 10)

    alone, together = state(*public), state(*public, trusted)

    assert (alone.status, alone.is_confirmed) == ("cancelled", False)
    assert together == state(trusted)


def test_withdrawn_batch_does_not_count_and_its_witness_does() -> None:
    first = fact(COMPLETED, 1, 10, batch=1, message_id="m")
    again = fact(COMPLETED, 1, 10, batch=2, message_id="m", position=7)
    refund = fact(REFUNDED, 2, 4, batch=1)
    refund_again = fact(REFUNDED, 2, 4, batch=2, position=8)

    both = state(first, refund, again, refund_again)

    assert both.refunded == 4
    assert state(first, refund, again, refund_again, withdrawn=(1,)) == state(again, refund_again)
    assert fold([first, refund], withdrawn=(1,)) is None


def test_order_of_nothing_is_none() -> None:
    assert fold([]) is None


facts = st.lists(
    st.builds(
        lambda event, at, total, said: fact(event, at, total, **said),
        event=st.sampled_from(OrderEvent),
        at=st.integers(1, 4),
        total=st.one_of(st.none(), st.integers(-5, 20)),
        said=st.fixed_dictionaries(
            {
                "message_id": st.uuids(allow_nil=False).map(str),
                "is_public": st.booleans(),
                "source": st.integers(1, 2),
                "batch": st.integers(0, 2),
                "currency": st.sampled_from(["", "THB", "USD"]),
                "lines": st.sampled_from([None, [], [TEA]]),
                "key": st.integers(1, 3),
            }
        ),
    ),
    max_size=7,
    unique_by=lambda one: one.message_id,
)


@given(facts, st.randoms(use_true_random=False), st.sets(st.integers(1, 2)))
def test_arrival_never_matters(said: list[OrderFact], random: Any, withdrawn: set[int]) -> None:
    arrived = random.sample(said, len(said))
    placed = [msgspec.structs.replace(one, position=place) for place, one in enumerate(arrived, 1)]

    assert fold(placed, withdrawn) == fold(said, withdrawn)
