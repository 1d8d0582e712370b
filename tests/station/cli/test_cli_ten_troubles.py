"""The journal of a headless station beside the real screen of another, through ten troubles that both have.

Each is told once when it comes, when it changes and when it ends; the screen shows it for as long as it lasts. Real
are both processes, the terminal, the line, the token, scales on pseudo-terminals, a camera over HTTP, a small disk of
each one's own (where this user may mount one), the copied records, plan, backup folders and multicast. Of NTP and of
who sets the clock there are stand-ins, since a test may not touch the machine's. Peers only come and end: what a
group that cannot be met says does not change by itself. `-m soak -s` runs all ten and prints what was said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.station.cli.ten_troubles import STORIES, Story, certificate_story, nothing
from tests.station.cli.two_lanes import Lanes, Pair, two_lanes
from tests.station.doctor.devices import Cameras
from tests.station.sync.authority import KEYS, Authority, needs_openssl, openssl
from tests.waiting import until

SOON_S = 40
SHORT = ("peers", "line", "scale", "clock")
"""Those that need no command, which would wait for its own start."""


@pytest.fixture
def cameras() -> Iterator[Cameras]:
    there = Cameras()
    yield there
    there.close()


@pytest.mark.parametrize("names", [SHORT, pytest.param(tuple(STORIES), marks=pytest.mark.soak)], ids=["some", "ten"])
def test_each_trouble_is_told_once_and_stands_on_the_screen_while_it_lasts(
    names: tuple[str, ...], cameras: Cameras, tmp_path: Path
) -> None:
    with two_lanes(tmp_path, cameras) as lanes:
        for name in names:
            if name == "disk" and not lanes.own_disk:
                print("disk: left out, this user may not mount a small one (unshare -m, mount -t tmpfs)")
            else:
                live_through(name, STORIES[name], lanes)
        lanes.journal.process.terminate()
        lanes.screen.terminal.process.terminate()
        assert (lanes.journal.process.wait(SOON_S), lanes.screen.terminal.process.wait(SOON_S)) == (0, 0)
    assert b"Traceback" not in lanes.screen.terminal.seen
    assert not any("Traceback" in line or line.startswith("FAILED") for line in lanes.journal.lines)


@pytest.mark.parametrize(
    "lines",
    [
        ["WARNING disk: DISK: full", "WARNING disk: DISK: full", "ENDED disk after 2 s"],
        ["WARNING disk: DISK: full", "CHANGED disk: TROUBLE: a", "CHANGED disk: TROUBLE: a", "ENDED disk after 2 s"],
        ["WARNING disk: DISK: full", "CHANGED disk: TROUBLE: a", "ENDED disk after 2 s", "ENDED disk after 2 s"],
        ["WARNING disk: DISK: full", "ENDED disk after 2 s"],
        ["WARNING disk: DISK: full", "CHANGED disk: TROUBLE: a"],
    ],
    ids=["comes twice", "changes twice to the same", "ends twice", "change missing", "end missing"],
)
def test_a_journal_that_tells_too_much_or_too_little_is_found(lines: list[str]) -> None:
    with pytest.raises(AssertionError):
        assert_told_once(lines, STORIES["disk"])


@needs_openssl
def test_a_refused_certificate_is_told_once_and_stands_on_the_screen(cameras: Cameras, tmp_path: Path) -> None:
    authority = Authority(tmp_path / "ca")
    good, past = authority.pair(), authority.pair("past", valid=("20200101000000Z", "20210101000000Z"))
    with two_lanes(tmp_path, cameras, good, authority.ca_file) as lanes:
        lanes.journal.waits_for("^UP centre: https://")
        live_through("certificate", certificate_story(good, own_certificate(tmp_path), past), lanes)


def own_certificate(folder: Path) -> Pair:
    """One that its server signed itself."""
    cert, key = folder / "own.pem", folder / "own.key"
    words = ("-nodes", "-x509", "-days", "30", "-subj", "/CN=centre", "-addext", "subjectAltName=IP:127.0.0.1")
    openssl("req", *KEYS["ec"], *words, "-keyout", str(key), "-out", str(cert))
    return cert, key


def live_through(name: str, story: Story, lanes: Lanes) -> None:
    """From its coming to its end: each step once in the journal, and on the screen."""
    before = 0 if story.steps[0].do is nothing else len(lanes.journal.lines)

    def told(pattern: str) -> Callable[[], bool]:
        return lambda: any(re.search(pattern, line) for line in of_part(lanes.journal.lines[before:], story.key))

    for number, step in enumerate(story.steps):
        step.do(lanes)
        head = "CHANGED" if number else "(TROUBLE|WARNING)"
        until(told(rf"^{head} {story.key}: .*{step.journal}"), f"{name}: {step.journal}", SOON_S)
        lanes.screen.turn_to(step.page)
        lanes.screen.shows(step.screen)
    lanes.screen.turn_to("F1")
    lanes.screen.shows(story.shown)
    story.mend(lanes)
    until(told("^ENDED "), f"{name}: its end", SOON_S)
    lanes.screen.shows_no(story.shown)
    lines = of_part(lanes.journal.lines[before:], story.key)
    print(f"\n{name}\n  " + "\n  ".join(lines))
    assert_told_once(lines, story)


def assert_told_once(lines: list[str], story: Story) -> None:
    """One line when it came, one when it ended, between them as many as it has changed: never the same twice."""
    first, *changes, last = lines
    assert first.startswith(("TROUBLE ", "WARNING "))
    assert last.startswith("ENDED ")
    assert all(line.startswith("CHANGED ") for line in changes), lines
    assert len(changes) >= len(story.steps) - 1
    assert all(one != other for one, other in pairwise(line.partition(": ")[2] for line in lines)), lines


def of_part(lines: list[str], key: str) -> list[str]:
    """What the journal says of the troubles of this part."""
    return [line for line in lines if re.match(rf"(TROUBLE|WARNING|CHANGED|ENDED) {key}(:| after )", line)]
