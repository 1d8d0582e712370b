"""The command as scripts see it: exit codes, words instead of tracebacks, one station run end to end."""

from __future__ import annotations

import json
import os
import pty
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from config import Config
from hardware.simulated.scale.simulated_scale import SimulatedScale
from station.doctor.centre import check_centre
from station.doctor.finding import Finding
from station.record.writer import Store
from tests.station.cli.programs import ENVIRONMENT, PROGRAM, configured, station


def test_the_version_and_the_help_come_at_once() -> None:
    assert station("--version").stdout.startswith("station ")
    assert "demo" in station("--help").stdout


def test_bash_completes_a_command() -> None:
    command = Path(sys.executable).with_name("station")
    if not command.exists():
        pytest.skip("the command is not installed here")
    script = f"""eval "$({command} --show-completion bash | sed 's#$1#{command}#')"
        COMP_WORDS=(station cam); COMP_CWORD=1; _station_completion {command}; echo "${{COMPREPLY[@]}}"
        COMP_WORDS=(station camera sn); COMP_CWORD=2; _station_completion {command}; echo "${{COMPREPLY[@]}}\""""
    told = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False, env=ENVIRONMENT)
    assert told.stdout.split() == ["camera", "snapshot"], told.stderr


@pytest.mark.parametrize("command", ["run", "doctor"])
def test_every_problem_of_a_bad_configuration_is_named_and_the_exit_code_is_2(command: str, tmp_path: Path) -> None:
    path = configured(tmp_path, '[scale]\nbuadrate = 9600\nparity = "sometimes"\n[spaceship]\nx = 1\n')
    answer = station(command, "--config", path)

    assert answer.returncode == 2
    for key in ("scale.buadrate", "scale.parity", "spaceship"):
        assert f"station.toml: {key}" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_wrong_use_is_2_and_an_absent_scale_is_3(tmp_path: Path) -> None:
    assert station("demo", "--parcels", "many").returncode == 2
    answer = station("scale", "watch", "--port", str(tmp_path / "nothing"), "--seconds", "1")
    assert (answer.returncode, "Traceback" in answer.stderr) == (3, False)
    assert "nothing" in answer.stderr


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ('[sync]\nurl = "http://tracking.example"\n', "https"),
        ('[sync]\ntoken_file = "{folder}/none"\n', "token_file"),
        ('[sync]\nca_file = "{folder}/none.pem"\n', "ca_file"),
    ],
)
def test_a_line_that_cannot_work_is_said_in_words(section: str, words: str, tmp_path: Path) -> None:
    text = f'[station]\ndata_dir = "{tmp_path}"\n' + section.format(folder=tmp_path)
    answer = station("run", "--headless", "--config", configured(tmp_path, text))

    assert answer.returncode == 2
    assert words in answer.stderr
    assert "Traceback" not in answer.stderr


def test_without_a_terminal_the_screen_is_refused_in_words(tmp_path: Path) -> None:
    for words in (["run", "--config", configured(tmp_path, f'[station]\ndata_dir = "{tmp_path}"\n')], ["demo"]):
        answer = station(*words)
        assert (answer.returncode, "use --headless" in answer.stderr) == (2, True)


@pytest.mark.parametrize("redirected", ["input", "error"])
def test_which_stream_is_no_terminal_is_named(redirected: str, tmp_path: Path) -> None:
    master, slave = pty.openpty()
    path = configured(tmp_path, f'[station]\ndata_dir = "{tmp_path}"\n')
    command = [sys.executable, "-c", PROGRAM, "run", "--config", path]
    with (tmp_path / "out").open("w+") as file:
        streams = {"stdin": slave, "stdout": slave, "stderr": slave} | {
            {"input": "stdin", "error": "stderr"}[redirected]: file
        }
        ended = subprocess.run(command, **streams, check=False, timeout=60, env=ENVIRONMENT)  # type: ignore[call-overload]
        file.seek(0)
        text = file.read() if redirected == "error" else os.read(master, 4096).decode()
    os.close(master)
    os.close(slave)

    assert ended.returncode == 2
    assert f"standard {redirected} is no terminal" in " ".join(text.split())


def test_another_stations_token_is_a_fault_of_the_line(tmp_path: Path) -> None:
    tokens, token = tmp_path / "tokens", tmp_path / "token"
    tokens.write_text("lane-1 one\nlane-9 nine\n")
    token.write_text("one")
    tokens.chmod(0o600)
    token.chmod(0o600)
    words = ["tracking-server", "--db", str(tmp_path / "c.db"), "--port", "0", "--token-file", str(tokens), "--json"]
    with subprocess.Popen([sys.executable, "-c", PROGRAM, *words], stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            url = json.loads(server.stdout.readline())["url"]
            told: dict[str, Finding] = {}
            for name in ("lane-1", "lane-9"):
                config = Config.model_validate({"station": {"id": name}, "sync": {"url": url, "token_file": token}})
                told[name] = check_centre(config, None)
        finally:
            server.terminate()
    assert told["lane-1"].state == "ok", told["lane-1"]
    assert told["lane-9"].state == "fault"
    assert "403" in told["lane-9"].words


def test_doctor_names_what_is_wrong_and_what_is_well(tmp_path: Path) -> None:
    link = tmp_path / "scale"
    with SimulatedScale(link=link):
        text = (
            f'[station]\ndata_dir = "{tmp_path / "data"}"\n[scale]\nport = "{link}"\n'
            f'[camera]\nsource = "{tmp_path / "no-camera.avi"}"\n[sync]\nurl = "http://127.0.0.1:9"\n'
        )
        answer = station("doctor", "--json", "--config", configured(tmp_path, text))
    findings = {finding["name"]: finding for finding in map(json.loads, answer.stdout.splitlines())}

    assert answer.returncode == 1
    assert findings["scale"]["state"] == "ok", findings["scale"]
    assert findings["camera"]["state"] == "fault"
    assert "no-camera.avi" in findings["camera"]["words"]
    assert findings["centre"]["state"] == "warning"
    assert {"record", "sort plan", "disk", "clock", "reader"} <= set(findings)


def test_a_database_that_cannot_be_used_is_said_in_words_by_run_and_doctor(tmp_path: Path) -> None:
    Store.open(tmp_path / "station.db", "station-1").close()
    with closing(sqlite3.connect(tmp_path / "station.db")) as newer:
        newer.execute("PRAGMA user_version = 99")
    path = configured(
        tmp_path, f'[station]\ndata_dir = "{tmp_path}"\n[scale]\nenabled = false\n[camera]\nenabled = false\n'
    )
    ran, examined = station("run", "--headless", "--config", path), station("doctor", "--config", path)

    assert (ran.returncode, examined.returncode) == (1, 1)
    assert "station.db" in ran.stderr
    assert "FAIL  record" in examined.stdout
    assert "Traceback" not in ran.stderr + examined.stderr


def test_a_station_runs_headless_until_it_is_told_to_stop(tmp_path: Path) -> None:
    link = tmp_path / "scale"
    text = (
        f'[station]\ndata_dir = "{tmp_path / "data"}"\n[scale]\nport = "{link}"\n[camera]\nenabled = false\n'
        "[sync]\nenabled = false\n"
    )
    with SimulatedScale(link=link):
        command = [sys.executable, "-c", PROGRAM, "run", "--headless", "--config", configured(tmp_path, text)]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT) as process:
            assert process.stderr is not None
            lines = iter(process.stderr.readline, "")
            assert "record " + str(tmp_path / "data" / "station.db") in next(lines)
            assert any(line == f"UP scale: {link}\n" for line in lines)
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=20) == 0


def test_the_rest_of_a_demo_without_a_centre_stays_queued(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.touch(mode=0o600)
    token.write_text("secret")
    words = ["--headless", "--json", "--parcels", "2", "--rate", "8", "--dir", str(tmp_path / "data")]
    answer = station("demo", *words, "--server", "http://127.0.0.1:9", "--token-file", str(token))
    summary = json.loads(answer.stdout.splitlines()[-1])

    assert answer.returncode == 1
    assert (summary["committed"], summary["pending"], summary["stored_at_centre"]) == (2, 2, None)


def test_doctor_sees_a_record_that_the_station_could_not_use(tmp_path: Path) -> None:
    off = "[scale]\nenabled = false\n[camera]\nenabled = false\n[sync]\nenabled = false\n"
    mine = configured(tmp_path, f'[station]\nid = "mine"\ndata_dir = "{tmp_path}"\n{off}')
    plan = tmp_path / "plan.csv"
    plan.write_text("bin,bin_label,version\nA1,all,v1\n")
    assert station("import", "plan", str(plan), "--config", mine).returncode == 0
    assert station("doctor", "--config", mine).returncode == 0

    other = configured(tmp_path, f'[station]\nid = "other"\ndata_dir = "{tmp_path}"\n{off}')
    answer = station("doctor", "--config", other)

    assert answer.returncode == 1
    assert "belongs to station mine" in answer.stdout
