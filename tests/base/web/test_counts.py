"""Counts that are remembered."""

from regulars.base.web.counts import LEAST_SECONDS, SHARE, Remembered


class Clock:
    """Stands until it is told to go on."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def counting(clock: Clock, takes: float) -> Remembered[int]:
    answers = iter(range(1, 10))

    def ask() -> int:
        clock.now += takes
        return next(answers)

    return Remembered(ask, clock)


def test_a_quick_count_is_asked_for_again_after_two_seconds() -> None:
    clock = Clock()
    count = counting(clock, takes=0.0)

    first = [count(), count()]
    clock.now = LEAST_SECONDS + 0.1

    assert (first, count(), count()) == ([1, 1], 2, 2)


def test_a_slow_count_is_asked_for_more_seldom_and_nobody_waits_for_it() -> None:
    clock = Clock()
    count = counting(clock, takes=0.5)

    first = count()
    clock.now = 0.5 + SHARE * 0.5 - 0.1
    second = count()
    clock.now += 0.2
    third = count()
    with count.asking:  # until the thread is done
        fourth = count()

    assert (first, second, third, fourth) == (1, 1, 1, 2)


def test_a_count_is_forgotten_on_request() -> None:
    count = Remembered(iter([1, 2]).__next__, Clock())
    first = count()

    count.forget()

    assert (first, count()) == (1, 2)
