"""The journal: its lines alone tell what stands, whatever comes and goes, and nobody floods it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import notice
from station.cli.journal_lines import MOST_LINES, QUIET_S, Journal, Part
from station.core.events import Status, SyncStatus
from station.core.troubles import Trouble, is_same
from station.language import ENGLISH, language, trouble_texts
from tests.station.ui.scripted_station import AT, devices, status

LOOSE = notice("scale_down", detail="loose")
KEYS = ("scale", "centre", "record", "disk")
troubles = st.builds(
    Trouble,
    key=st.sampled_from(KEYS),
    grave=st.booleans(),
    about=st.builds(
        lambda code, detail: notice(code, detail=detail),
        st.sampled_from(["scale_down", "centre_offline"]),
        st.sampled_from(["unplugged", "answered 401", "answered 500"]),
    ),
    since=st.just(AT),
)
moments = st.lists(troubles, max_size=4, unique_by=lambda trouble: trouble.key).map(tuple)
Standing = dict[str, tuple[str, str]]
Step = Callable[[Journal, Status], tuple[Journal, tuple[str, ...]]]


def at(moment: float, now: tuple[Trouble, ...]) -> Status:
    return replace(status(), at=moment, troubles=now)


def read(standing: Standing, line: str) -> Standing:
    """What stands after a line, by the words of the line alone."""
    if ended := re.match(r"ENDED (\S+)", line):
        return {key: trouble for key, trouble in standing.items() if key != ended[1]}
    came = re.fullmatch(
        r"(?:(TROUBLE|WARNING) (\S+?)|CHANGED (\S+?): (TROUBLE|WARNING)): (.*?)(?: \(changed .*\))?", line
    )
    if came is None:
        assert line.startswith("UP "), line
        return standing
    return standing | {came[2] or came[3]: (came[1] or came[4], came[5])}


def meant(now: tuple[Trouble, ...]) -> Standing:
    words = {each.key: trouble_texts(each.about, language(ENGLISH)) for each in now}
    return {
        each.key: (
            "TROUBLE" if each.grave else "WARNING",
            f"{words[each.key].headline}: {words[each.key].technician}",
        )
        for each in now
    }


def check_reconstruction(story: list[tuple[Trouble, ...]], step: Step) -> None:
    """Each moment comes long after the one before."""
    journal, standing, moment = Journal(), dict[str, tuple[str, str]](), AT
    for now in story:
        moment += QUIET_S + 1
        journal, lines = step(journal, at(moment, now))
        for line in lines:
            standing = read(standing, line)
        assert standing == meant(now)


@given(st.lists(moments, max_size=12))
def test_the_lines_reconstruct_what_stands_at_each_moment(story: list[tuple[Trouble, ...]]) -> None:
    check_reconstruction(story, Journal.step)


def forgets_the_end(journal: Journal, now: Status) -> tuple[Journal, tuple[str, ...]]:
    after, lines = journal.step(now)
    return after, tuple(line for line in lines if not line.startswith("ENDED"))


def blind_to_values(journal: Journal, now: Status) -> tuple[Journal, tuple[str, ...]]:
    dumb = tuple(replace(each, about=replace(each.about, values=())) for each in now.troubles)
    return journal.step(replace(now, troubles=dumb))


@pytest.mark.parametrize("broken", [forgets_the_end, blind_to_values])
def test_a_journal_that_says_less_is_found_out(broken: Step) -> None:
    one = Trouble("centre", grave=True, about=notice("centre_offline", detail="answered 401"), since=AT)
    with pytest.raises(AssertionError):
        check_reconstruction(
            [(one,), (replace(one, about=notice("centre_offline", detail="answered 500")),), ()], broken
        )


@given(st.lists(st.tuples(st.floats(0.1, 20), moments), max_size=60))
def test_whatever_flaps_gets_few_lines_and_stands_right_once_it_rests(
    story: list[tuple[float, tuple[Trouble, ...]]],
) -> None:
    journal, standing, moment = Journal(), dict[str, tuple[str, str]](), AT
    told: dict[str, list[float]] = {key: [] for key in KEYS}
    last: tuple[Trouble, ...] = ()
    for pause, last in [*story, (QUIET_S + 1, story[-1][1] if story else ())]:
        moment += pause
        journal, lines = journal.step(at(moment, last))
        for line in lines:
            standing = read(standing, line)
            if key := re.match(r"(?:TROUBLE|WARNING|CHANGED|ENDED) (\w+)", line):
                told[key[1]].append(moment)
    assert standing == meant(last)
    for lines_at in told.values():
        for first in lines_at:
            assert sum(first <= each < first + QUIET_S for each in lines_at) <= MOST_LINES + 1


def test_a_part_that_flaps_for_an_hour_takes_a_line_a_minute_with_a_count() -> None:
    one, journal, told = Trouble("scale", grave=True, about=LOOSE, since=AT), Journal(), list[str]()
    for second in range(3600):
        journal, lines = journal.step(at(AT + second, (one,) if second % 2 else ()))
        told += [line for line in lines if not line.startswith("UP")]

    assert len(told) <= MOST_LINES + 60
    assert any("(changed 60 times since the line before)" in line for line in told), told


def test_each_is_told_once_however_long_it_stands_and_how_long_it_was() -> None:
    one, journal, told = Trouble("scale", grave=True, about=LOOSE, since=AT), Journal(), list[str]()
    for second in range(200):
        journal, lines = journal.step(at(AT + second, (one,)))
        told += lines
    _, lines = journal.step(at(AT + 200, ()))

    assert [line for line in told if "scale" in line] == ["TROUBLE scale: SCALE DOWN: loose"]
    assert lines[0] == "ENDED scale after 3 min"


def test_what_answers_is_told_once_and_not_after_a_trouble_that_was_told() -> None:
    journal, lines = Journal().step(replace(status(), sync=SyncStatus("https://c", None, "not tried yet")))
    assert lines == ("UP camera: /dev/video0", "UP scale: /dev/ttyUSB0")
    journal, lines = journal.step(status())
    assert lines == ("UP centre: https://centre.example",)
    journal, lines = journal.step(status())
    assert lines == ()

    down = status(devices=devices(), troubles=())
    troubled = replace(down, troubles=(Trouble("scale", grave=True, about=LOOSE, since=AT),))
    journal, _ = Journal().step(troubled)
    assert "UP scale: /dev/ttyUSB0" not in journal.step(down)[1]


def test_only_figures_that_run_change_without_a_line() -> None:
    one = Trouble("disk", grave=False, about=notice("disk_filling", free=2**30), since=AT, figures_run=True)
    assert is_same(one, replace(one, about=notice("disk_filling", free=2**29)))
    part = Part().seen(one, AT).after_line(AT)
    assert not part.seen(replace(one, about=notice("disk_filling", free=2**29)), AT + 1).is_due(AT + 1)
