"""Real nginx and haproxy between station and centre: TLS by a private authority, client certificates, small bodies, a
centre that is away. The station drains through them.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from station.record.reads import Reads
from station.sync.transport.client import TrackingClient
from station.sync.transport.trust import Papers
from station.sync.upload.loop import SyncLoop
from station.sync.upload.state import Pace
from station.tracking_server import EmbeddedServer
from tests.station.record.drafts import draft
from tests.station.sync.authority import Authority, needs_openssl, pin_by_openssl
from tests.station.sync.centre import TOKEN
from tests.station.sync.link import Line

pytestmark = [needs_openssl, pytest.mark.usefixtures("short_pauses")]
PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
LARGEST = 3000
"""Bytes of a body that the gateway lets through; a batch of 200 scans is larger."""

NGINX = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off; gzip on; gzip_types application/json; gzip_min_length 1;
  client_body_temp_path {folder}/1; proxy_temp_path {folder}/2; fastcgi_temp_path {folder}/3;
  uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
  client_max_body_size {largest}; client_body_buffer_size 1k; proxy_request_buffering on; proxy_connect_timeout 1s;
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {cert}; ssl_certificate_key {key}; ssl_client_certificate {ca}; ssl_verify_client on;
    location / {{ proxy_pass http://127.0.0.1:{target}; proxy_http_version 1.1; }}
  }}
}}
"""
HAPROXY = """
global
  tune.bufsize 131072
defaults
  mode http
  option http-buffer-request
  retries 0
  timeout connect 1s
  timeout client 20s
  timeout server 20s
frontend stations
  bind 127.0.0.1:{port} ssl crt {both} ca-file {ca} verify required
  compression algo gzip
  compression type application/json
  acl large req.body_size gt {largest}
  http-request return status 413 content-type text/html string "<title>Too large</title>" if large
  default_backend centre
backend centre
  server one 127.0.0.1:{target}
"""
COMMANDS = {"nginx": ("nginx", "-e", "stderr", "-p", "{folder}", "-c"), "haproxy": ("haproxy", "-db", "-f")}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Gateway:
    url: str
    authority: Authority
    papers: Papers
    folder: Path


@pytest.fixture(params=COMMANDS)
def gateway(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Gateway]:
    """In front of port `gateway.target`, where nobody listens yet."""
    name = str(request.param)
    if shutil.which(name, path=PATH) is None:
        pytest.skip(f"{name} is not installed")
    authority, folder, port, target = Authority(tmp_path / "ca"), tmp_path / name, _free_port(), _free_port()
    folder.mkdir()
    cert, key = authority.pair()
    both = folder / "both.pem"
    both.write_text(cert.read_text() + key.read_text())
    ours, our_key = authority.pair("station-1")
    settings = folder / "settings"
    names = {"cert": cert, "key": key, "both": both, "ca": authority.ca_file, "largest": LARGEST}
    text = NGINX if name == "nginx" else HAPROXY
    settings.write_text(text.format(folder=folder, port=port, target=target, **names))
    (folder / "target").write_text(str(target))
    words = [word.format(folder=folder) for word in COMMANDS[name]]
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen([*words, str(settings)], env=os.environ | {"PATH": PATH}, stdout=said, stderr=said)
    try:
        _wait_for(port, process, folder / "said")
        papers = Papers(authority.ca_file, ours, our_key, (pin_by_openssl(cert), "A" * 43 + "="))
        yield Gateway(f"https://localhost:{port}", authority, papers, folder)
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes], said: Path) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        assert process.poll() is None, said.read_text()
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
    raise AssertionError(said.read_text())


def centre(gateway: Gateway) -> EmbeddedServer:
    return EmbeddedServer(gateway.folder / "centre.db", TOKEN, port=int((gateway.folder / "target").read_text()))


def station(gateway: Gateway, papers: Papers, scans: int) -> Line:
    line = Line(gateway.folder, gateway.url, scans, batch=200)
    client = TrackingClient(gateway.url, TOKEN, papers, total_s=5)
    line.loop = SyncLoop(
        lambda: Reads(line.store.path), client, line.settle, "test-1", 200, Pace(0.05), line.moves.append
    )
    line.thread = threading.Thread(target=line.loop.run, args=(line.stop,))
    return line


def _held(gateway: Gateway) -> list[str]:
    with contextlib.closing(sqlite3.connect(gateway.folder / "centre.db")) as connection:
        return [scan_id for (scan_id,) in connection.execute("SELECT scan_id FROM scan")]


def test_a_station_drains_through_a_gateway_that_takes_small_bodies_and_loses_its_centre(gateway: Gateway) -> None:
    with station(gateway, gateway.papers, 400) as line:
        line.until(lambda: " 50" in line.loop.status().words, "a 502 or 503 while no centre is there")
        assert line.backlog() == (400, 0)
        with centre(gateway):
            line.until(lambda: line.backlog() == (0, 0), "an empty queue")
        with line.lock:
            line.ids.append(line.store.commit(draft(parcel_id="late")).scan_id)
        line.loop.wake()
        line.until(lambda: " 50" in line.loop.status().words, "a 502 or 503 once the centre is away")
        with centre(gateway):
            line.until(lambda: line.backlog() == (0, 0), "an empty queue again")
        assert line.loop.state.size.fits < 200  # learnt from the gateway's 413

    assert sorted(_held(gateway)) == sorted(line.ids)


def test_a_station_without_its_certificate_keeps_everything_and_says_why(gateway: Gateway) -> None:
    papers = Papers(gateway.authority.ca_file)
    with centre(gateway), station(gateway, papers, 5) as line:
        line.until(lambda: "certificate" in line.loop.status().words.lower(), "words")
        assert line.loop.status().alarm or line.loop.status().online is False
        assert line.backlog() == (5, 0)
    assert _held(gateway) == []
