"""What the line says when it fails: what happened, which key, what to do; none of the libraries' inner names."""

from __future__ import annotations

import errno
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.events import SyncStatus
from station.sync.transport.client import TrackingClient
from station.sync.transport.errors import LineError, TrustError, line_error
from station.sync.upload.answers import Alarm, Later, judge
from station.sync.upload.gap_check import CentreCheck, trouble_of

INNER = re.compile(r"Errno|_ssl|\[SSL|\[Err|httpx|None|\bobject\b")
CURE = re.compile(r"sync\.\w+|network cable|by itself|bring it up to date")
HTTP_404 = b"HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


@contextmanager
def server(answer: bytes) -> Iterator[int]:
    """Says `answer` to each who connects, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    link, _ = listener.accept()
                except OSError:
                    return
                with closing(link):
                    link.recv(4096)
                    link.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield int(listener.getsockname()[1])
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def failure(url: str) -> LineError:
    with TrackingClient(url, "secret") as client, pytest.raises(LineError) as caught:
        client.look()
    return caught.value


def check(words: str) -> None:
    assert INNER.search(words) is None, words
    assert CURE.search(words), words


def test_nobody_at_the_port_and_a_name_that_nobody_knows() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    refused, unknown = failure(f"http://127.0.0.1:{port}"), failure("https://centre.invalid")

    check(str(refused))
    check(str(unknown))
    assert "connection refused" in str(refused)
    assert "centre.invalid" in str(unknown)


@pytest.mark.parametrize("answer", [HTTP_404, b"SSH-2.0-OpenSSH_9.2\r\n"])
def test_tls_to_what_speaks_none_is_for_a_person_to_mend(answer: bytes) -> None:
    with server(answer) as port:
        wrong = failure(f"https://127.0.0.1:{port}")

    check(str(wrong))
    assert isinstance(wrong, TrustError)
    assert "does not speak TLS" in str(wrong)


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"\x15\x03\x01\x00\x02\x02\x46", HTTP_404[:60]])
def test_http_to_what_speaks_none_or_hangs_up(answer: bytes) -> None:
    with server(answer) as port:
        check(str(failure(f"http://127.0.0.1:{port}")))


def os_errors() -> list[Exception]:
    numbers = (errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ECONNRESET, errno.EPIPE, errno.ETIMEDOUT, errno.EMFILE)
    names = (socket.EAI_AGAIN, socket.EAI_NONAME, socket.EAI_FAIL)
    return [
        *(OSError(number, "words of the system") for number in numbers),
        *(socket.gaierror(number, "words of the resolver") for number in names),
        ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006)"),
        ssl.SSLEOFError(8, "EOF occurred in violation of protocol (_ssl.c:1006)"),
        httpx2.ConnectTimeout(""),
        httpx2.ReadTimeout(""),
        httpx2.PoolTimeout(""),
        httpx2.ReadError(""),
        httpx2.RemoteProtocolError("Server disconnected without sending a response."),
        httpx2.ConnectError("[Errno -2] Name or service not known"),
        httpx2.InvalidURL("no port"),
        ValueError(),
    ]


@pytest.mark.parametrize("cause", os_errors(), ids=repr)
@pytest.mark.parametrize("wrapped", [False, True])
def test_every_error_of_the_network_is_words_with_a_cure(cause: Exception, wrapped: bool) -> None:
    error = cause
    if wrapped:
        error = httpx2.ConnectError(str(cause))
        error.__cause__ = cause
    check(str(line_error("https://centre.example", error)))


@given(st.text(max_size=60), st.integers(-20, 200))
def test_words_of_any_error_are_printable(text: str, number: int) -> None:
    assert str(line_error("https://c", OSError(number, text))).isprintable()


@pytest.mark.parametrize(
    ("status", "kind", "cure"),
    [
        (200, "text/html", "sync.url"),
        (302, "text/html", "sync.url"),
        (307, "application/json", "sync.url"),
        (500, "text/plain", "by itself"),
        (503, "application/json", "by itself"),
    ],
)
def test_an_answer_that_is_not_the_centres_names_a_cure_and_is_found_without_a_scan_to_send(
    status: int, kind: str, cure: str
) -> None:
    meaning = judge(status, {"content-type": kind}, b"<title>x</title>", "", frozenset())
    assert isinstance(meaning, Later)
    assert cure in meaning.reason

    answer = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: 0\r\n\r\n".encode()
    with server(answer) as port, TrackingClient(f"http://127.0.0.1:{port}", None) as client:
        assert isinstance(trouble_of(client.parcel("-")), Later)


def test_a_centre_that_knows_no_such_parcel_is_well() -> None:
    with server(HTTP_404) as port, TrackingClient(f"http://127.0.0.1:{port}", None) as client:
        assert trouble_of(client.parcel("-")) is None


def test_a_web_server_that_is_no_centre_is_a_wrong_address() -> None:
    page = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html;charset=utf-8\r\nContent-Length: 6\r\n\r\n<html>"
    with server(page) as port, TrackingClient(f"http://127.0.0.1:{port}", None) as client:
        trouble = trouble_of(client.parcel("-"))

    assert isinstance(trouble, Alarm)
    assert "sync.url" in trouble.reason


def test_a_centre_that_is_well_is_asked_again_only_in_doubt_and_never_while_sending_fails() -> None:
    well = SyncStatus("https://c", online=True, words="")
    check = CentreCheck().asked(now=100.0)

    def is_due(line: SyncStatus, looked: int = 200, failures: int = 0, *, waits: bool = False) -> bool:
        return check.is_due(line, looked, failures, 101.0, waits=waits)

    assert CentreCheck().is_due(well, 200, 0, 100.0, waits=False), "the first time"
    assert not is_due(well)
    assert not is_due(well, 404), "no health check is no doubt"
    assert all(is_due(well, status) for status in (302, 401, 403, 500, 503))
    assert is_due(replace(well, words="the centre answered 500"))
    assert not is_due(replace(well, words="the centre answered 500"), failures=1)
    assert is_due(replace(well, online=False), failures=1)
    assert is_due(replace(well, words="x", alarm=True), failures=1)
    assert not is_due(replace(well, words="x", alarm=True), failures=1, waits=True)
