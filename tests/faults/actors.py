"""The real programs as processes, to be killed: a station that scans, and the tracking server."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import httpx2

from tests.places import ROOT

START_S = 60.0


def command(*words: object, **streams: Any) -> subprocess.Popen[str]:
    """A `station` command."""
    program = [sys.executable, "-c", "from station.cli.main import main; main()", *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(program, cwd=ROOT, env=environment, text=True, **streams)


class Server:
    """The tracking server on one port and one file, however often it is killed."""

    def __init__(self, folder: Path, port: int) -> None:
        self.database, self.log = folder / "centre.db", folder / "server.log"
        self.token_file = folder / "token"
        self.token_file.touch(mode=0o600)
        self.token_file.write_text("a-token-of-the-kill-tests")
        self.port, self.kills = port, 0
        self.url = f"http://127.0.0.1:{port}"
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Return when it listens."""
        with self.log.open("a") as log:
            words = ("--db", self.database, "--port", self.port, "--token-file", self.token_file, "--json")
            self._process = command("tracking-server", *words, stdout=subprocess.PIPE, stderr=log)
        assert self._process.stdout is not None
        assert "listening" in self._process.stdout.readline(), self.log.read_text()

    def kill(self) -> None:
        """kill -9."""
        self.kills += _ended(self._process)
        if self._process is not None and self._process.stdout is not None:
            self._process.stdout.close()
        self._process = None

    def get(self, path: str) -> Any:
        """What it answers to a question."""
        headers = {"authorization": f"Bearer {self.token_file.read_text()}"}
        answer = httpx2.get(self.url + path, headers=headers, trust_env=False)
        assert answer.status_code == 200, answer.text
        return answer.json()


class Scanning:
    """`station demo --headless --events` on one folder, however often it is killed; keeps what it confirmed."""

    def __init__(self, folder: Path, server_url: str, token_file: Path, rate: float) -> None:
        self.folder, self.log = folder / "station", folder / "station.log"
        self.database = self.folder / "station.db"
        self.words = ("--dir", self.folder, "--server", server_url, "--token-file", token_file, "--rate", rate)
        self.toned: list[str] = []
        """Ids that the operator was told of, in the order in which that was heard."""
        self.kills = self.starts = 0
        self._process: subprocess.Popen[str] | None = None
        self._ear: threading.Thread | None = None

    def start(self, parcels: int = 1_000_000) -> None:
        """Scan until killed."""
        with self.log.open("a") as log:
            words = ("demo", "--headless", "--events", "--parcels", parcels, "--seed", 11, *self.words)
            self._process = command(*words, stdout=subprocess.PIPE, stderr=log)
        self._ear = threading.Thread(target=self._listen, args=(self._process,))
        self._ear.start()
        self.starts += 1

    @property
    def stopped(self) -> bool:
        """It was killed, or ended by itself."""
        return self._process is None or self._process.poll() is not None

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("{") and line.endswith("}\n") and (said := json.loads(line)).get("event") == "committed":
                self.toned.append(said["scan_id"])

    def works(self, seconds: float = START_S) -> bool:
        """Wait until something new was confirmed."""
        before, deadline = len(self.toned), time.monotonic() + seconds
        while len(self.toned) == before and time.monotonic() < deadline:
            time.sleep(0.02)
        return len(self.toned) > before

    def kill(self) -> None:
        """kill -9; what it said before is heard to the end."""
        self.kills += _ended(self._process)
        self._hear_out()

    def finish(self, seconds: float) -> None:
        """One more run that has nothing to scan: it empties the queue and ends by itself."""
        self.start(parcels=1)
        assert self._process is not None
        self._process.wait(seconds)
        self._hear_out()

    def _hear_out(self) -> None:
        if self._ear is not None:
            self._ear.join()
        if self._process is not None and self._process.stdout is not None:
            self._process.stdout.close()
        self._process = self._ear = None


def _ended(process: subprocess.Popen[str] | None) -> int:
    """Kill it; 1 if it was alive until now."""
    if process is None:
        return 0
    alive = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    return int(alive)
