import numpy as np

from regulars.demo import dice


def test_throws_depend_on_number_and_salt_alone() -> None:
    alone = dice.throws(np.array([7]), "web")
    among_others = dice.throws(np.array([5, 6, 7]), "web")

    assert alone[0] == among_others[2] == dice.throw(7, "web")
    assert dice.throw(7, "web") != dice.throw(7, "phone")


def test_throws_are_spread_evenly() -> None:
    thrown = dice.throws(np.arange(100_000), "spread")

    tenths = np.bincount((thrown * 10).astype(int), minlength=10)

    assert len(tenths) == 10
    assert abs(tenths - 10_000).max() < 400
