"""A headless station as its journal and `station status` tell it: processes, a real line, a scale on a terminal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from hardware.simulated.scale.simulated_scale import SimulatedScale
from station.runtime.status_socket import LONGEST_ADDRESS, ask, socket_path
from tests.station.cli.headless import HTML, JSON, OFF, Centre, running
from tests.station.cli.programs import ENVIRONMENT, PROGRAM, configured, station
from tests.waiting import until


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
        here.waits_for("^WARNING centre: CENTRE OFFLINE: ")
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
        assert "CENTRE OFFLINE" in text.stdout
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


def test_a_record_that_is_moved_away_and_put_back_is_told_once(tmp_path: Path) -> None:
    record, away = tmp_path / "data" / "station.db", tmp_path / "away.db"
    config = config_of(tmp_path, tmp_path / "data", tmp_path / "scale", 9)
    with running(config) as here:
        here.waits_for("^WARNING centre: ")
        record.rename(away)
        here.waits_for("^TROUBLE record-file: .*Put the file back")
        here.waits_for("^record: .*nothing was stored.*Put the file back")
        time.sleep(2.5)  # the core finds it again each second
        answer = station("status", "--config", config)
        assert (answer.returncode, "RECORD: CALL THE TECHNICIAN" in answer.stdout) == (1, True)
        away.rename(record)
        here.waits_for("^ENDED record-file after ")
    assert here.of("record-file") == ["TROUBLE", "ENDED"], here.lines
    assert len([line for line in here.lines if line.startswith("record: ")]) == 1, here.lines
    assert here.process.returncode == 0


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
