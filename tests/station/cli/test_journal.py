"""A headless station as its journal and `station status` tell it: processes, a real line, a scale on a terminal."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from hardware.simulated.scale.simulated_scale import SimulatedScale
from station.runtime.status_socket import LONGEST_ADDRESS, ask, socket_path
from tests.station.cli.programs import ENVIRONMENT, PROGRAM, configured, station
from tests.waiting import until

JSON, HTML = "application/json", "text/html"
OFF = "[camera]\nenabled = false\n"


class Centre:
    """Answers everything in one way, which may change; closed, it is away."""

    def __init__(self, port: int = 0) -> None:
        self.answer: tuple[int, str, bytes] = (404, JSON, b"{}")
        centre = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.rfile.read(int(self.headers.get("content-length", 0)))
                status, kind, body = centre.answer
                self.send_response(status)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET  # noqa: N815  # the name that http.server looks for

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class Running:
    """A headless station, and the lines of its standard error so far."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: list[str] = []
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.append(line.rstrip("\n"))

    def waits_for(self, pattern: str) -> None:
        until(lambda: any(re.search(pattern, line) for line in self.lines), f"{pattern} in {self.lines}", 40)

    def of(self, part: str) -> list[str]:
        """The first word, or two after a change, of each line of this part."""
        heads = (re.match(rf"(TROUBLE|WARNING|CHANGED|ENDED|UP) {part}\b", line) for line in self.lines)
        return [head[1] for head in heads if head]

    def join(self) -> None:
        self._thread.join()


@contextmanager
def running(config: str, **streams: Any) -> Iterator[Running]:
    command = [sys.executable, "-c", PROGRAM, "run", "--headless", "--config", config]
    streams = {"stderr": subprocess.PIPE} | streams
    with subprocess.Popen(command, text=True, env=ENVIRONMENT, **streams) as process:
        here = Running(process)
        try:
            yield here
        finally:
            process.terminate()
            try:
                process.wait(30)
            finally:
                process.kill()
                here.join()


def config_of(folder: Path, data_dir: Path, scale: Path, port: int, token: str = "") -> str:
    sync = f'[sync]\nurl = "http://127.0.0.1:{port}"\nheartbeat_s = 1\nlists = false\n{token}'
    text = f'[station]\nid = "lane-1"\ndata_dir = "{data_dir}"\n[scale]\nport = "{scale}"\n{OFF}{sync}'
    return configured(folder, text)


def test_each_trouble_of_line_and_scale_is_told_once_when_it_comes_changes_and_ends(tmp_path: Path) -> None:
    with ExitStack() as life:
        centre = Centre()
        life.callback(lambda: centre.close())  # noqa: PLW0108  # the newest one
        config = config_of(tmp_path, tmp_path / "data", tmp_path / "scale", centre.port)
        scale = life.enter_context(SimulatedScale(link=tmp_path / "scale"))
        here = life.enter_context(running(config))
        here.waits_for(r"^STATION lane-1 runs .*station\.db")
        here.waits_for("^UP scale: ")
        here.waits_for("^UP centre: ")

        centre.close()
        here.waits_for("^WARNING centre: LINE OFFLINE: ")
        centre = Centre(centre.port)
        centre.answer = (401, JSON, b'{"detail": "unknown token"}')
        here.waits_for("^CHANGED centre: TROUBLE: .*sync.token_file")
        centre.close()
        here.waits_for("^CHANGED centre: WARNING: ")
        centre = Centre(centre.port)
        centre.answer = (200, HTML, b"<html>Log in</html>")
        here.waits_for("^CHANGED centre: WARNING: .*text/html")
        centre.answer = (404, JSON, b"{}")
        here.waits_for("^ENDED centre after ")

        scale.unplug()
        here.waits_for("^TROUBLE scale: SCALE DOWN: ")
        scale.plug()
        here.waits_for("^ENDED scale after ")
    centre_lines = here.of("centre")
    assert (centre_lines[:2], centre_lines[-1]) == (["UP", "WARNING"], "ENDED"), here.lines
    assert centre_lines.count("WARNING") == centre_lines.count("ENDED") == centre_lines.count("UP") == 1
    assert here.of("scale")[0] == "UP"
    assert (here.of("scale").count("TROUBLE"), here.of("scale").count("ENDED")) == (1, 1), here.lines
    assert all(line.isprintable() for line in here.lines)
    assert here.process.returncode == 0


def test_status_tells_what_runs_and_after_a_kill_that_nothing_does(tmp_path: Path) -> None:
    data_dir = tmp_path.joinpath(*["a folder with a long name"] * 5)
    assert len(os.fsencode(socket_path(data_dir))) > LONGEST_ADDRESS
    config = config_of(tmp_path, data_dir, tmp_path / "scale", 9)
    with SimulatedScale(link=tmp_path / "scale"), running(config) as here:
        here.waits_for("^WARNING centre: ")
        here.waits_for("^UP scale: ")
        answer, text = station("status", "--json", "--config", config), station("status", "--config", config)
        status = json.loads(answer.stdout)
        assert answer.returncode == text.returncode == 0
        assert (status["station_id"], status["pid"], status["headless"]) == ("lane-1", here.process.pid, True)
        assert status["record"] == str(data_dir / "station.db")
        assert {device["kind"]: device["health"] for device in status["devices"]} == {"camera": "off", "scale": "up"}
        assert {"centre", "plan"} <= {trouble["key"] for trouble in status["troubles"]}
        assert "LINE OFFLINE" in text.stdout
        assert "no sort plan" in text.stdout
        here.process.send_signal(signal.SIGSTOP)
        hung = station("status", "--config", config)
        here.process.send_signal(signal.SIGCONT)
        assert (hung.returncode, f"process {here.process.pid} has" in hung.stderr) == (3, True)
        here.process.kill()
        here.process.wait()
    gone = station("status", "--config", config)
    assert (gone.returncode, gone.stdout) == (3, "")
    assert "no station runs" in gone.stderr
    assert socket_path(data_dir).is_socket()
    with running(config) as here:
        here.waits_for("^TROUBLE scale: ")
        answer = station("status", "--json", "--config", config)
        assert (answer.returncode, json.loads(answer.stdout)["pid"]) == (1, here.process.pid)
    assert station("status", "--config", str(tmp_path / "none.toml")).returncode == 2


@pytest.mark.parametrize("standard_error", ["stalls", "is gone"])
def test_a_standard_error_that_nobody_reads_stops_nothing(standard_error: str, tmp_path: Path) -> None:
    reading, writing = os.pipe()
    if standard_error == "is gone":
        os.close(reading)
    else:
        os.set_blocking(writing, False)
        with suppress(BlockingIOError):
            while True:
                os.write(writing, b"x" * 4096)
        os.set_blocking(writing, True)
    config = config_of(tmp_path, tmp_path / "data", tmp_path / "scale", 9)
    command = [sys.executable, "-c", PROGRAM, "run", "--headless", "--config", config]
    with subprocess.Popen(command, stderr=writing, env=ENVIRONMENT) as process:
        seen: Callable[[], bool] = lambda: any(  # noqa: E731  # read once more below
            each["key"] == "scale" for each in (ask(tmp_path / "data") or {}).get("troubles", ())
        )
        try:
            until(seen, "the trouble", 40)
            process.terminate()
            assert process.wait(30) == 0
        finally:
            process.kill()
    os.close(writing)
    if standard_error == "stalls":
        os.close(reading)
