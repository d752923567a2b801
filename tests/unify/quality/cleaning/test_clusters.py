"""Spellings that may mean the same are found in four scripts; what differs stays apart."""

import pytest

from regulars.unify.quality.cleaning.clusters import are_near, clusters
from regulars.unify.quality.cleaning.keys import Method


def found(method: Method, *texts: str) -> list[set[str]]:
    return [{value.text for value in one.values} for one in clusters(dict.fromkeys(texts, 1), method)]


@pytest.mark.parametrize(
    ("method", "same"),
    [
        (Method.FINGERPRINT, {"ACME Co., Ltd", "co ltd ACME"}),
        (Method.FINGERPRINT, {"تهران", "تهـران"}),
        (Method.FINGERPRINT, {"كرج", "کرج"}),
        (Method.FINGERPRINT, {"Café", "cafe"}),
        (Method.NGRAM, {"New York", "Newyork", "new-york"}),
        (Method.NGRAM, {"Chiang Mai", "Chiangmai"}),
        (Method.PHONETIC, {"เชียงใหม่", "Chiang Mai", "Chiangmai"}),
        (Method.PHONETIC, {"กรุงเทพ", "Krungthep"}),
        (Method.PHONETIC, {"北京", "Beijing"}),
        (Method.PHONETIC, {"تهران", "Tehran"}),
        (Method.PHONETIC, {"اصفهان", "Isfahan", "Esfahan"}),
        (Method.NEAREST, {"Bangkok", "Bangkk"}),
        (Method.NEAREST, {"Mashhad", "Mashad"}),
    ],
)
def test_values_that_mean_the_same_are_found(method: Method, same: set[str]) -> None:
    assert found(method, *sorted(same), "Vientiane", "上海", "ลำปาง", "شیراز") == [same]


@pytest.mark.parametrize(
    ("one", "other"), [("road1", "road2"), ("北京市", "南京市"), ("rome", "roma x"), ("2023", "2024"), ("abc", "abd")]
)
def test_values_that_say_something_else_are_not_near(one: str, other: str) -> None:
    assert not are_near(one, other)


def test_the_commonest_spelling_is_proposed_and_the_largest_change_comes_first() -> None:
    values = {"Bangkok": 10, "bangkok": 3, "Paris": 2, "paris": 5, "Rome": 9}

    first, second = clusters(values, Method.FINGERPRINT)

    assert (first.best, first.others, first.count) == ("Bangkok", 3, 13)
    assert (second.best, second.others) == ("paris", 2)


@pytest.mark.parametrize("method", Method)
def test_numbers_tell_things_apart_however_they_sound(method: Method) -> None:
    assert found(method, "Sukhumvit 1", "Sukhumvit 2") == []


def test_among_equally_common_spellings_one_without_a_gap_is_proposed() -> None:
    (only,) = clusters({"Chiang  Mai": 1, "Chiang Mai": 1}, Method.FINGERPRINT)

    assert only.best == "Chiang Mai"
