"""The oracle against cases written by hand from the specification."""

from decimal import Decimal

from tests.oracle.fold import State, alarms, fold
from tests.oracle.history import listen
from tests.oracle.log import Identifier
from tests.oracle.reading import claim_key
from tests.oracle.saying import (
    BROWSER,
    FILE,
    FORM,
    SERVER,
    STAFF,
    TILL,
    anonymous,
    at,
    card,
    decision,
    email,
    group,
    identify,
    log,
    phone,
    track,
    user,
)

PHONE = "+66812345678"
MAIL = "ann@shop.co.th"
OTHER = "bea@shop.co.th"


def people(state: State) -> set[frozenset[Identifier]]:
    return set(state.people)


def traits(state: State, member: Identifier) -> dict[str, str]:
    """The golden values of whoever (or whichever group) has this identifier."""
    (golden,) = [values for keys, values in (state.people | state.groups).items() if member in keys]
    return {name: value.value for name, value in golden.items()}


def reasons(state: State) -> set[str]:
    return {link.reason for link in state.refused}


def test_trusted_fact_is_filed_under_its_strongest_identifier_and_joins_the_others() -> None:
    said = identify(("phone", PHONE), ("email", MAIL), ("user_id", "u1"), name="Ann Lee")

    state = fold(log((SERVER, said)))

    assert people(state) == {frozenset({user("u1"), email(MAIL), phone(PHONE)})}
    assert [(row.b, row.reason) for row in sorted(state.links, key=str) if row.a == user("u1")] == [
        (email(MAIL), "joined"),
        (phone(PHONE), "joined"),
        (user("u1"), "filed"),
    ]
    assert traits(state, user("u1")) == {"name": '"Ann Lee"', "email": f'"{MAIL}"', "phone": f'"{PHONE}"'}


def test_two_user_ids_of_one_namespace_stay_two() -> None:
    state = fold(
        log(
            (SERVER, identify(("user_id", "u1"), ("email", MAIL))),
            (SERVER, identify(("user_id", "u2"), ("email", MAIL))),
        )
    )

    assert people(state) == {frozenset({user("u1"), email(MAIL)}), frozenset({user("u2")})}
    assert reasons(state) == {"limit:user_id"}


def test_colleagues_join_outranks_limits_but_not_a_keep_apart() -> None:
    two = [(SERVER, identify(("user_id", "u1"))), (SERVER, identify(("user_id", "u2")))]
    join = (STAFF, decision("join", a=user("u1"), b=user("u2")))
    apart = (STAFF, decision("apart", a=user("u1"), b=user("u2")))

    joined, parted = fold(log(*two, join)), fold(log(*two, join, apart))

    assert people(joined) == {frozenset({user("u1"), user("u2")})}
    assert people(parted) == {frozenset({user("u1")}), frozenset({user("u2")})}


def test_shared_phone_joins_only_who_could_be_one_person() -> None:
    def second(name: str) -> State:
        ann = identify(("email", MAIL), ("phone", PHONE), name="Ann Lee")
        return fold(log((SERVER, ann), (TILL, identify(("member_card", "C1"), ("phone", PHONE), name=name))))

    same, other = second("Ann Lee"), second("Somchai Jaidee")

    assert len(people(same)) == 1
    assert reasons(other) == {"shared:name"}


def test_shared_phone_is_not_joined_across_different_birthdays_or_stronger_values() -> None:
    ann = identify(("email", MAIL), ("phone", PHONE), birthday="1990-01-01")
    by_day = fold(log((SERVER, ann), (TILL, identify(("member_card", "C1"), ("phone", PHONE), birthday="1991-01-01"))))
    by_mail = fold(log((SERVER, ann), (SERVER, identify(("email", OTHER), ("phone", PHONE)))))

    assert reasons(by_day) == {"shared:birthday"}
    assert reasons(by_mail) == {"shared:stronger"}


def test_kiosk_phone_on_many_people_raises_an_alarm_and_parts() -> None:
    kiosk = [(TILL, identify(("member_card", f"C{i}"), ("phone", PHONE))) for i in range(20)]
    before = fold(log(*kiosk))
    after = fold(log(*kiosk, (STAFF, decision("part", key=phone(PHONE)))))

    assert alarms(before) == {phone(PHONE)}
    assert people(after) == {frozenset({card(f"C{i}")}) for i in range(20)} | {frozenset({phone(PHONE)})}
    assert reasons(after) == {"parted"}


def test_quarantine_refuses_only_what_comes_later_and_block_everything() -> None:
    first = (TILL, identify(("member_card", "C1"), ("phone", PHONE)))
    later = (TILL, identify(("email", MAIL), ("phone", PHONE)))

    quarantined = fold(log(first, (STAFF, decision("quarantine", key=phone(PHONE))), later))
    blocked = fold(log(first, (STAFF, decision("block", key=phone(PHONE))), later))

    assert people(quarantined) == {frozenset({card("C1"), phone(PHONE)}), frozenset({email(MAIL)})}
    assert reasons(quarantined) == {"quarantined"}
    assert len(people(blocked)) == 3
    assert reasons(blocked) == {"blocked"}


def test_public_claim_joins_an_unknown_visitor_once_and_never_two_people() -> None:
    state = fold(
        log(
            (BROWSER, identify(("anonymous_id", "a1"), email=MAIL)),
            (BROWSER, identify(("anonymous_id", "a1"), email=OTHER)),
        )
    )

    assert frozenset({anonymous("a1"), email(MAIL)}) in people(state)
    assert frozenset({email(OTHER)}) in people(state)
    assert reasons(state) == {"public"}


def test_public_claim_never_fills_guarded_fields_of_a_known_person() -> None:
    state = fold(
        log(
            (SERVER, identify(("email", MAIL), name="Ann Lee")),
            (BROWSER, identify(("anonymous_id", "a1"), minute=9, email=MAIL, name="Eve", birthday="1999-09-09")),
            (BROWSER, identify(("anonymous_id", "a1"), minute=9, email=MAIL, language="th")),
        )
    )

    assert traits(state, email(MAIL)) == {"name": '"Ann Lee"', "email": f'"{MAIL}"', "language": '"th"'}


def test_form_without_anonymous_id_is_filed_under_a_key_made_of_its_claim() -> None:
    state = fold(log((FORM, identify(email=MAIL, interests=["tea"]))))

    claim = claim_key(FORM, email(MAIL))
    assert people(state) == {frozenset({claim, email(MAIL)})}
    assert traits(state, claim)["interests"] == '["tea"]'


def test_fact_without_identifiers_gets_one_of_its_own_and_no_name_without_traits() -> None:
    state = fold(log((TILL, track("Bought", message="x")), (FILE, 7, identify(name="Ann", message="y"))))

    assert people(state) == {
        frozenset({Identifier("row", "2:0", "x")}),
        frozenset({Identifier("row", "3:7", "y")}),
    }
    assert state.customers == {frozenset({Identifier("row", "3:7", "y")})}


def test_newest_value_wins_within_a_rank_and_a_null_is_a_tombstone() -> None:
    state = fold(
        log(
            (SERVER, identify(("user_id", "u1"), minute=5, language="th", gender="female")),
            (SERVER, identify(("user_id", "u1"), minute=3, language="fa")),
            (FILE, 1, identify(("user_id", "u1"), minute=9, language="zh", gender="male")),
            (TILL, identify(("user_id", "u1"), minute=7, gender=None)),
        )
    )

    assert traits(state, user("u1")) == {"language": '"th"'}


def test_implausible_time_is_kept_and_never_newest() -> None:
    state = fold(
        log(
            (SERVER, identify(("user_id", "u1"), minute=10_000_000, language="fa", gender="male")),
            (SERVER, identify(("user_id", "u1"), minute=1, language="th")),
        )
    )

    assert traits(state, user("u1")) == {"language": '"th"', "gender": '"male"'}


def test_parts_of_a_name_survive_together() -> None:
    state = fold(
        log(
            (SERVER, identify(("user_id", "u1"), minute=1, first_name="Ann", last_name="Lee", honorific="Dr")),
            (TILL, identify(("user_id", "u1"), minute=2, first_name="Anna", last_name="Li")),
        )
    )

    assert traits(state, user("u1")) == {"first_name": '"Anna"', "last_name": '"Li"', "name": '"Anna Li"'}


def test_colleagues_edit_wins_over_later_facts() -> None:
    state = fold(
        log(
            (STAFF, identify(("user_id", "u1"), minute=1, language="th")),
            (SERVER, identify(("user_id", "u1"), minute=9, language="zh")),
        )
    )

    assert traits(state, user("u1")) == {"language": '"th"'}
    assert {value.row for value in state.people[frozenset({user("u1")})].values()} == {1}


def test_number_that_changed_hands_belongs_to_two_people() -> None:
    state = fold(
        log(
            (SERVER, identify(("user_id", "u1"), ("phone", PHONE), minute=1)),
            (STAFF, decision("end", key=phone(PHONE), at=at(5), minute=6)),
            (SERVER, identify(("user_id", "u2"), ("phone", PHONE), minute=7)),
            (SERVER, identify(("user_id", "u1"), ("phone", PHONE), minute=2)),
        )
    )

    assert people(state) == {
        frozenset({user("u1"), phone(PHONE)}),
        frozenset({user("u2"), phone(PHONE, 1)}),
    }
    assert traits(state, user("u1")) == {}
    assert traits(state, user("u2")) == {"phone": f'"{PHONE}"'}


def test_reversing_an_end_brings_the_value_back_and_later_facts_to_the_first_owner() -> None:
    state = fold(
        log(
            (SERVER, identify(("user_id", "u1"), ("phone", PHONE), minute=1)),
            (STAFF, decision("end", key=phone(PHONE), at=at(5), minute=6)),
            (STAFF, decision("reverse", position=2, minute=7)),
            (SERVER, identify(("user_id", "u1"), ("phone", PHONE), minute=9)),
        )
    )

    assert people(state) == {frozenset({user("u1"), phone(PHONE)})}
    assert traits(state, user("u1")) == {"phone": f'"{PHONE}"'}


def test_withdrawn_evidence_hides_only_what_was_before_and_comes_back_when_reversed() -> None:
    undo = decision("withdraw", a=user("u1"), b=email(MAIL), source=1, batch=0)
    said = [(SERVER, identify(("user_id", "u1"), ("email", MAIL))), (STAFF, undo)]
    again = (SERVER, identify(("user_id", "u1"), ("email", MAIL)))

    undone, rejoined = fold(log(*said)), fold(log(*said, again))
    reversed_ = fold(log(*said, again, (STAFF, decision("reverse", position=2))))

    assert people(undone) == {frozenset({user("u1")})}
    assert {(row.first, row.times) for row in rejoined.links if row.b == email(MAIL)} == {(3, 1)}
    assert {(row.first, row.times) for row in reversed_.links if row.b == email(MAIL)} == {(1, 2)}


def test_withdrawn_import_goes_whole_and_its_second_witness_stays() -> None:
    said = identify(("member_card", "C1"), ("email", MAIL), message="row-1", language="th")
    first, second = (FILE, 1, said), (FILE, 2, said)
    withdraw = (STAFF, decision("withdraw", batch=1))

    once, twice = fold(log(first, withdraw)), fold(log(first, second, withdraw))

    assert people(once) == set()
    assert people(twice) == {frozenset({card("C1"), email(MAIL)})}
    assert {row.batch for row in twice.links} == {2}


def test_facts_of_a_withdrawn_import_are_refused_while_the_withdrawal_stands() -> None:
    history = listen(
        log(
            (FILE, 1, identify(("member_card", "C1"))),
            (STAFF, decision("withdraw", batch=1)),
            (FILE, 1, identify(("member_card", "C2"))),
            (STAFF, decision("reverse", position=2)),
            (FILE, 1, identify(("member_card", "C3"))),
        )
    )

    assert history.refused == {3: "withdrawn"}
    assert {fact.filing for fact in history.heard} == {card("C1"), card("C3")}


def test_undo_of_the_first_link_lets_the_refused_one_in() -> None:
    state = fold(
        log(
            (SERVER, identify(("user_id", "u1"), ("email", MAIL))),
            (SERVER, identify(("user_id", "u2"), ("email", MAIL))),
            (STAFF, decision("withdraw", a=user("u1"), b=email(MAIL), source=1, batch=0)),
        )
    )

    assert people(state) == {frozenset({user("u1")}), frozenset({user("u2"), email(MAIL)})}


def test_same_message_twice_counts_once() -> None:
    said = identify(("user_id", "u1"), ("email", MAIL), message="same")

    state = fold(log((SERVER, said), (SERVER, said), (SERVER, said)))

    assert {row.times for row in state.links} == {1}


def test_erased_person_is_gone_and_imports_stay_out_until_they_return() -> None:
    said = [
        (SERVER, identify(("user_id", "u1"), ("email", MAIL), minute=1)),
        (STAFF, decision("erase", root=email(MAIL), minute=5)),
        (FILE, 1, identify(("member_card", "C1"), minute=9, email=MAIL, language="th")),
        (SERVER, identify(("user_id", "u1"), minute=4)),
    ]
    back = [(SERVER, identify(("email", MAIL), minute=10)), (FILE, 2, identify(minute=11, email=MAIL, gender="male"))]

    gone, returned = fold(log(*said)), fold(log(*said, *back))

    assert people(gone) == {frozenset({card("C1")})}
    assert traits(gone, card("C1")) == {"language": '"th"'}
    assert people(returned) == {frozenset({card("C1")}), frozenset({email(MAIL)})}
    assert traits(returned, email(MAIL)) == {"email": f'"{MAIL}"', "gender": '"male"'}


def test_what_others_carry_is_only_detached_by_an_erasure() -> None:
    state = fold(
        log(
            (SERVER, identify(("user_id", "u1"), ("phone", PHONE), name="Ann Lee")),
            (SERVER, identify(("user_id", "u2"), ("phone", PHONE), name="Somchai Jaidee")),
            (STAFF, decision("erase", root=user("u1"), minute=5)),
        )
    )

    assert people(state) == {frozenset({user("u2"), phone(PHONE)})}
    assert reasons(state) == set()


def test_own_keys_go_even_where_they_named_what_belongs_to_others() -> None:
    state = fold(
        log(
            (SERVER, identify(("user_id", "u1"), ("phone", PHONE), name="Ann Lee")),
            (SERVER, identify(("user_id", "u2"), ("phone", PHONE), name="Somchai Jaidee")),
            (STAFF, decision("erase", root=user("u2"), minute=5)),
        )
    )

    assert people(state) == {frozenset({user("u1"), phone(PHONE)})}


def test_group_known_to_a_trusted_source_takes_no_public_word() -> None:
    state = fold(
        log(
            (SERVER, group("h1", ("user_id", "u1"), city="Bangkok")),
            (BROWSER, group("h1", ("anonymous_id", "a1"), minute=9, city="Paris")),
        )
    )

    household = Identifier("household", "default", "h1")
    assert traits(state, household) == {"city": '"Bangkok"'}
    assert {(row.key, row.group) for row in state.memberships} == {(user("u1"), household)}


def test_order_folds_from_any_order_of_arrival() -> None:
    who = ("user_id", "u1")
    facts = [
        (SERVER, track("Order Refunded", who, minute=9, message="r", order_id="7", total=20)),
        (SERVER, track("Order Updated", who, minute=5, message="u", order_id="7", total=90)),
        (SERVER, track("Order Completed", who, minute=1, message="c", order_id="7", total=100, currency="THB")),
        (BROWSER, track("Order Cancelled", ("anonymous_id", "a1"), minute=6, message="x", order_id="7")),
    ]

    (order,) = fold(log(*facts)).orders

    assert order == next(iter(fold(log(*reversed(facts))).orders))
    assert (order.key, order.currency, order.total, order.refunded) == (user("u1"), "THB", Decimal(90), Decimal(20))
    assert (order.placed_at, order.is_cancelled, order.is_confirmed) == (at(1), False, True)


def test_visitor_who_claimed_an_email_may_sign_up_with_it() -> None:
    state = fold(
        log(
            (BROWSER, identify(("anonymous_id", "a1"), email=MAIL)),
            (SERVER, identify(("user_id", "u1"), ("anonymous_id", "a1"), email=MAIL)),
        )
    )

    assert reasons(state) == set()
    assert people(state) == {frozenset({user("u1"), email(MAIL), anonymous("a1")})}


def test_what_a_visitor_claimed_never_lets_a_trusted_fact_join_two_people() -> None:
    state = fold(
        log(
            (SERVER, identify(("user_id", "u1"), ("email", MAIL))),
            (BROWSER, identify(("anonymous_id", "a1"), email=MAIL)),
            (SERVER, identify(("member_card", "C1"), ("email", OTHER))),
            (SERVER, identify(("member_card", "C1"), ("anonymous_id", "a1"))),
        )
    )

    assert reasons(state) == {"claimed"}
    assert people(state) == {
        frozenset({user("u1"), email(MAIL), anonymous("a1")}),
        frozenset({card("C1"), email(OTHER)}),
    }
