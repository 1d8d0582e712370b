"""The status socket: who asks gets one whole answer, whoever else hangs on it; nothing of it stops a station."""

from __future__ import annotations

import json
import socket
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from station.language import ENGLISH, language, trouble_texts
from station.runtime.status_socket import LONGEST_ADDRESS, StatusSocket, ask, socket_path
from tests.waiting import until


@contextmanager
def answering(folder: Path, answer: dict[str, Any]) -> Iterator[StatusSocket]:
    folder.mkdir(parents=True, exist_ok=True)
    made, stop = StatusSocket(folder, lambda: answer), threading.Event()
    thread = threading.Thread(target=made.run, args=(stop,))
    thread.start()
    try:
        yield made
    finally:
        stop.set()
        thread.join()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def test_who_asks_gets_the_answer_and_the_socket_is_the_owners_alone(tmp_path: Path) -> None:
    with answering(tmp_path, {"station_id": "lane-1"}):
        until(lambda: ask(tmp_path) == {"station_id": "lane-1"}, "the answer")
        assert (mode(socket_path(tmp_path)), mode(socket_path(tmp_path).parent)) == (0o600, 0o700)
    assert not socket_path(tmp_path).exists()
    assert ask(tmp_path) is None


def test_a_folder_with_a_long_name_is_reached_all_the_same(tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*["a folder with a long name"] * 6)
    assert len(str(socket_path(folder))) > LONGEST_ADDRESS
    with answering(folder, {"pid": 7}):
        until(lambda: ask(folder) == {"pid": 7}, "the answer")


def test_what_a_killed_station_left_is_replaced_and_another_kind_of_file_is_a_trouble(tmp_path: Path) -> None:
    path = socket_path(tmp_path)
    path.parent.mkdir(mode=0o755)
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(str(path))
    assert ask(tmp_path) is None
    with answering(tmp_path, {"pid": 1}):
        until(lambda: ask(tmp_path) == {"pid": 1}, "the answer")
    assert mode(path.parent) == 0o700

    path.mkdir()
    with answering(tmp_path, {"pid": 2}) as made:
        until(lambda: made.troubles != (), "the trouble")
    assert str(path) in trouble_texts(made.troubles[0].about, language(ENGLISH)).technician


def test_a_link_in_the_place_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    socket_path(tmp_path).parent.symlink_to(tmp_path / "elsewhere")
    with answering(tmp_path, {}) as made:
        until(lambda: made.troubles != (), "the trouble")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_socket_that_somebody_deletes_comes_back(tmp_path: Path) -> None:
    with answering(tmp_path, {"pid": 1}):
        until(lambda: ask(tmp_path) is not None, "the answer")
        socket_path(tmp_path).unlink()
        until(lambda: ask(tmp_path) == {"pid": 1}, "the answer again")


def test_clients_that_do_not_read_or_never_leave_hold_nobody_up(tmp_path: Path) -> None:
    big = {"words": "x" * 900_000}
    with answering(tmp_path, big), ExitStack() as held:
        until(lambda: ask(tmp_path) == big, "the answer")
        for _ in range(3):
            mute = held.enter_context(socket.socket(socket.AF_UNIX))
            mute.connect(str(socket_path(tmp_path)))
        assert ask(tmp_path, 10) == big


@pytest.mark.parametrize("answer", [b"", b"no json", b"[1]", b'{"a": ', b'{"a": NaN', b"\xff", b"[" * 100_000])
def test_what_is_no_answer_is_none(answer: bytes, tmp_path: Path) -> None:
    path = socket_path(tmp_path)
    path.parent.mkdir()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()

        def serve() -> None:
            client, _ = listener.accept()
            with client:
                client.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        assert ask(tmp_path) is None
        thread.join()


def test_who_accepts_and_says_nothing_is_not_waited_for(tmp_path: Path) -> None:
    path = socket_path(tmp_path)
    path.parent.mkdir()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        began = time.monotonic()
        assert ask(tmp_path, 0.3) is None
        assert time.monotonic() - began >= 0.3


def test_the_answer_is_one_line_of_json(tmp_path: Path) -> None:
    with answering(tmp_path, {"words": "two\nlines"}):
        until(lambda: ask(tmp_path) is not None, "the answer")
        with socket.socket(socket.AF_UNIX) as link:
            link.connect(str(socket_path(tmp_path)))
            text = link.makefile().read()
    assert text.count("\n") == 1
    assert json.loads(text) == {"words": "two\nlines"}
