"""PINs at the desk that looks at them: a guesser gains nothing by a restart, learns nothing, finds no PIN in a file."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher

from station.core import Badge
from station.core.outcomes import Problem, Reason
from station.requests import HubKeyError, Issued, PinDesk, hub_key_made, note_issued, pin_hash, pins, revoke
from station.requests.pins import is_pin_of

if TYPE_CHECKING:
    from pathlib import Path

ANA, BO = Badge("Ana", "supervisor", "453371"), Badge("陈 Bo", "worker", "1234")
PIN, OTHER = "482910", "193847"
WRONG, WAITS = Reason.PIN_WRONG, Reason.PIN_WAITS
HOURS = 3600.0


class Hub:
    """A key, two people with PINs, a clock, and the desk as it stands after a restart."""

    def __init__(self, folder: Path) -> None:
        self.key_file, self.tries = folder / "hub.key", folder / "pin-tries.json"
        self.now = 1_000_000.0
        key = hub_key_made(self.key_file)
        for badge, pin in ((ANA, PIN), (BO, OTHER)):
            note_issued(self.key_file, Issued(badge, "2026-11-30T08:00:00.000Z", pin_hash(badge, pin, key)))
        self.restart()

    def restart(self) -> None:
        self.desk = PinDesk(self.key_file, self.tries, lambda: self.now)

    def told(self, number: str, pin: str) -> Badge | Reason:
        found = self.desk.holder(number, pin)
        return found.reason if isinstance(found, Problem) else found

    def guesses(self, number: str, count: int) -> float:
        """Seconds that so many looks at a wrong PIN take, with a restart before each."""
        began = self.now
        for _ in range(count):
            self.restart()
            while isinstance(problem := self.desk.holder(number, "193848"), Problem) and problem.reason is WAITS:
                self.now += int(str(problem.values["seconds"]))
                if self.now - began > 1000 * HOURS:
                    return self.now - began
        return self.now - began


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Many looks in a short time; one test has the true cost."""
    if "true_cost" not in request.fixturenames:
        monkeypatch.setattr(pins, "_hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def true_cost() -> None:
    """The parameters of the product."""


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    return Hub(tmp_path)


@pytest.mark.parametrize("number", [ANA.number, "999999"])
def test_guesses_cost_hours_over_restarts_for_a_number_that_is_known_or_not(hub: Hub, number: str) -> None:
    assert hub.guesses(number, 40) > 25 * HOURS
    assert hub.told(BO.number, OTHER) == BO


def test_the_control_a_desk_that_forgets_at_a_restart_costs_nothing(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PinDesk, "_keep", lambda _desk, _book: None)
    assert hub.guesses(ANA.number, 40) == 0


def test_the_last_try_that_locks_tells_it_and_the_right_pin_has_to_wait_too(hub: Hub) -> None:
    told = [hub.told(ANA.number, "193848") for _ in range(5)]
    assert told == [WRONG, WRONG, WRONG, WRONG, WAITS]
    assert hub.told(ANA.number, PIN) is WAITS
    hub.now += 30
    assert hub.told(ANA.number, PIN) == ANA
    assert hub.told(ANA.number, "193848") is WRONG  # a right one begins anew


def test_an_unknown_number_is_looked_at_and_counted_as_a_known_one(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What the desk does for each, step by step: else the time that it takes would tell them apart."""
    steps: list[str] = []

    def looked(badge: Badge, pin: str, hashed: str, key: bytes) -> bool:
        steps.append(f"hash of {hashed.split('$')[3]}")
        return is_pin_of(badge, pin, hashed, key)

    def kept(desk: PinDesk, book: object, keep: object = PinDesk._keep) -> None:
        steps.append("kept")
        keep(desk, book)  # type: ignore[operator]  # the method itself

    hub.told(ANA.number, "0")  # the first look makes what strangers are compared with
    monkeypatch.setattr(pins, "is_pin_of", looked)
    monkeypatch.setattr(PinDesk, "_keep", kept)
    ways = []
    for number in (BO.number, "99999999"):
        steps.clear()
        assert [hub.told(number, "193848") for _ in range(7)][-1] is WAITS
        ways.append(tuple(steps))
    assert ways[0] == ways[1]
    assert len(ways[0]) > 7
    assert tmp_path.joinpath("pin-tries.json").exists()


def test_a_kill_during_the_look_gives_no_try_away(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(pins, "is_pin_of", killed)
    for _ in range(5):
        hub.restart()
        with pytest.raises(KeyboardInterrupt):
            hub.desk.holder(ANA.number, "193848")
    hub.restart()
    assert hub.told(ANA.number, PIN) is WAITS


def test_a_hash_is_good_for_this_hub_number_name_and_role_alone(true_cost: None) -> None:
    key = b"\1" * 32
    hashed = pin_hash(ANA, PIN, key)
    assert is_pin_of(ANA, PIN, hashed, key)
    assert not is_pin_of(ANA, PIN, hashed, b"\2" * 32)
    for other in (
        Badge("Bo", "supervisor", "453371"),
        Badge("Ana", "technician", "453371"),
        Badge("Ana", "supervisor", "1"),
    ):
        assert not is_pin_of(other, PIN, hashed, key)
    assert "m=19456,t=2,p=1" in hashed
    assert PIN not in hashed


def test_pins_of_another_hub_and_revoked_ones_do_nothing(hub: Hub) -> None:
    assert hub.told(ANA.number, PIN) == ANA
    assert revoke(hub.key_file, ANA.number, "2026-11-30T09:00:00.000Z", "Bo")
    assert hub.told(ANA.number, PIN) is Reason.BADGE_REVOKED
    assert hub.told(ANA.number, "193848") is WRONG  # a wrong PIN does not tell that the number is revoked
    hub.key_file.write_bytes(b"\7" * 32)
    assert hub.told(BO.number, OTHER) is WRONG


def test_both_files_are_their_users_alone_and_hold_no_pin(hub: Hub) -> None:
    hub.told(ANA.number, "193848")
    for path in (hub.tries, hub.key_file.with_name("hub.key.badges")):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert PIN not in path.read_text()
        assert "193848" not in path.read_text()


@pytest.mark.parametrize("broken", ["{", "[]", '{"1": 3}', '{"453371": [NaN, 1]}', '{"453371": [1, Infinity]}'])
def test_a_damaged_count_lets_nobody_guess(hub: Hub, broken: str) -> None:
    hub.tries.write_text(broken)
    with pytest.raises(HubKeyError, match="remove this file"):
        hub.desk.holder(ANA.number, PIN)
    assert json.dumps(hub.tries.read_text())


def test_a_line_that_was_cut_off_costs_no_other_one(hub: Hub) -> None:
    badges = hub.key_file.with_name("hub.key.badges")
    badges.write_text(badges.read_text() + '{"number": "77')
    late = Badge("Cy", "worker", "5555")
    key = hub.key_file.read_bytes()
    note_issued(hub.key_file, Issued(late, "2026-11-30T08:00:00.000Z", pin_hash(late, PIN, key)))
    assert [hub.told(each.number, pin) for each, pin in ((ANA, PIN), (BO, OTHER), (late, PIN))] == [ANA, BO, late]
