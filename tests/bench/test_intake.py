"""The benchmark itself, in short: it measures real servers and reports in the common form."""

import re

import pytest

from regulars.bench import intake
from regulars.bench.load import ANSWER, RUN, requests


@pytest.mark.slow
def test_intake_measures_both_servers_and_says_how_it_syncs() -> None:
    report = intake.run(samples=1, seconds=0.5)

    figures = {result["name"]: result for result in report["results"]}
    events, sync = figures["acknowledged events"], figures["PRAGMA synchronous (2 = full)"]
    assert report["bench"] == "intake"
    assert (events["unit"], events["target"], len(events["samples"])) == ("events/s", 20_000.0, 1)
    assert events["value"] > 0
    assert figures["share of the reference"]["value"] == events["ratio"] == events["value"] / events["reference"]
    assert (sync["value"], sync["met"]) == (2.0, True)


def test_every_request_of_the_load_is_complete_and_differs_by_its_run() -> None:
    whole = requests("127.0.0.1", 8000, "key")

    heads = [request.partition(b"\r\n\r\n") for request in whole]
    assert len(whole) == 40
    for head, _, body in heads:
        length = re.search(rb"Content-Length: (\d+)", head)
        assert length is not None
        assert int(length[1]) == len(body)
        assert body.count(RUN.encode()) >= 100


def test_an_answer_is_read_whatever_the_order_of_its_headers() -> None:
    first = ANSWER.match(b"HTTP/1.1 200 OK\r\ncontent-length: 16\r\nserver: granian\r\n\r\n")
    last = ANSWER.match(b"HTTP/1.1 429 Too Many Requests\r\nretry-after: 10\r\nContent-Length: 70\r\n\r\n")

    assert first is not None
    assert last is not None
    assert (first[1], first[2], last[1], last[2]) == (b"200", b"16", b"429", b"70")
    assert ANSWER.match(b"HTTP/1.1 200 OK\r\ncontent-length: 16\r\n") is None
