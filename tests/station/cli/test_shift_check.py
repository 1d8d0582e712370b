"""`station shift check` beside a running station: each check is asked at the lane and answered here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from station.record.reads import Reads
from tests.lane_of_keys import STATION, configured
from tests.terminal import ENTER, Terminal

if TYPE_CHECKING:
    from pathlib import Path

CHECKS = '[checks]\nat_log_in = ["lists", "sound"]\n'


def checking(config: Path, *more: str) -> Terminal:
    return Terminal([*STATION, "shift", "check", "--by", "Bo", "--config", str(config), *more])


def noted(folder: Path) -> list[tuple[str, object, str | None]]:
    with Reads(folder / "data" / "station.db") as reads:
        found: list[Any] = [each for each in reads.exported() if each["kind"] == "check"]
    return [(str(each["details"]["is"]), each["details"].get("passed"), each.get("operator")) for each in found]


def test_each_check_is_asked_and_answered_at_the_terminal_and_the_exit_code_tells_a_failed_one(tmp_path: Path) -> None:
    config = configured(tmp_path, CHECKS)
    with checking(config) as alone:
        assert alone.wait() == 3
        assert b"no station runs in" in alone.seen

    with Terminal([*STATION, "run", "--headless", "--config", str(config)]) as station:
        station.read_until(b"keys-1")
        for key, code in ((b"y", 0), (b"n", 1)):
            with checking(config) as terminal:
                terminal.read_until(b"[y/n]")
                terminal.type(key + ENTER)
                assert (terminal.wait(), b"Traceback" in terminal.seen) == (code, False), terminal.seen
        with checking(config, "--only", "no_such") as wrong:
            assert wrong.wait() == 2
            assert b"no_such" in wrong.seen
        station.process.terminate()
        assert station.wait() == 0

    results = [each for each in noted(tmp_path) if each[1] is not None]
    assert results == [("lists", True, "Bo"), ("sound", True, "Bo"), ("lists", True, "Bo"), ("sound", False, "Bo")]
