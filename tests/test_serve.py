"""The processes for real: they start, heal, drain, and leave nobody behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import httpx
import psutil
import pytest

from regulars.serve import ServeError, check_port_free, sole_server
from tests.serving import CHILDREN, PATIENCE, SERVE, Server, free_port, running, wait_until

pytestmark = pytest.mark.slow


@pytest.fixture
def server(home: dict[str, str]) -> Iterator[Server]:
    with running(home) as started:
        yield started


def gone(pids: list[int]) -> bool:
    return not any(psutil.pid_exists(pid) for pid in pids)


def test_serve_migrates_an_empty_folder_and_answers(server: Server, home: dict[str, str]) -> None:
    health, ready, page = server.get("/healthz"), server.get("/readyz"), server.get("/nothing-here")

    assert (health.status_code, health.text) == (200, "ok")
    assert (ready.status_code, ready.json()) == (200, {"ready": True, "reasons": []})
    assert page.status_code == 404
    assert sorted(server.children()) == CHILDREN
    assert (Path(home["REGULARS_DATA"]) / "vault.key").exists()


def test_serve_restarts_whichever_child_is_killed(server: Server) -> None:
    for name in CHILDREN:
        wait_until(partial(server.has_healed, {}))
        before = server.healed
        os.kill(before[name], signal.SIGKILL)
        wait_until(partial(server.has_healed, before))
        after = server.healed

        changed = {child for child in CHILDREN if before[child] != after[child]}
        assert changed == {name}
    wait_until(server.is_ready)


def test_ready_is_taken_back_while_there_is_no_road(server: Server) -> None:
    answers = []

    def is_unready() -> bool:
        if "road" in (children := server.children()):
            os.kill(children["road"], signal.SIGKILL)
        answers.append(server.get("/readyz"))
        return answers[-1].status_code == 503

    wait_until(is_unready)

    assert answers[-1].json() == {"ready": False, "reasons": ["road: no sign of life"]}
    assert server.get("/healthz").status_code == 200
    wait_until(server.is_ready)


def test_request_in_hand_is_answered_during_the_drain(server: Server) -> None:
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as client:
        client.sendall(b"POST /nothing-here HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nha")
        wait_until(server.is_up)

        server.process.send_signal(signal.SIGTERM)
        wait_until(lambda: not server.is_up())
        client.sendall(b"lf")

        assert client.recv(12) == b"HTTP/1.1 404"
    assert server.process.wait(PATIENCE) == 0


def test_visitors_who_say_nothing_keep_nobody_out(server: Server) -> None:
    host, port = server.url.removeprefix("http://").split(":")
    unfinished = b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"
    with ExitStack() as stack:
        for number in range(600):
            client = stack.enter_context(socket.create_connection((host, int(port)), timeout=PATIENCE))
            client.sendall(unfinished if number % 2 else b"")

        assert server.get("/healthz").status_code == 200
        assert server.get("/sign-in/").status_code == 302


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serve_drains_on_a_signal_and_starts_again(home: dict[str, str], number: signal.Signals) -> None:
    for _ in range(2):
        with running(home) as server, httpx.Client(base_url=server.url) as idle:
            assert idle.get("/healthz").status_code == 200  # and its connection stays open
            pids = list(server.children().values())

            server.process.send_signal(number)

            assert server.process.wait(PATIENCE) == 0
            assert gone(pids)
            assert not server.is_up()


def test_second_signal_kills_what_does_not_end(server: Server) -> None:
    children = server.children()
    os.kill(children["web"], signal.SIGSTOP)

    server.process.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    server.process.send_signal(signal.SIGTERM)

    assert server.process.wait(PATIENCE) == 1
    assert gone(list(children.values()))


def test_nobody_outlives_a_killed_supervisor(server: Server) -> None:
    pids = list(server.children().values())

    server.process.kill()

    wait_until(lambda: gone(pids))
    assert not server.is_up()


def test_serve_gives_up_where_a_database_cannot_be_read(home: dict[str, str]) -> None:
    if "REGULARS_DATABASE_URL" in home:
        home["REGULARS_DATABASE_URL"] += "_which_does_not_exist"
    folder = Path(home["REGULARS_DATA"])
    (folder / "vault.key").write_text("00" * 32)
    (folder / "regulars.sqlite3").write_text("This is no database. " * 1000)

    ended = subprocess.run([sys.executable, "-c", SERVE, str(free_port())], env=home, capture_output=True, check=False)

    assert ended.returncode == 1
    assert b"ServeError: The databases could not be brought up to date" in ended.stderr


def test_check_port_free_says_which_port_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(ServeError, match=f"127.0.0.1 port {port}"):
            check_port_free("127.0.0.1", port)
    check_port_free("127.0.0.1", port)


def test_data_folder_has_one_server(tmp_path: Path) -> None:
    lock = tmp_path / "serve.lock"

    with sole_server(lock), pytest.raises(ServeError, match="runs on this data folder"):
        sole_server(lock).__enter__()
    with sole_server(lock):
        pass
