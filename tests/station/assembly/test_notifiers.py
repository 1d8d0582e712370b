"""Receivers of alarms from a file whose addresses nobody is told: a real apprise posts to a real server."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from config import Config, ConfigError
from station.assembly import notifiers_of
from station.cli.notifying import notification_text
from station.core import RequestDone
from station.core.check_requests import NoteAlarm
from station.core.outcomes import Done, Reason
from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path


def config_of(folder: Path, text: str, mode: int = 0o600) -> Config:
    file = folder / "notify"
    file.write_text(text)
    file.chmod(mode)
    return Config.model_validate({"station": {"id": "lane-1"}, "alarm": {"notify_file": file}})


def words(noted: NoteAlarm) -> tuple[str, str]:
    return notification_text(Config.model_validate({"station": {"id": "lane-1"}}), noted)


def test_a_webhook_of_apprise_is_told_the_alarm_in_words(tmp_path: Path) -> None:
    told: list[dict[str, str]] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        config = config_of(tmp_path, f"# the office\n\njson://user:secret@127.0.0.1:{server.server_port}/alarms\n")
        (one,) = notifiers_of(config, words)
        threading.Thread(target=one.run, daemon=True).start()
        one.heard(
            RequestDone(
                NoteAlarm("read_rate_low", "came", "for 31 s, limit 90, percent 80.0"), Done(Reason.ALARM_NOTED)
            )
        )
        until(lambda: bool(told), "the alarm")
        one.stop()
        server.shutdown()
    assert told[0]["title"] == "lane-1: READ RATE LOW"
    assert "percent 80.0" in told[0]["message"]


@pytest.mark.parametrize(
    ("text", "mode", "cure"),
    [
        ("mailto://boss:hunter22@mail.example\n", 0o644, "notify"),
        ("nonsense://boss:hunter22@mail.example\n", 0o600, "line 1: apprise knows no such address"),
        ("# nobody yet, and no address\n", 0o600, "holds 0 addresses"),
        ("json://hunter22@mail.example\n" * 11, 0o600, "10 at most"),
    ],
)
def test_what_is_wrong_is_told_without_the_address(tmp_path: Path, text: str, mode: int, cure: str) -> None:
    with pytest.raises(ConfigError) as raised:
        notifiers_of(config_of(tmp_path, text, mode), words)
    assert cure in str(raised.value)
    assert "hunter22" not in str(raised.value)


def test_the_missing_extra_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("station.assembly.notifiers.find_spec", lambda _: None)
    with pytest.raises(ConfigError, match="make extras"):
        notifiers_of(config_of(tmp_path, "json://127.0.0.1/abcdefghij\n"), words)
