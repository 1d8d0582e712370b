"""A real gateway in between: TLS by a private authority, client certificates, a server that is away, small bodies."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from station.sync.client import LineError, TrackingClient
from station.sync.trust import AddressError, Papers
from station.tracking_server.embedded import EmbeddedServer
from tests.sync.papers import Authority
from tests.sync.test_loop import Line, _quick  # noqa: F401  # short waits

pytestmark = [
    pytest.mark.skipif(shutil.which("haproxy") is None, reason="haproxy is not installed"),
    pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed"),
]
SETTINGS = """
global
  log stderr local0 emerg
defaults
  mode http
  option http-buffer-request
  timeout connect 1s
  timeout client 5s
  timeout server 5s
  compression algo gzip
  compression type application/json
frontend station
  bind 127.0.0.1:{port} ssl crt {bundle} ca-file {authority} verify required
  acl large req.body_size gt {most}
  http-request deny deny_status 413 content-type text/html string "<html>too large</html>" if large
  default_backend centre
backend centre
  server one 127.0.0.1:{centre}
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Gateway:
    def __init__(self, folder: Path, most: int) -> None:
        self.authority = Authority(folder / "ca", "hub")
        cert, key = self.authority.issue("gateway")
        bundle = folder / "gateway.pem"
        bundle.write_text(cert.read_text() + key.read_text())
        self.port, self.centre_port = free_port(), free_port()
        settings = folder / "haproxy.cfg"
        places = {"port": self.port, "bundle": bundle, "authority": self.authority.cert, "centre": self.centre_port}
        settings.write_text(SETTINGS.format(most=most, **places))
        self.process = subprocess.Popen(["haproxy", "-db", "-f", str(settings)], stderr=subprocess.PIPE, text=True)
        self.url = f"https://127.0.0.1:{self.port}"
        deadline = time.monotonic() + 20
        while not answers(self.port):
            assert self.process.poll() is None, self.process.stderr and self.process.stderr.read()
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def papers(self) -> Papers:
        return Papers(self.authority.cert, *self.authority.issue("lane-1"))


@contextmanager
def gateway(folder: Path, most: int = 1 << 20) -> Iterator[Gateway]:
    there = Gateway(folder, most)
    try:
        yield there
    finally:
        there.process.kill()
        there.process.communicate()


def drained(line: Line, centre: EmbeddedServer) -> None:
    line.until(lambda: line.backlog() == (0, 0), "an empty queue")
    with TrackingClient(centre.url, "token") as client:
        status, _, body = client.request("GET", f"/v1/stations/test-1/{line.store.epoch}/gaps", 5.0)
    assert status == 200
    assert b'"gaps":[]' in body
    assert f'"stored":{len(line.ids)}'.encode() in body


def test_the_queue_drains_through_mutual_tls(tmp_path: Path) -> None:
    with gateway(tmp_path) as there:
        centre = EmbeddedServer(tmp_path / "centre.db", "token", port=there.centre_port)
        with centre, Line(tmp_path, there.url, 300, papers=there.papers()) as line:
            drained(line, centre)


def test_a_server_that_is_away_behind_the_gateway_keeps_everything(tmp_path: Path) -> None:
    with gateway(tmp_path) as there, Line(tmp_path, there.url, 30, papers=there.papers()) as line:
        line.until(lambda: "503" in line.loop.status().words, "the gateway's word")
        assert line.backlog() == (30, 0)
        with EmbeddedServer(tmp_path / "centre.db", "token", port=there.centre_port) as centre:
            drained(line, centre)


def test_a_small_limit_of_the_gateway_only_makes_batches_smaller(tmp_path: Path) -> None:
    """Its refusal is a page, not the centre's word."""
    with gateway(tmp_path, most=1500) as there:
        centre = EmbeddedServer(tmp_path / "centre.db", "token", port=there.centre_port)
        with centre, Line(tmp_path, there.url, 100, batch=100, papers=there.papers()) as line:
            drained(line, centre)


def test_who_has_no_papers_or_does_not_know_the_authority_does_not_get_in(tmp_path: Path) -> None:
    with gateway(tmp_path) as there:
        for papers in (Papers(there.authority.cert), Papers()):
            with TrackingClient(there.url, "token", papers) as client, pytest.raises(LineError) as said:
                client.look()
            assert str(said.value).startswith(there.url)
        other = Authority(tmp_path / "other", "stranger")
        papers = Papers(there.authority.cert, *other.issue("lane-1"))
        with TrackingClient(there.url, "t", papers) as client, pytest.raises(LineError):
            client.look()


def test_papers_that_cannot_be_used_are_refused_in_words(tmp_path: Path) -> None:
    authority = Authority(tmp_path, "hub")
    cert, key = authority.issue("lane-1")
    _, other = Authority(tmp_path / "b", "authority").issue("lane-2")
    for papers, words in (
        (Papers(tmp_path / "none.pem"), "sync.ca_file"),
        (Papers(None, None, key), "sync.client_key"),
        (Papers(None, tmp_path / "none.crt", key), "sync.client_cert"),
        (Papers(None, cert, tmp_path / "none.key"), "sync.client_key"),
        (Papers(None, cert, other), "belong together"),
    ):
        with pytest.raises(AddressError, match=words):
            TrackingClient("https://localhost:1", "token", papers)
    key.chmod(0o644)
    with pytest.raises(AddressError, match="chmod 600"):
        TrackingClient("https://localhost:1", "token", Papers(None, cert, key))
