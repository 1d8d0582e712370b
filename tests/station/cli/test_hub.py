"""`station hub` beside a centre and stations that are processes of their own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from station.cli.hub import COLUMNS, WIDTH, _lines
from station.core.counting import hub_rows
from tests.painted import Screen
from tests.station.cli.headless import Centre, Running, running
from tests.station.cli.programs import ENVIRONMENT, PROGRAM, configured, station
from tests.waiting import until

TOKEN = "a-token-of-the-hub"
NAMES = ("lane-1", "lane-2", "lane-3")
STATUS_S = 4
CONFIG = """
[station]
id = "{name}"
data_dir = "{folder}/{name}"
[camera]
enabled = false
[scale]
enabled = false
[sync]
url = "{url}"
token_file = "{folder}/token"
lists = false
status_s = {every}
"""
NASTY = "\x1b[31m王小明\u202e\n\t\x07" * 9


@contextmanager
def centre(folder: Path) -> Iterator[str]:
    """The address of a centre that is a process; its token is in `folder`."""
    token = folder / "token"
    token.touch(0o600)
    token.write_text(TOKEN)
    words = ["tracking-server", "--db", str(folder / "centre.db"), "--port", "0", "--token-file", str(token), "--json"]
    command = [sys.executable, "-c", PROGRAM, *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT) as process:
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())["url"]
        finally:
            process.terminate()


def options(folder: Path, url: str) -> list[str]:
    return ["hub", "--server", url, "--token-file", str(folder / "token")]


def hub(folder: Path, url: str) -> dict[str, Any]:
    answer = station(*options(folder, url), "--json")
    assert answer.returncode == 0, answer.stderr
    return {row["station_id"]: row for row in json.loads(answer.stdout)["stations"]}


def silent(rows: dict[str, Any]) -> set[str]:
    return {name for name, row in rows.items() if row["silent"]}


def test_a_station_that_is_killed_is_marked_and_the_others_are_not(tmp_path: Path) -> None:
    with centre(tmp_path) as url, ExitStack() as stack:
        lanes: dict[str, Running] = {}
        for name in NAMES:
            (folder := tmp_path / name).mkdir()
            text = CONFIG.format(name=name, folder=tmp_path, url=url, every=STATUS_S)
            lanes[name] = stack.enter_context(running(configured(folder, text)))
        until(lambda: set(hub(tmp_path, url)) == set(NAMES), "every station", 60)
        until(lambda: silent(hub(tmp_path, url)) == set(), "a sign of life of each", 60)

        lanes["lane-2"].process.kill()
        until(lambda: silent(hub(tmp_path, url)) == {"lane-2"}, "the mark of this one alone", 60)
        shown = station(*options(tmp_path, url))
        rows = hub(tmp_path, url)

    assert shown.returncode == 0
    marked = re.findall(r"^! (\S+)", shown.stdout, re.MULTILINE)
    assert marked == ["lane-2"]
    assert silent(rows) == {"lane-2"}
    assert "3 stations, 1 silent" in shown.stdout
    assert "SILENT" in shown.stdout
    assert rows["lane-1"]["operation"] == "sort"
    assert (rows["lane-1"]["pending"], rows["lane-1"]["refused"], rows["lane-1"]["presented"]) == (0, 0, 0)


def test_names_of_others_drive_no_terminal_and_fit_the_screen(tmp_path: Path) -> None:
    status = {
        "operator": NASTY, "operation": NASTY, "version": NASTY, "clock": NASTY, "every_s": 3600,
        "devices": [{"kind": NASTY, "name": NASTY, "health": NASTY}], "backlog": {"pending": 10**9, "oldest": NASTY},
    }  # fmt: skip
    with centre(tmp_path) as url:
        headers = {"authorization": f"Bearer {TOKEN}"}
        told = httpx2.post(f"{url}/v1/stations/{'x' * 64}/status", json=status, headers=headers, trust_env=False)
        assert told.status_code == 200
        shown = station(*options(tmp_path, url))

    assert shown.returncode == 0
    assert all(line.isprintable() for line in shown.stdout.split("\n"))
    row = shown.stdout.split("\n")[2]
    assert cell_len(row) <= WIDTH


@given(
    st.lists(st.fixed_dictionaries({"station_id": st.text(max_size=80), "operator": st.text(max_size=30)}), max_size=3)
)
def test_no_row_is_wider_than_the_screen_and_each_cell_stands_in_its_column(stations: list[dict[str, Any]]) -> None:
    lines = list(_lines(hub_rows(stations), "2026-01-31T10:20:30.000Z"))

    assert sum(width for _, width in COLUMNS) + len(COLUMNS) - 1 == WIDTH
    assert len(lines) == 2 + len(stations)
    for line in lines:
        assert line.isprintable()
        assert cell_len(line) <= WIDTH


def test_the_silent_ones_stand_first_and_a_watched_table_goes_on_after_the_centre_was_away() -> None:
    server = Centre()
    told = [{"station_id": f"lane-{number:02}", "age_s": 5, "silent": number == 17} for number in range(60)]
    server.answer = (200, "application/json", json.dumps({"stations": told}).encode())
    command = [sys.executable, "-c", PROGRAM, "hub", "--server", f"http://127.0.0.1:{server.port}", "--watch"]
    with Screen(command) as screen:
        screen.shows("60 stations, 1 silent", "more lines")
        rows = screen.text().splitlines()
        server.answer = (503, "application/json", b"{}")
        until(lambda: "answers with 503" in screen.text() and "lane-00" not in screen.text(), "the error alone")
        server.answer = (200, "application/json", json.dumps({"stations": told[:3]}).encode())
        until(lambda: "3 stations, 0 silent" in screen.text() and "503" not in screen.text(), "the table again")
    server.close()

    assert rows[2].startswith("! lane-17")
    assert any(re.match(r"and \d+ more lines", row) for row in rows)


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [
        ((401, "application/problem+json", b"{}"), 2, "token"),
        ((403, "application/problem+json", b"{}"), 2, "role hub"),
        ((404, "text/html", b"<html>"), 2, "sync.url"),
        ((503, "text/html", b"<html>"), 3, "503"),
        ((200, "text/html", b"<html>"), 3, "JSON"),
        ((200, "application/json", b'{"stations": [1]}'), 3, "list of stations"),
        ((200, "application/json", b"[" * 100_000), 3, "JSON"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_each_answer_of_a_server_has_its_exit_code_and_words(
    answer: tuple[int, str, bytes], code: int, words: str
) -> None:
    server = Centre()
    server.answer = answer
    try:
        ended = station("hub", "--server", f"http://127.0.0.1:{server.port}")
    finally:
        server.close()

    assert (ended.returncode, ended.stdout) == (code, "")
    assert words in ended.stderr
    assert "unforeseen" not in ended.stderr


def test_a_centre_that_is_away_is_3_and_wrong_use_is_2(tmp_path: Path) -> None:
    server = Centre()
    server.close()
    away = f"http://127.0.0.1:{server.port}"
    text = CONFIG.format(name="lane-1", folder=tmp_path, url=away, every=1)

    assert station("hub", "--server", away).returncode == 3
    for wrong in ("nonsense", "http://elsewhere.example"):
        ended = station("hub", "--server", wrong)
        assert (ended.returncode, "sync.url" in ended.stderr) == (2, True)
    ended = station("hub", "--config", configured(tmp_path, text))
    assert (ended.returncode, "token_file" in ended.stderr) == (2, True), "its token is missing"
    (tmp_path / "token").touch(0o600)
    (tmp_path / "token").write_text(TOKEN)
    assert station("hub", "--config", configured(tmp_path, text)).returncode == 3
