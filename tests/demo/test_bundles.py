from regulars.demo import services
from regulars.demo.bundle import CAMPAIGNS, PANEL, PANEL_BATCH, SERVER, TILL, WEB, Bundle
from regulars.unify.facts.fact import Fact, Lane, decode_facts, encode
from tests.demo.conftest import HOUSEHOLDS, NOW

WEEK = 7 * 86_400 * 1_000_000


def facts_of(bundles: list[Bundle]) -> list[Fact]:
    return [fact for bundle in bundles for fact in bundle.facts]


def times(bundles: list[Bundle]) -> dict[str, int]:
    return {fact.message_id: fact.occurred_at for fact in facts_of(bundles)}


def test_same_arguments_give_the_same_bytes(small_bundles: list[Bundle]) -> None:
    again = list(services.facts(NOW, households=HOUSEHOLDS))

    assert [encode(bundle) for bundle in again] == [encode(bundle) for bundle in small_bundles]


def test_message_ids_are_unique_within_a_source(small_bundles: list[Bundle]) -> None:
    ids = [(bundle.source_name, fact.message_id) for bundle in small_bundles for fact in bundle.facts]

    assert len(set(ids)) == len(ids)


def test_later_now_moves_everything_by_whole_weeks(small_bundles: list[Bundle]) -> None:
    later = list(services.facts(NOW + 3 * WEEK + WEEK // 2, households=HOUSEHOLDS))

    before, after = times(small_bundles), times(later)
    moves = {after[message_id] - occurred_at for message_id, occurred_at in before.items()}

    assert before.keys() == after.keys()
    assert moves in ({3 * WEEK}, {4 * WEEK})


def test_year_ends_within_the_last_seven_days(small_bundles: list[Bundle]) -> None:
    newest = max(fact.occurred_at for fact in facts_of(small_bundles))

    # The twenty households' last basket is hours before the last of all.
    assert NOW - WEEK - WEEK // 7 < newest <= NOW


def test_requests_are_in_order_of_time_and_of_bounded_size(small_bundles: list[Bundle]) -> None:
    received = [bundle.received_at for bundle in small_bundles]

    assert received == sorted(received)
    assert {1 <= len(bundle.facts) <= 500 for bundle in small_bundles} == {True}


def test_nothing_is_heard_before_it_happened(small_bundles: list[Bundle]) -> None:
    early = [
        fact.message_id for bundle in small_bundles for fact in bundle.facts if fact.occurred_at > bundle.received_at
    ]

    assert early == []


def test_only_the_panel_is_an_import(small_bundles: list[Bundle]) -> None:
    doors = {(bundle.source_name, bundle.lane, bundle.batch) for bundle in small_bundles}

    live = {(name, Lane.LIVE, 0) for name in (TILL, WEB, SERVER, CAMPAIGNS)}
    assert doors == live | {(PANEL, Lane.IMPORTS, PANEL_BATCH)}


def test_every_request_is_read_back_as_it_was_written(small_bundles: list[Bundle]) -> None:
    unlike = [bundle for bundle in small_bundles if decode_facts(encode(bundle.facts)) != bundle.facts]

    assert unlike == []
