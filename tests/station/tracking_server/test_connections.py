"""Connections that say nothing, or not all, do not keep stations from the tracking server."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPResponse
from itertools import permutations
from pathlib import Path

import httpx2
import pytest

from station.tracking_server import EmbeddedServer, connections
from station.tracking_server.connections import LONGEST_HEADERS
from station.tracking_server.tokens import TokenFile, TokensError
from tests.station.cli.programs import ENVIRONMENT, PROGRAM
from tests.station.sync.centre import EPOCH, TOKEN, batch, post, scan, statuses
from tests.waiting import until

HALF = b"POST /v1/scan-batches HTTP/1.1\r\nhost: x\r\nauthorization: Bearer wro"
ORDERS = tuple(permutations((b"content-length: 4", b"transfer-encoding: chunked")))
KNOWN = f"GET /metrics HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {TOKEN}\r\n\r\n".encode()


def address_of(url: str) -> tuple[str, int]:
    return "127.0.0.1", int(url.rpartition(":")[2])


def asked(connection: socket.socket) -> int:
    """The status of an answer to somebody known."""
    connection.settimeout(20)
    connection.sendall(KNOWN)
    answer = HTTPResponse(connection)
    answer.begin()
    answer.read()
    return answer.status


def is_open(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return any(iter(lambda: connection.recv(65536), b"")) and False
    except BlockingIOError:
        return True
    except OSError:
        return False


@pytest.mark.parametrize("first", [b"", b"G", HALF, b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\nGET /heal"])
def test_headers_that_do_not_come_end_the_connection(
    first: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "HEADERS_S", 0.3)
    with (
        EmbeddedServer(tmp_path / "centre.db", TOKEN) as server,
        socket.create_connection(address_of(server.url)) as slow,
    ):
        slow.sendall(first)
        until(lambda: not is_open(slow), "the end of it", 20)


def test_a_drip_of_headers_ends_too_and_a_kept_connection_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "HEADERS_S", 0.5)
    with EmbeddedServer(tmp_path / "centre.db", TOKEN) as server, ExitStack() as stack:
        drip, kept = (stack.enter_context(socket.create_connection(address_of(server.url))) for _ in range(2))
        began = time.monotonic()
        with suppress(OSError):
            while time.monotonic() < began + 20 and is_open(drip):
                drip.setblocking(True)
                drip.sendall(b"x")
                assert asked(kept) == 200
                time.sleep(0.05)
        assert not is_open(drip)
        assert is_open(kept)


def test_strangers_make_room_and_known_stations_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("station.tracking_server.embedded.most_connections", lambda: 20)
    with EmbeddedServer(tmp_path / "centre.db", TOKEN) as server, ExitStack() as stack:
        kept = [stack.enter_context(socket.create_connection(address_of(server.url))) for _ in range(10)]
        for connection in kept:
            assert asked(connection) == 200
        strangers = [stack.enter_context(socket.create_connection(address_of(server.url))) for _ in range(60)]
        until(lambda: sum(map(is_open, strangers)) <= 10, "room", 20)
        with httpx2.Client(base_url=server.url, headers={"authorization": f"Bearer {TOKEN}"}, trust_env=False) as one:
            assert statuses(post(one, batch([scan(1)]))) == ["stored"]
        for connection in kept:
            assert asked(connection) == 200


@pytest.mark.parametrize("lengths", ORDERS, ids=str)
@pytest.mark.parametrize("head", [b"POST /v1/scan-batches", b"GET /healthz"], ids=str)
def test_two_lengths_are_refused_and_end_the_connection(
    head: bytes, lengths: tuple[bytes, bytes], tmp_path: Path
) -> None:
    """RFC 9112, 6.1: a proxy on the way may have taken the other one for the end of the body."""
    both = b"\r\n".join(lengths) + b"\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nhost: x\r\n\r\n"
    with EmbeddedServer(tmp_path / "centre.db", None) as server:
        answer = answer_to(server, head + b" HTTP/1.1\r\nhost: x\r\n" + both)
    assert answer.startswith(b"HTTP/1.1 400"), answer
    assert answer.count(b"HTTP/1.1") == 1


@pytest.mark.parametrize("refused", [False, True])
def test_headers_have_a_greatest_length(refused: bool, tmp_path: Path) -> None:
    size = 2 * LONGEST_HEADERS if refused else LONGEST_HEADERS // 2
    request = b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-more: " + b"x" * size
    with EmbeddedServer(tmp_path / "centre.db", None) as server:
        answer = answer_to(server, request if refused else request + b"\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400" if refused else b"HTTP/1.1 200"), answer


def answer_to(server: EmbeddedServer, request: bytes) -> bytes:
    """All that comes until the connection is closed; a reset is one."""
    with socket.create_connection(address_of(server.url), timeout=20) as link:
        link.sendall(request)
        answer = b""
        with suppress(ConnectionResetError):
            while part := link.recv(65536):
                answer += part
    return answer


def test_a_token_file_is_read_again_and_must_be_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("station.tracking_server.tokens.LOOK_S", 0.0)
    path = tmp_path / "tokens"
    path.write_text("one\n")
    for mode in (0o644, 0o640, 0o604):
        path.chmod(mode)
        with pytest.raises(TokensError, match="chmod 600"):
            TokenFile(path)
    path.chmod(0o600)
    tokens = TokenFile(path)
    assert tokens.grant("Bearer one") is not None
    path.write_text("another\n")
    assert (tokens.grant("Bearer one"), tokens.grant("Bearer another") is not None) == (None, True)
    path.write_text("# nothing\n")
    assert tokens.grant("Bearer another") is not None
    path.write_text("third\n")
    path.chmod(0o644)
    assert tokens.grant("Bearer another") is not None
    path.chmod(0o600)
    assert tokens.grant("Bearer third") is not None
    path.unlink()
    assert tokens.grant("Bearer third") is not None


@contextmanager
def command(folder: Path, files: int) -> Iterator[tuple[str, Path]]:
    """`station tracking-server` that may open so many files; its address and its log."""
    token, log = folder / "token", folder / "log"
    token.touch(mode=0o600)
    token.write_text(TOKEN)
    words = ["--db", str(folder / "c.db"), "--port", "0", "--token-file", str(token), "--json"]
    limited = f'ulimit -Sn {min(files, 256)} && ulimit -Hn {files} && exec "$0" "$@"'

    with (
        log.open("wb") as errors,
        subprocess.Popen(
            ["sh", "-c", limited, sys.executable, "-c", PROGRAM, "tracking-server", *words],
            stdout=subprocess.PIPE, stderr=errors, env=ENVIRONMENT,
        ) as process,
    ):  # fmt: skip
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())["url"], log
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0
        finally:
            process.kill()


class Besieged:
    """So many connections that are opened again as soon as they are closed; every second one sends half a header."""

    def __init__(self, address: tuple[str, int], count: int) -> None:
        self._address, self._count = address, count
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.opened = 0

    def _run(self) -> None:
        held: list[socket.socket] = []
        while not self._stop.is_set():
            over = [each for each in held if not is_open(each)]
            held = [each for each in held if each not in over]
            for each in over:
                each.close()
            for _ in range(self._count - len(held)):
                if self._stop.is_set():
                    break
                with suppress(OSError):
                    one = socket.create_connection(self._address, timeout=5)
                    held.append(one)
                    self.opened += 1
                    if self.opened % 2:
                        one.sendall(HALF)
            self._stop.wait(0.2)
        for each in held:
            each.close()

    def __enter__(self) -> Besieged:
        self._thread.start()
        until(lambda: self.opened >= self._count, "the connections", 60)
        return self

    def __exit__(self, *exc: object) -> None:
        self._stop.set()
        self._thread.join()


def send(url: str, number: int, scans: int, every_s: float, taken: list[float]) -> None:
    """A station that sends its scans one by one at a pace."""
    headers = {"authorization": f"Bearer {TOKEN}"}
    with httpx2.Client(base_url=url, headers=headers, trust_env=False, timeout=15) as client:
        for seq in range(1, scans + 1):
            began = time.monotonic()
            while True:
                with suppress(httpx2.HTTPError):
                    answer = post(client, batch([scan(seq)], station_id=f"s-{number}", epoch=EPOCH))
                    if answer.status_code == 200:
                        break
                if time.monotonic() > began + 30:
                    return
            taken.append(time.monotonic() - began)
            time.sleep(max(0.0, every_s - (time.monotonic() - began)))


SIZES = [(150, 200, 5, 3, 1.0), pytest.param(4096, 1000, 100, 20, 3.3, marks=pytest.mark.soak)]


@pytest.mark.parametrize(("files", "idle", "stations", "scans", "every_s"), SIZES)
def test_stations_go_on_beside_connections_that_say_nothing(
    files: int, idle: int, stations: int, scans: int, every_s: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 3 * idle:
        pytest.skip("this shell may not open so many files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    taken: list[float] = []
    with command(tmp_path, files) as (url, log), Besieged(address_of(url), idle) as siege:
        threads = [threading.Thread(target=send, args=(url, n, scans, every_s, taken)) for n in range(1, stations + 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        opened = siege.opened
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    lines = log.read_bytes().count(b"\n")
    with capsys.disabled():
        middle, last = sorted(taken)[len(taken) // 2], sorted(taken)[-len(taken) // 100]
        print(
            f"\n{idle} silent connections ({opened} opened), {stations} stations: {len(taken)} of {stations * scans} "
            f"scans, p50 {middle * 1000:.1f} ms, p99 {last * 1000:.1f} ms, {lines} log lines (pid {os.getpid()})"
        )
    assert len(taken) == stations * scans
    assert lines < 100
    assert b"Traceback" not in log.read_bytes()
