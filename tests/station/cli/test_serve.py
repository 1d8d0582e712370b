"""`station serve` as a process beside a record, looked at with a real Chromium: nothing can be changed there."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx2
import pytest
from typer.testing import CliRunner
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from station.assembly import WatchedStation
from station.cli.main import app
from station.record import Reads
from tests.chromium import CHROMIUM, NAMED, chromium
from tests.station.cli.programs import ENVIRONMENT, PROGRAM, configured, station
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONFIG = """
[station]
id = "demo-1"
data_dir = "{folder}"
[camera]
enabled = false
[scale]
enabled = false
[sync]
url = "http://127.0.0.1:9"
token_file = "{folder}/token"
"""
WORD = "a-long-random-word-for-looking-on"
READS = {"answers", "figures", "in_test", "look", "refused", "station_id", "status"}
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789 "


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a station that has recorded some parcels and rests."""
    folder = tmp_path_factory.mktemp("record")
    ended = station("demo", "--headless", "--parcels", "4", "--rate", "4", "--dir", str(folder))
    assert ended.returncode == 0, ended.stderr
    (folder / "word").write_text(f"{WORD}\n")
    configured(folder, CONFIG.format(folder=folder))
    return folder


@contextmanager
def serving(record: Path, *more: str) -> Iterator[str]:
    """Its address."""
    words = ["serve", "--config", configured(record, CONFIG.format(folder=record)), "--address", "127.0.0.1:0", *more]
    command = [sys.executable, "-c", PROGRAM, *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split()[2].rstrip("/,")
        finally:
            process.terminate()
            assert process.wait(20) == 0


def told(record: Path) -> list[object]:
    """All that a person may have changed."""
    with Reads(record / "station.db") as reads:
        return [reads.requests(), reads.backlog(), reads.totals(), reads.refused(100)]


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: make test-tools")
def test_the_word_opens_the_figures_and_no_key_changes_anything(record: Path, tmp_path: Path) -> None:
    before = told(record)
    with (
        serving(record, "--token-file", str(record / "word")) as address,
        chromium(tmp_path / "profile", 1400, 900) as page,
    ):
        page.do("Page.navigate", url=address)
        until(lambda: bool(page.js("document.activeElement.id == 'word'")), "the question for the word")
        page.type("not the word")
        page.key("Enter")
        until(lambda: bool(page.js("document.body.className.includes('wrong')")), "that it is wrong")
        until(lambda: bool(page.js("document.activeElement.id == 'word'")), "the question again")
        page.type(WORD)
        page.key("Enter")
        until(lambda: "-first-byte" in (page.js("document.body.className") or ""), "the terminal", 60)
        assert page.js("location.href") == f"{address}/", "the word stands in no address"
        assert page.js("document.cookie") == "", "no script has the cookie"
        pictures = [page.picture()]
        until(lambda: page.picture() != pictures[0], "the figures")
        for key in (*LETTERS, *(each for each in NAMED if each != "F12")):
            page.key(key)
        page.size(800, 500)
        page.key("2")
        pictures.append(page.picture())
        assert "-closed" not in page.js("document.body.className")
        assert page.js("document.body.scrollWidth") <= 800
    assert told(record) == before


def test_without_the_word_there_is_no_terminal(record: Path) -> None:
    with serving(record, "--token-file", str(record / "word")) as address:
        assert httpx2.get(address).status_code == 401
        assert httpx2.get(f"{address}/?word={WORD}").status_code == 401, "the word is not taken from an address"
        assert httpx2.post(f"{address}/enter", data={"word": "x" * 5000}).status_code == 413
        foreign = httpx2.post(f"{address}/enter", data={"word": WORD}, headers={"origin": "http://evil.example"})
        assert foreign.status_code == 401
        with pytest.raises(InvalidStatus, match="403"):
            connect(f"{address.replace('http', 'ws')}/terminal")
        given = httpx2.post(f"{address}/enter", data={"word": WORD})
        cookie = given.headers["set-cookie"]
        assert (given.status_code, "HttpOnly" in cookie, "SameSite=strict" in cookie) == (303, True, True)
        assert WORD not in cookie
        headers = {"cookie": cookie.partition(";")[0]}
        with pytest.raises(InvalidStatus, match="403"):
            connect(
                f"{address.replace('http', 'ws')}/terminal", additional_headers=headers, origin=Origin("http://evil")
            )
        with connect(f"{address.replace('http', 'ws')}/terminal?width=9999999999", additional_headers=headers) as line:
            for nonsense in ('["stdin", 5]', '{"a": 1}', '["resize", {"width": "x", "height": -5}]', "[]"):
                line.send(nonsense)
            line.send(json.dumps(["ping", "7"]))
            until(lambda: line.recv(timeout=30) == '["pong","7"]', "the answer")


def test_it_has_no_way_to_ask_anything_of_the_station() -> None:
    assert {name for name in vars(WatchedStation) | {"answers": 0, "figures": 0, "station_id": 0, "in_test": 0}
            if not name.startswith("_")} == READS  # fmt: skip


def test_bad_use_is_told_in_one_sentence(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = configured(record, CONFIG.format(folder=record))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = station("serve", "--config", config, "--address", f"127.0.0.1:{taken.getsockname()[1]}")
        assert (ended.returncode, "--address" in ended.stderr) == (3, True)
    ended = station("serve", "--config", config, "--address", "0.0.0.0:0")
    assert (ended.returncode, "--token-file" in ended.stderr) == (2, True), "others reach it"
    (record / "empty").write_text("\n")
    for file, words in (("empty", "is empty"), ("absent", "cannot be read")):
        ended = station("serve", "--config", config, "--token-file", str(record / file))
        assert (ended.returncode, words in ended.stderr) == (2, True)
    ended = station("serve", "--config", config, "--address", "nonsense")
    assert ended.returncode == 2

    monkeypatch.setattr("station.web.watch_server.find_spec", lambda _: None)
    missing = CliRunner().invoke(app, ["serve", "--config", config, "--address", "127.0.0.1:0"])
    assert (missing.exit_code, "make extras" in missing.stderr, missing.stdout) == (2, True, "")
